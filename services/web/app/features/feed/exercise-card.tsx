import { Link } from '@tanstack/react-router';
import { Lock, MessageSquare, Users } from 'lucide-react';
import { useFormatter, useNow, useTranslations } from 'use-intl';
import { Avatar, HiddenText } from '../../ui/layout.tsx';
import { clock } from '../../ui/sizes.ts';
import { StateBadge } from '../videos/state-badge.tsx';
import type { AssetState } from '../videos/asset-queries.ts';
import type { Exercise } from './exercise-queries.ts';
import css from './feed.module.css';
import { Poster } from './poster.tsx';

/** @param eager its picture is in view at first, and is not waited with */
export function ExerciseCard({ exercise, eager = false }: { readonly exercise: Exercise; readonly eager?: boolean }) {
  const t = useTranslations('feed');
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  const { id, name, video, owner, commentCount, visibility, createdAt } = exercise;
  const created = new Date(createdAt);
  return (
    <article className={css.card}>
      <div className={css.poster}>
        <Poster key={video.kind === 'asset' ? video.state : 'youtube'} src={video.kind === 'asset' && video.state === 'ready' ? `/api/exercises/v1/exercises/${id}/poster` : null} seed={id} youtube={video.kind === 'youtube'} eager={eager} />
        {video.kind === 'asset' && video.state !== 'ready' && <span className={css.state}><StateBadge state={video.state as AssetState} /></span>}
        {video.kind === 'asset' && video.durationMs !== null && <span className={css.duration}><HiddenText>{t('length')} </HiddenText>{clock(video.durationMs)}</span>}
        {video.kind === 'youtube' && <span className={css.duration}>YouTube</span>}
      </div>
      <div className={css.text}>
        <Avatar name={owner.displayName} size="2.1rem" />
        <div>
          <h2><Link to="/exercises/$exerciseId" params={{ exerciseId: id }}>{name}</Link></h2>
          <p className={css.facts}>
            <span className={css.owner}>{owner.displayName}</span>
            <span className={css.with}><MessageSquare aria-hidden="true" />{t('comments', { count: commentCount })}</span>
            {/* A clock that is behind the server's would speak of the future. */}
            <time dateTime={createdAt} title={format.dateTime(created, { dateStyle: 'long', timeStyle: 'short' })}>{format.relativeTime(created > now ? now : created, now)}</time>
            {/* Open is the rule, and said by a small sign; private is said in words. */}
            {visibility === 'private' ? <span className={css.with}><Lock aria-hidden="true" />{t('seen.private')}</span> : <span className={css.with} title={t('seen.organisation')}><Users aria-hidden="true" /><HiddenText>{t('seen.organisation')}</HiddenText></span>}
          </p>
        </div>
      </div>
    </article>
  );
}

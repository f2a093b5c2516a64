import { Link } from '@tanstack/react-router';
import { Lock, MessageSquare } from 'lucide-react';
import { useFormatter, useNow, useTranslations } from 'use-intl';
import { Avatar, HiddenText } from '../../ui/layout.tsx';
import { clock } from '../../ui/sizes.ts';
import { StateBadge } from '../videos/state-badge.tsx';
import type { AssetState } from '../videos/asset-queries.ts';
import type { Exercise } from './exercise-queries.ts';
import css from './feed.module.css';
import { Poster } from './poster.tsx';

export function ExerciseCard({ exercise }: { readonly exercise: Exercise }) {
  const t = useTranslations('feed');
  const format = useFormatter();
  const now = useNow();
  const { id, name, video, owner, commentCount, visibility, createdAt } = exercise;
  return (
    <article className={css.card}>
      <div className={css.poster}>
        <Poster src={video.kind === 'asset' && video.state === 'ready' ? `/api/exercises/v1/exercises/${id}/poster` : null} seed={id} youtube={video.kind === 'youtube'} />
        {video.kind === 'asset' && video.state !== 'ready' && <span className={css.state}><StateBadge state={video.state as AssetState} /></span>}
        {video.kind === 'asset' && video.durationMs !== null && <span className={css.duration}><HiddenText>{t('length')} </HiddenText>{clock(video.durationMs)}</span>}
        {video.kind === 'youtube' && <span className={css.duration}>YouTube</span>}
      </div>
      <div className={css.text}>
        <Avatar name={owner.displayName} size="2.1rem" />
        <div>
          <h2><Link to="/exercises/$exerciseId" params={{ exerciseId: id }}>{name}</Link></h2>
          <p className={css.facts}>
            <span>{owner.displayName}</span>
            <span className={css.with}><MessageSquare aria-hidden="true" />{t('comments', { count: commentCount })}</span>
            <time dateTime={createdAt}>{format.relativeTime(new Date(createdAt), now)}</time>
            {visibility === 'private' && <span className={css.with}><Lock aria-hidden="true" />{t('filter.private')}</span>}
          </p>
        </div>
      </div>
    </article>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Columns2, Play } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { body, exercises } from '../../client/client.ts';
import { Player } from '../../player/player.tsx';
import { VideoPlayer } from '../../player/video-player.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { HiddenText, Skeleton } from '../../ui/layout.tsx';
import { clock } from '../../ui/sizes.ts';
import { Poster } from '../feed/poster.tsx';
import { assetQuery } from '../videos/asset-queries.ts';
import { PipelineStatus } from '../videos/pipeline-status.tsx';
import type { Comment } from './comment-queries.ts';
import { NotReadyWords } from './not-ready.tsx';
import { useReview } from './review-context.ts';
import css from './review.module.css';

const YouTube = lazy(() => import('../../player/youtube.tsx').then((module) => ({ default: module.YouTube })));

/** The video of a comment: a still with its length, played at its place. */
export function AnswerVideo({ comment }: { readonly comment: Comment }) {
  const t = useTranslations('review');
  const { exercise, me } = useReview();
  const { video } = comment;
  const name = comment.author?.displayName ?? t('somebody');
  const label = t('answerOf', { name });
  if (video === null) return null;
  if (video.kind === 'youtube') return <Suspense fallback={<Skeleton height="12rem" />}><YouTube label={label} videoId={video.videoId} /></Suspense>;
  if (video.state !== 'ready') return comment.author?.id === me.id ? <OwnPipeline assetId={video.assetId} /> : <NotReadyWords state={video.state} />;
  return (
    <div className={css.answer}>
      <Playing comment={comment} label={label} durationMs={'durationMs' in video ? video.durationMs : null} assetId={video.assetId} />
      <ButtonLink to="/exercises/$exerciseId/compare/$commentId" params={{ exerciseId: exercise.id, commentId: comment.id }} className={css.small}><Columns2 aria-hidden="true" />{t('compare')}</ButtonLink>
    </div>
  );
}

function Playing({ comment, label, durationMs, assetId }: { readonly comment: Comment; readonly label: string; readonly durationMs: number | null; readonly assetId: string }) {
  const t = useTranslations('review');
  const { playable } = useReview();
  const [open, setOpen] = useState(false);
  const [player] = useState(() => new VideoPlayer());
  const load = () => body(exercises.POST('/api/exercises/v1/comments/{id}/playback', { params: { path: { id: comment.id } }, body: {} }));
  if (open) return <Player label={label} player={player} source={{ key: assetId, load }} keys="inside" autoPlay />;
  const play = () => {
    // Two videos at once are a noise; side by side they have a page of their own.
    playable.pause();
    setOpen(true);
  };
  return (
    <button type="button" className={css.poster} onClick={play}>
      <HiddenText>{durationMs === null ? t('playAnswer', { name: label }) : t('playAnswerLong', { name: label, duration: clock(durationMs) })}</HiddenText>
      <Poster src={`/api/exercises/v1/comments/${comment.id}/poster`} seed={comment.id} />
      <span className={css.posterPlay} aria-hidden="true"><Play /></span>
      {durationMs !== null && <span className={css.duration} aria-hidden="true">{clock(durationMs)}</span>}
    </button>
  );
}

function OwnPipeline({ assetId }: { readonly assetId: string }) {
  const { data } = useQuery(assetQuery(assetId));
  return data === undefined ? <Skeleton height="6rem" /> : <div className={css.pipeline}><PipelineStatus asset={data} /></div>;
}

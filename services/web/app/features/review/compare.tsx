import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ArrowLeft, Columns2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { ErrorScreen } from '../../shell/error-screen.tsx';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Empty, Page, Skeleton } from '../../ui/layout.tsx';
import { type Exercise, exerciseQuery } from '../feed/exercise-queries.ts';
import { type Comment, loadComment } from './comment-queries.ts';
import { CompareStage } from './compare-stage.tsx';
import { CompareYouTube } from './compare-youtube.tsx';

/** The exercise and an answer beside each other, on one clock. */
export function CompareScreen() {
  const t = useTranslations('review.sync');
  const { exerciseId, commentId } = useParams({ from: '/signed-in/exercises/$exerciseId/compare/$commentId' });
  const exercise = useQuery(exerciseQuery(exerciseId));
  const comment = useQuery({ queryKey: ['comment', commentId], queryFn: () => loadComment(commentId), refetchInterval: ({ state: { data } }) => (data?.comment.video?.kind === 'asset' && data.comment.video.state !== 'ready' ? 5_000 : false) });
  const error = exercise.data === undefined ? exercise.error : comment.data === undefined ? comment.error : null;
  if (error !== null) return <ErrorScreen error={error} reset={() => void Promise.all([exercise.refetch(), comment.refetch()])} />;
  if (exercise.data === undefined || comment.data === undefined) return <Page><div aria-busy="true"><Skeleton height="24rem" /></div></Page>;
  return <><ScreenTitle>{t('title')}</ScreenTitle><Compared exercise={exercise.data.exercise} comment={comment.data.comment} /></>;
}

function Compared({ exercise, comment }: { readonly exercise: Exercise; readonly comment: Comment }) {
  const t = useTranslations('review.sync');
  const { video } = comment;
  if (comment.exerciseId !== exercise.id || video === null) return <Sorry exerciseId={exercise.id}>{t('noAnswer')}</Sorry>;
  if (video.kind === 'youtube' || exercise.video.kind === 'youtube') return <CompareYouTube exercise={exercise} comment={comment} />;
  if (video.state !== 'ready' || exercise.video.state !== 'ready') return <Sorry exerciseId={exercise.id}>{t('oneMissing')}</Sorry>;
  return <CompareStage key={comment.id} exercise={exercise} comment={comment} exerciseAsset={exercise.video.assetId} answerAsset={video.assetId} />;
}

function Sorry({ exerciseId, children }: { readonly exerciseId: string; readonly children: ReactNode }) {
  const t = useTranslations('review.sync');
  return <Page title={t('title')}><Empty icon={Columns2} title={children}><ButtonLink to="/exercises/$exerciseId" params={{ exerciseId }} look="primary"><ArrowLeft aria-hidden="true" />{t('back')}</ButtonLink></Empty></Page>;
}

import { ArrowLeft } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { body, exercises } from '../../client/client.ts';
import { Player } from '../../player/player.tsx';
import { YouTube } from '../../player/youtube.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Notice, Page, Stack } from '../../ui/layout.tsx';
import type { Exercise } from '../feed/exercise-queries.ts';
import type { Comment } from './comment-queries.ts';
import css from './compare.module.css';

/** Two videos of which one is at YouTube: beside each other, each for itself. */
export function CompareYouTube({ exercise, comment }: { readonly exercise: Exercise; readonly comment: Comment }) {
  const t = useTranslations('review.sync');
  const of = useTranslations('review');
  const answer = of('answerOf', { name: comment.author?.displayName ?? of('somebody') });
  const one = (video: NonNullable<Comment['video']>, label: string, load: Parameters<typeof Player>[0]['source']['load']) => (video.kind === 'youtube' ? <YouTube label={label} videoId={video.videoId} /> : <Player label={label} keys="inside" source={{ key: video.assetId, load }} />);
  return (
    <Page title={exercise.name} lead={answer} actions={<ButtonLink to="/exercises/$exerciseId" params={{ exerciseId: exercise.id }} search={{ comment: comment.id }}><ArrowLeft aria-hidden="true" />{t('back')}</ButtonLink>}>
      <Stack>
        <Notice>{t('youtube')}</Notice>
        <div className={css.each}>
          {one(exercise.video, exercise.name, () => body(exercises.POST('/api/exercises/v1/exercises/{id}/playback', { params: { path: { id: exercise.id } }, body: {} })))}
          {comment.video !== null && one(comment.video, answer, () => body(exercises.POST('/api/exercises/v1/comments/{id}/playback', { params: { path: { id: comment.id } }, body: {} })))}
        </div>
      </Stack>
    </Page>
  );
}

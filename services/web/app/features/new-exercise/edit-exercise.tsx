import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft, Lock } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { isProblem } from '../../client/problem.ts';
import { isStaff, useMe } from '../../session/session.ts';
import { ErrorScreen } from '../../shell/error-screen.tsx';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Empty, Page, Skeleton, Stack } from '../../ui/layout.tsx';
import { exerciseQuery } from '../feed/exercise-queries.ts';
import { DeleteExercise } from './delete-exercise.tsx';
import { DeletedExercise } from './deleted-exercise.tsx';
import { EditForm } from './edit-form.tsx';
import css from './new-exercise.module.css';
import { ReplaceVideo } from './replace-video.tsx';

export function EditExerciseScreen() {
  const t = useTranslations('newExercise');
  const me = useMe();
  const { exerciseId } = useParams({ from: '/signed-in/exercises/$exerciseId/edit' });
  const { data, error, refetch } = useQuery(exerciseQuery(exerciseId));
  const title = <ScreenTitle>{t('editTitle')}</ScreenTitle>;
  if (isProblem(error, 'gone')) return <>{title}<DeletedExercise exerciseId={exerciseId} onRestored={() => void refetch()} /></>;
  if (data === undefined && error !== null) return <ErrorScreen error={error} reset={() => void refetch()} />;
  if (data === undefined) return <Page width="reading" title={t('editTitle')}>{title}<div aria-busy="true"><Stack gap={5}><Skeleton height="24rem" /><Skeleton height="8rem" /></Stack></div></Page>;
  const { exercise } = data;
  const mine = exercise.owner.id === me.id;
  const back = <Link to="/exercises/$exerciseId" params={{ exerciseId }} className={css.back}><ArrowLeft aria-hidden="true" />{exercise.name}</Link>;
  return (
    <Page title={t('editTitle')} lead={back} width="reading">
      {title}
      {mine || isStaff(me) ? (
        <Stack gap={5}>
          <EditForm key={exerciseId} exercise={exercise} etag={data.etag} />
          {/* A video belongs to who owns the exercise: others have none to put here. */}
          {mine && <ReplaceVideo exercise={exercise} />}
          <DeleteExercise exercise={exercise} />
        </Stack>
      ) : <Empty icon={Lock} title={t('notYours')}><p>{t('notYoursText', { name: exercise.owner.displayName })}</p><ButtonLink to="/exercises/$exerciseId" params={{ exerciseId }} look="primary">{t('toExercise')}</ButtonLink></Empty>}
    </Page>
  );
}

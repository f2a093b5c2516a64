import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { exercises } from '../../client/client.ts';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { ErrorScreen } from '../../shell/error-screen.tsx';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Empty, Notice, Page, Row, Skeleton } from '../../ui/layout.tsx';
import { exerciseQuery } from '../feed/exercise-queries.ts';
import { ReviewPage } from './review-page.tsx';
import css from './review.module.css';

/** An exercise and everything that is said about it. */
export function ReviewScreen() {
  const { exerciseId } = useParams({ from: '/signed-in/exercises/$exerciseId' });
  const { data, error, refetch } = useQuery(exerciseQuery(exerciseId));
  if (data === undefined && isProblem(error, 'gone')) return <Gone exerciseId={exerciseId} onBack={() => void refetch()} />;
  // What is on the screen stays there when only looking again failed.
  if (data === undefined && error !== null) return <ErrorScreen error={error} reset={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return <><ScreenTitle>{data.exercise.name}</ScreenTitle><ReviewPage key={exerciseId} exercise={data.exercise} /></>;
}

function Loading() {
  const common = useTranslations('common');
  return <div className={css.screen} aria-busy="true" aria-label={common('loading')} role="region"><div className={css.stage}><Skeleton className={css.stageSkeleton} height="auto" /></div><div className={css.about}><Skeleton width="60%" height="2.2rem" /></div><div className={css.side}><Skeleton height="20rem" /></div></div>;
}

/** Deleted, and not for good yet: only its owner and staff learn that. */
function Gone({ exerciseId, onBack }: { readonly exerciseId: string; readonly onBack: () => void }) {
  const t = useTranslations('review');
  const text = useProblemText();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const restore = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await exercises.POST('/api/exercises/v1/exercises/{id}/restore', { params: { path: { id: exerciseId } } });
      await client.invalidateQueries({ queryKey: ['exercises'] });
      onBack();
    } catch (error) {
      setFailure(text(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page>
      <ScreenTitle>{t('goneTitle')}</ScreenTitle>
      <Empty icon={Undo2} title={t('goneTitle')}>
        <p>{t('goneText')}</p>
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
        <Row><Button look="primary" busy={busy} onClick={() => void restore()}>{t('restore')}</Button><ButtonLink to="/exercises">{t('toExercises')}</ButtonLink></Row>
      </Empty>
    </Page>
  );
}

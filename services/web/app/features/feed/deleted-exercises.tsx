import { Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useNow, useTranslations } from 'use-intl';
import { usePages } from '../../client/pages.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { ErrorScreen } from '../../shell/error-screen.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty, Notice, Quiet, Skeleton, Stack } from '../../ui/layout.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { daysLeft } from './days-left.ts';
import { deletedPage, type Exercise } from './exercise-queries.ts';
import css from './feed.module.css';
import { Poster } from './poster.tsx';
import { useRestoreExercise } from './restore-exercise.ts';

/** One's own exercises of the last thirty days that were deleted: each can come back. */
export function DeletedExercises() {
  const t = useTranslations('feed');
  const common = useTranslations('common');
  const { items, error, hasMore, more, loadingMore, retry } = usePages(['exercises', 'deleted'], deletedPage);
  if (error && items === undefined) return <ErrorScreen error={error} reset={retry} />;
  if (items?.length === 0) return <Empty icon={Trash2} title={t('noneDeleted')}><p>{t('noneDeletedText')}</p></Empty>;
  return (
    <Stack>
      <p className={css.count}>{t('deletedLead')}</p>
      <ul role="list" className={css.deleted} aria-busy={items === undefined} aria-label={t('filter.deleted')}>
        {items === undefined ? [0, 1, 2].map((row) => <li key={row}><Skeleton height="4.5rem" /></li>) : items.map((exercise) => <li key={exercise.id}><Deleted exercise={exercise} /></li>)}
      </ul>
      {hasMore && <div className={css.more}><Button busy={loadingMore} onClick={more}>{common('more')}</Button></div>}
    </Stack>
  );
}

function Deleted({ exercise: { id, name, deletedAt, video } }: { readonly exercise: Exercise }) {
  const t = useTranslations('feed');
  const text = useProblemText();
  const format = useFormatter();
  const now = useNow();
  const toast = useToast();
  const restore = useRestoreExercise();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const act = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await restore(id);
      toast({ text: t('restored', { name }) });
    } catch (error) {
      setFailure(text(error));
      setBusy(false);
    }
  };
  return (
    <article className={css.deletedRow}>
      <div className={css.small}><Poster src={null} seed={id} youtube={video.kind === 'youtube'} /></div>
      <div><h2>{name}</h2>{deletedAt !== null && <Quiet small>{t('deletedAt', { date: format.dateTime(new Date(deletedAt), { dateStyle: 'medium' }), days: daysLeft(deletedAt, now.getTime()) })}</Quiet>}</div>
      <Button busy={busy} onClick={() => void act()}><Undo2 aria-hidden="true" />{t('restore')}</Button>
      {failure !== null && <div className={css.failure}><Notice tone="bad" live>{failure}</Notice></div>}
    </article>
  );
}

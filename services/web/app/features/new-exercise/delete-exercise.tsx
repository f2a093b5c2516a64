import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { exercises } from '../../client/client.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Card, Notice, Row, Stack } from '../../ui/layout.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { useRestoreExercise } from '../feed/restore-exercise.ts';
import type { Exercise } from '../feed/exercise-queries.ts';

/** Deletes an exercise, says what that means, and offers to undo it. */
export function DeleteExercise({ exercise }: { readonly exercise: Exercise }) {
  const t = useTranslations('newExercise');
  const common = useTranslations('common');
  const text = useProblemText();
  const toast = useToast();
  const client = useQueryClient();
  const navigate = useNavigate();
  const restore = useRestoreExercise();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const undo = () => void restore(exercise.id).then(() => toast({ text: t('restored', { name: exercise.name }) }), (error: unknown) => toast({ text: text(error) }));
  const act = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await exercises.DELETE('/api/exercises/v1/exercises/{id}', { params: { path: { id: exercise.id } } });
      setOpen(false);
      toast({ text: t('deleted', { name: exercise.name }), action: { label: common('undo'), run: undo } });
      await navigate({ to: '/exercises' });
      client.removeQueries({ queryKey: ['exercise', exercise.id] });
      await client.invalidateQueries({ queryKey: ['exercises'] });
    } catch (error) {
      setFailure(text(error));
      setBusy(false);
    }
  };
  return (
    <Card aria-labelledby="delete">
      <Stack gap={3}><h2 id="delete">{t('deleteTitle')}</h2><p>{t('deleteText')}</p><Row><Button onClick={() => setOpen(true)}><Trash2 aria-hidden="true" />{t('deleteTitle')}</Button></Row></Stack>
      {open && (
        <Dialog title={t('deleteAsk', { name: exercise.name })} onClose={() => setOpen(false)}>
          <Stack><p>{t('deleteText')}</p>{failure !== null && <Notice tone="bad" live>{failure}</Notice>}</Stack>
          <DialogActions><Button onClick={() => setOpen(false)}>{common('cancel')}</Button><Button look="danger" busy={busy} onClick={() => void act()}>{common('delete')}</Button></DialogActions>
        </Dialog>
      )}
    </Card>
  );
}

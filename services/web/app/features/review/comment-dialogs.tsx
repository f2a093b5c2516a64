import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { textOf } from '../../ui/form-text.ts';
import { Notice, Stack } from '../../ui/layout.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { useForm } from '../../ui/use-form.ts';
import { type Comment, deleteComment, hideComment, putComment, refreshComment, unhideComment } from './comment-queries.ts';

interface DialogProps {
  readonly comment: Comment;
  readonly onClose: () => void;
}

/** Hiding and showing again: both are kept with a reason, and say first who will see what. */
export function HideDialog({ comment, onClose }: DialogProps) {
  const t = useTranslations('review');
  const common = useTranslations('common');
  const client = useQueryClient();
  const toast = useToast();
  const hidden = comment.state === 'hidden';
  const form = useForm(['/reason'], async (data) => {
    const reason = textOf(data, 'reason').trim();
    putComment(client, await (hidden ? unhideComment(comment.id, reason) : hideComment(comment.id, reason)));
    toast({ text: hidden ? t('unhidden') : t('hidden') });
    onClose();
  });
  return (
    <Dialog title={hidden ? t('unhideTitle') : t('hideTitle')} onClose={onClose}>
      <form onSubmit={form.onSubmit}>
        <Stack>
          <p>{hidden ? t('unhideMeans') : t('hideMeans')}</p>
          <TextArea label={common('reason')} name="reason" required maxLength={1_000} hint={t('reasonHint')} error={form.at('/reason')} autoFocus />
          {form.failure !== null && <Notice tone="bad" live>{form.failure}</Notice>}
        </Stack>
        <DialogActions><Button onClick={onClose}>{common('cancel')}</Button><Button type="submit" look="primary" busy={form.busy}>{hidden ? t('unhide') : t('hide')}</Button></DialogActions>
      </form>
    </Dialog>
  );
}

export function DeleteDialog({ comment, replies, onClose }: DialogProps & { readonly replies: number }) {
  const t = useTranslations('review');
  const common = useTranslations('common');
  const text = useProblemText();
  const client = useQueryClient();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const act = async () => {
    setBusy(true);
    try {
      await deleteComment(comment.id);
      await refreshComment(client, comment.exerciseId, comment.id);
      await client.invalidateQueries({ queryKey: ['exercise', comment.exerciseId] });
      toast({ text: t('deleted') });
      onClose();
      // What had the focus is gone.
      setTimeout(() => document.getElementById('comments')?.focus(), 0);
    } catch (error) {
      setFailure(text(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('deleteTitle')} onClose={onClose}>
      <Stack>
        <p>{replies > 0 ? t('deleteMeansReplies', { count: replies }) : t('deleteMeans')}</p>
        {comment.video !== null && <p>{t('deleteVideo')}</p>}
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
      </Stack>
      <DialogActions><Button onClick={onClose}>{common('cancel')}</Button><Button look="danger" busy={busy} onClick={() => void act()}>{common('delete')}</Button></DialogActions>
    </Dialog>
  );
}

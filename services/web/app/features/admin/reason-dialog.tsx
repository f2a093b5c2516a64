import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { ProblemError } from '../../client/problem.ts';
import { useStepUp, wasCancelled } from '../../session/step-up.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { textOf } from '../../ui/form-text.ts';
import { Notice, Stack } from '../../ui/layout.tsx';
import { useForm } from '../../ui/use-form.ts';

interface ReasonDialogProps {
  readonly title: string;
  readonly text: string;
  /** What it is about: a file's name, a job. */
  readonly about: string;
  readonly button: string;
  /** Characters that a reason may have. */
  readonly limit: number;
  readonly dangerous: boolean;
  readonly act: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

/** An act that is kept with a reason, and for which the server wants to know again who it is. */
export function ReasonDialog({ title, text, about, button, limit, dangerous, act, onClose }: ReasonDialogProps) {
  const t = useTranslations('admin');
  const common = useTranslations('common');
  const stepUp = useStepUp();
  const field = useRef<HTMLTextAreaElement>(null);
  const form = useForm(['/reason'], async (data) => {
    const reason = textOf(data, 'reason').trim();
    if (reason === '') throw new ProblemError('validation-failed', 422, null, [{ pointer: '/reason', detail: t('reasonNeeded') }], null, null);
    try {
      await stepUp(() => act(reason));
    } catch (error) {
      if (!wasCancelled(error)) throw error;
      field.current?.focus();
    }
  });
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={form.onSubmit} noValidate>
        <Stack>
          <p><strong>{about}</strong></p>
          <p>{text}</p>
          <TextArea ref={field} label={t('reasonLabel')} hint={t('reasonHint', { limit })} name="reason" maxLength={limit} required autoFocus error={form.at('/reason')} />
          {form.failure !== null && <Notice tone="bad" live>{form.failure}</Notice>}
        </Stack>
        <DialogActions>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" look={dangerous ? 'danger' : 'primary'} busy={form.busy}>{button}</Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { forgetPerson, type Role, useMe } from '../../session/session.ts';
import { useStepUp, wasCancelled } from '../../session/step-up.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Notice, Stack } from '../../ui/layout.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { changeStanding, type ReadUser, userQuery } from './admin-queries.ts';
import type { Status } from './admin-search.ts';
import css from './admin.module.css';

interface StandingDialogProps {
  readonly base: ReadUser;
  readonly role: Role;
  readonly status: Status;
  readonly onClose: () => void;
  readonly onChanged: (next: ReadUser) => void;
  readonly onChangedMeanwhile: () => Promise<void>;
}

/** Says what a change means for the person, and makes it. */
export function StandingDialog({ base: { user, etag }, role, status, onClose, onChanged, onChangedMeanwhile }: StandingDialogProps) {
  const t = useTranslations('admin');
  const common = useTranslations('common');
  const text = useProblemText();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const stepUp = useStepUp();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const name = user.displayName;
  const mine = user.id === me.id;
  const blocks = status === 'blocked' && user.status === 'active';

  const act = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const next = await stepUp(() => changeStanding(user.id, { ...(role === user.role ? {} : { role }), ...(status === user.status ? {} : { status }) }, etag));
      toast({ text: t('changed', { name }) });
      if (mine) {
        // Their own session ended with the change.
        forgetPerson(client);
        await navigate({ to: '/sign-in' });
        return;
      }
      client.setQueryData(userQuery(user.id).queryKey, next);
      void client.invalidateQueries({ queryKey: ['users'] });
      void client.invalidateQueries({ queryKey: ['events', user.id] });
      onChanged(next);
    } catch (error) {
      if (isProblem(error, 'precondition-failed')) await onChangedMeanwhile().catch((again: unknown) => setFailure(text(again)));
      else if (!wasCancelled(error)) setFailure(isProblem(error, 'last-admin') ? t('lastAdmin') : text(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('confirmTitle', { name })} onClose={onClose}>
      <Stack>
        <ul className={css.points}>
          {role !== user.role && <li>{t('becomes', { before: t(`role.${user.role}`), after: t(`role.${role}`) })} {t(`roleText.${role}`)}</li>}
          {blocks && <li>{t('becomesBlocked', { name })}</li>}
          {status === 'active' && user.status === 'blocked' && <li>{t('becomesActive', { name })}</li>}
          {!blocks && user.status === 'active' && <li>{t('endsSessions')}</li>}
          {!blocks && role !== user.role && <li>{t('tokensFollow')}</li>}
        </ul>
        {mine && <Notice tone="warn">{t(blocks ? 'yourselfBlocked' : 'yourself')}</Notice>}
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
      </Stack>
      <DialogActions>
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button look={blocks ? 'danger' : 'primary'} busy={busy} onClick={() => void act()}>{t(blocks ? 'doBlock' : 'doChange')}</Button>
      </DialogActions>
    </Dialog>
  );
}

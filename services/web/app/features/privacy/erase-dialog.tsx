import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { body, idempotencyKey } from '../../client/client.ts';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { useMe } from '../../session/session.ts';
import { useStepUp, wasCancelled } from '../../session/step-up.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice, Stack } from '../../ui/layout.tsx';
import { type Erasure, rights } from './rights-api.ts';

/** Asks twice for what cannot be taken back in the end: the user name here, the password after it. */
export function EraseDialog({ onBegun, onClose }: { readonly onBegun: (erasure: Erasure) => void; readonly onClose: () => void }) {
  const t = useTranslations('privacy');
  const common = useTranslations('common');
  const text = useProblemText();
  const stepUp = useStepUp();
  const me = useMe();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const key = useRef(idempotencyKey());
  const erase = async () => {
    setWrong(typed.trim() !== me.username);
    if (typed.trim() !== me.username) return;
    setBusy(true);
    setFailure(null);
    try {
      onBegun(await stepUp(() => body(rights.POST('/api/consent/v1/erasures', { body: {}, params: { header: { 'Idempotency-Key': key.current } } }))));
    } catch (error) {
      if (!wasCancelled(error)) setFailure(isProblem(error, 'not-found') ? t('rightsText') : text(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('eraseTitle')} onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); void erase(); }}>
        <Stack>
          <p>{t('eraseText')}</p>
          <TextField label={t('eraseName', { username: me.username })} autoComplete="off" autoCapitalize="none" spellCheck={false} required autoFocus value={typed} onChange={(event) => setTyped(event.target.value)} error={wrong ? t('eraseWrong') : null} />
          {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
        </Stack>
        <DialogActions><Button onClick={onClose}>{common('cancel')}</Button><Button type="submit" look="danger" busy={busy}>{t('eraseAct')}</Button></DialogActions>
      </form>
    </Dialog>
  );
}

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import css from './privacy.module.css';

/** What ends when the processing of videos is no longer allowed, before it ends. */
export function WithdrawDialog({ onWithdraw, onClose }: { readonly onWithdraw: () => Promise<boolean>; readonly onClose: () => void }) {
  const t = useTranslations('privacy');
  const common = useTranslations('common');
  const [busy, setBusy] = useState(false);
  const withdraw = async () => {
    setBusy(true);
    await onWithdraw();
    // Said at the purpose if it did not work.
    onClose();
  };
  return (
    <Dialog title={t('withdrawTitle')} onClose={onClose}>
      <ul className={css.list}><li>{t('withdrawOthers')}</li><li>{t('withdrawCopies')}</li><li>{t('withdrawNew')}</li><li>{t('withdrawKept')}</li></ul>
      <DialogActions><Button onClick={onClose}>{common('cancel')}</Button><Button busy={busy} onClick={() => void withdraw()}>{t('dontAllow')}</Button></DialogActions>
    </Dialog>
  );
}

import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';

/** Asks before a take is thrown away. The button that keeps it comes first. */
export function ThrowAwayDialog({ onKeep, onThrow }: { readonly onKeep: () => void; readonly onThrow: () => void }) {
  const t = useTranslations('recorder');
  return (
    <Dialog title={t('throwTitle')} onClose={onKeep}>
      <p>{t('throwText')}</p>
      <DialogActions><Button onClick={onKeep}>{t('keep')}</Button><Button look="danger" onClick={onThrow}>{t('throwAway')}</Button></DialogActions>
    </Dialog>
  );
}

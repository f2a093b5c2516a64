import { FileText } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button, type ButtonLook } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Stack } from '../../ui/layout.tsx';
import { NoticeText } from './notice-text.tsx';

/** A button that opens the privacy notice. */
export function NoticeButton({ look = 'quiet' }: { readonly look?: ButtonLook }) {
  const t = useTranslations('privacy');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look={look} onClick={() => setOpen(true)}><FileText aria-hidden="true" />{t('readNotice')}</Button>
      {open && <Dialog title={t('notice')} wide onClose={() => setOpen(false)}><NoticeText /></Dialog>}
    </>
  );
}

/** The notice changed since it was shown: the new one is shown, and the question is put again. */
export function NewNoticeDialog({ purpose, onAllow, onClose }: { readonly purpose: string; readonly onAllow: () => void; readonly onClose: () => void }) {
  const t = useTranslations('privacy');
  return (
    <Dialog title={t('newNotice')} wide onClose={onClose}>
      <Stack><p>{t('newNoticeText')}</p><NoticeText /></Stack>
      <DialogActions><Button onClick={onClose}>{t('dontAllow')}</Button><Button onClick={onAllow}>{t('allowNamed', { purpose })}</Button></DialogActions>
    </Dialog>
  );
}

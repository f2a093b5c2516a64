import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../client/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import { Notice, Stack } from '../ui/layout.tsx';
import type { Upload } from './upload.ts';
import { uploads } from './upload-manager.ts';

/** Asks before what has arrived is thrown away. The upload goes on meanwhile. */
export function CancelUpload({ upload, onClose, onCancelled }: { readonly upload: Upload; readonly onClose: () => void; readonly onCancelled: (() => void) | undefined }) {
  const t = useTranslations('uploads');
  const text = useProblemText();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const cancel = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await uploads.cancel(upload.id);
      onCancelled?.();
    } catch (error) {
      setFailure(text(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('cancelTitle')} onClose={onClose}>
      <Stack><p>{t('cancelText', { name: upload.filename })}</p>{failure !== null && <Notice tone="bad" live>{failure}</Notice>}</Stack>
      <DialogActions><Button onClick={onClose}>{t('keepOn')}</Button><Button look="danger" busy={busy} onClick={() => void cancel()}>{t('cancelNow')}</Button></DialogActions>
    </Dialog>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { media } from '../../client/client.ts';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Notice, Stack } from '../../ui/layout.tsx';
import { useToast } from '../../ui/toasts.tsx';
import type { Asset } from './asset-queries.ts';

/** Asks, says what it means, and asks once more where something uses the video. */
export function DeleteVideo({ asset, onDeleted }: { readonly asset: Asset; readonly onDeleted?: () => void }) {
  const t = useTranslations('videos');
  const common = useTranslations('common');
  const text = useProblemText();
  const toast = useToast();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [inUse, setInUse] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const act = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await media.DELETE('/api/media/v1/assets/{id}', { params: { path: { id: asset.id }, query: inUse ? { force: 'true' } : {} } });
      await client.invalidateQueries({ queryKey: ['assets'] });
      await client.invalidateQueries({ queryKey: ['asset', asset.id] });
      setOpen(false);
      toast({ text: t('deleted', { name: asset.filename }) });
      onDeleted?.();
    } catch (error) {
      if (isProblem(error, 'asset-in-use') && !inUse) setInUse(true);
      else setFailure(text(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <IconButton label={t('delete', { name: asset.filename })} onClick={() => { setInUse(false); setOpen(true); }}><Trash2 aria-hidden="true" /></IconButton>
      {open && (
        <Dialog title={t('deleteTitle')} onClose={() => setOpen(false)}>
          <Stack>
            <p>{t('deleteText', { name: asset.filename })}</p>
            {inUse && <Notice tone="warn" live>{t('inUse')}</Notice>}
            {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
          </Stack>
          <DialogActions><Button onClick={() => setOpen(false)}>{common('cancel')}</Button><Button look="danger" busy={busy} onClick={() => void act()}>{inUse ? t('deleteAnyway') : common('delete')}</Button></DialogActions>
        </Dialog>
      )}
    </>
  );
}

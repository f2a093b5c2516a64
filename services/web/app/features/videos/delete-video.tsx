import { useQuery, useQueryClient } from '@tanstack/react-query';
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
import { type Asset, usesQuery } from './asset-queries.ts';

/** Asks, says what it means, and asks once more where something uses the video. */
export function DeleteVideo({ asset, onDeleted, words = false }: { readonly asset: Asset; readonly onDeleted?: () => void; readonly words?: boolean }) {
  const t = useTranslations('videos');
  const common = useTranslations('common');
  const [open, setOpen] = useState(false);
  if (asset.state === 'deleting' || asset.state === 'deleted') return null;
  return (
    <>
      {words ? <Button onClick={() => setOpen(true)}><Trash2 aria-hidden="true" />{common('delete')}</Button> : <IconButton label={t('delete', { name: asset.filename })} onClick={() => setOpen(true)}><Trash2 aria-hidden="true" /></IconButton>}
      {open && <Question asset={asset} onClose={() => setOpen(false)} {...(onDeleted === undefined ? {} : { onDeleted })} />}
    </>
  );
}

function Question({ asset, onClose, onDeleted }: { readonly asset: Asset; readonly onClose: () => void; readonly onDeleted?: () => void }) {
  const t = useTranslations('videos');
  const common = useTranslations('common');
  const text = useProblemText();
  const toast = useToast();
  const client = useQueryClient();
  const { data: uses } = useQuery(usesQuery);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const known = uses?.get(asset.id) ?? [];
  const inUse = refused || known.length > 0;
  const act = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await media.DELETE('/api/media/v1/assets/{id}', { params: { path: { id: asset.id }, query: inUse ? { force: 'true' } : {} } });
      for (const queryKey of [['assets'], ['asset', asset.id], ['exercises'], ['exercise']]) void client.invalidateQueries({ queryKey });
      onClose();
      toast({ text: t('deleted', { name: asset.filename }) });
      onDeleted?.();
    } catch (error) {
      // An answer of one's own to somebody else's exercise uses it too: only the server knows.
      if (isProblem(error, 'asset-in-use') && !inUse) setRefused(true);
      else setFailure(text(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('deleteTitle')} onClose={onClose}>
      <Stack>
        <p>{t('deleteText', { name: asset.filename })}</p>
        {inUse && <Notice tone="warn" live>{known.length > 0 ? t('inUseBy', { names: known.map(({ name }) => `“${name}”`).join(', ') }) : t('inUse')}</Notice>}
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
      </Stack>
      <DialogActions><Button onClick={onClose}>{common('cancel')}</Button><Button look="danger" busy={busy} onClick={() => void act()}>{inUse ? t('deleteAnyway') : common('delete')}</Button></DialogActions>
    </Dialog>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CloudAlert, CloudUpload } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useToast } from '../ui/toasts.tsx';
import ui from '../ui/ui.module.css';
import { percentOf } from './resume.ts';
import { isRunning, isStuck } from './upload.ts';
import { uploads } from './upload-manager.ts';
import css from './uploads.module.css';
import { useUploads } from './use-uploads.ts';

/** In the bar above every screen while something is on its way, or stands. Takes up what was left open. */
export function UploadsIndicator({ personId }: { readonly personId: string }) {
  const t = useTranslations('uploads');
  const all = useUploads();
  useEffect(() => {
    // Without the list there is nothing to take up; the videos screen says why.
    void uploads.open(personId).catch(() => undefined);
    return () => uploads.suspend();
  }, [personId]);
  useArrivals();
  const running = all.filter((upload) => isRunning(upload) || upload.state === 'paused');
  const stuck = all.filter(isStuck).length;
  if (running.length + stuck === 0) return null;
  const percent = percentOf(running);
  const Icon = stuck > 0 ? CloudAlert : CloudUpload;
  const name = percent === null ? t('indicatorStuck', { count: stuck }) : t('indicator', { count: running.length, percent });
  return <Link to="/videos" className={`${ui.button} ${ui.quietButton} ${css.indicator}`} data-stuck={stuck > 0 || undefined} aria-label={name} title={name}><Icon aria-hidden="true" />{percent !== null && <span>{percent} %</span>}</Link>;
}

/** Says when one has arrived, wherever the person is by then, and has the lists ask anew. */
function useArrivals(): void {
  const t = useTranslations('uploads');
  const toast = useToast();
  const client = useQueryClient();
  const all = useUploads();
  const seen = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const done = all.filter(({ state }) => state === 'done');
    for (const { assetId, filename } of done.filter((upload) => !seen.current.has(upload.id))) {
      toast({ text: t('arrived', { name: filename }) });
      for (const queryKey of [['asset', assetId], ['assets'], ['uploads']]) void client.invalidateQueries({ queryKey });
    }
    seen.current = new Set(done.map(({ id }) => id));
  }, [all, client, t, toast]);
}

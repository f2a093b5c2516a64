import { Link } from '@tanstack/react-router';
import { CloudUpload } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import ui from '../ui/ui.module.css';
import { isRunning } from './upload.ts';
import { uploads } from './upload-manager.ts';
import { useUploads } from './use-uploads.ts';

/** In the bar above every screen while something is on its way. Takes up what was left open. */
export function UploadsIndicator({ personId }: { readonly personId: string }) {
  const t = useTranslations('uploads');
  const running = useUploads().filter(isRunning);
  useEffect(() => {
    // Without the list there is nothing to take up; the videos screen says why.
    void uploads.open(personId).catch(() => undefined);
  }, [personId]);
  if (running.length === 0) return null;
  const percent = Math.floor((running.reduce((sum, { sent }) => sum + sent, 0) / Math.max(1, running.reduce((sum, { size }) => sum + size, 0))) * 100);
  return <Link to="/videos" className={`${ui.button} ${ui.quietButton}`} aria-label={t('indicator', { count: running.length, percent })}><CloudUpload aria-hidden="true" />{percent} %</Link>;
}

import { Download } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { body } from '../../client/client.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { useStepUp, wasCancelled } from '../../session/step-up.tsx';
import { Button } from '../../ui/button.tsx';
import { Badge, Notice, Progress, Quiet, Row, Stack, type Tone } from '../../ui/layout.tsx';
import { useSizes } from '../../ui/sizes.ts';
import css from './privacy.module.css';
import { type ExportFiles, type ExportJob, type ExportState, rights } from './rights-api.ts';

const TONES: Readonly<Record<ExportState, Tone>> = { queued: 'info', running: 'info', ready: 'good', ready_with_gaps: 'warn', failed: 'bad', expired: 'neutral' };

/** 0…1; undefined where the server does not say. */
function doneOf(progress: ExportJob['progress']): number | undefined {
  if (progress === null) return undefined;
  if (typeof progress === 'number') return progress > 1 ? progress / 100 : progress;
  return progress.total > 0 ? progress.done / progress.total : undefined;
}

export function ExportItem({ job }: { readonly job: ExportJob }) {
  const t = useTranslations('privacy');
  const text = useProblemText();
  const format = useFormatter();
  const { size } = useSizes();
  const stepUp = useStepUp();
  const [files, setFiles] = useState<ExportFiles | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const load = async () => {
    setBusy(true);
    setFailure(null);
    try {
      setFiles(await stepUp(() => body(rights.POST('/api/consent/v1/exports/{id}/download', { params: { path: { id: job.id } } }))));
    } catch (error) {
      if (!wasCancelled(error)) setFailure(text(error));
    } finally {
      setBusy(false);
    }
  };
  const ready = job.state === 'ready' || job.state === 'ready_with_gaps';
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: 'long', timeStyle: 'short' });
  return (
    <li>
      <Stack gap={2}>
        <Row><strong>{day(job.createdAt)}</strong><Badge tone={TONES[job.state]}>{t(`exportState.${job.state}`)}</Badge></Row>
        {(job.state === 'queued' || job.state === 'running') && <><Progress label={t('exportProgress')} value={doneOf(job.progress)} /><Quiet small>{t('exportMeanwhile')}</Quiet></>}
        {job.state === 'ready_with_gaps' && <Quiet small>{t('exportGaps')}</Quiet>}
        {job.state === 'failed' && <Quiet small>{t('exportFailed')}</Quiet>}
        {ready && job.expiresAt !== null && <Quiet small>{t('exportUntil', { date: day(job.expiresAt) })}</Quiet>}
        {ready && files === null && <Row><Button busy={busy} onClick={() => void load()}><Download aria-hidden="true" />{t('exportFiles')}</Button></Row>}
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
        {files !== null && (
          <ul className={css.list} role="list">
            {files.parts.map(({ name, url, bytes, sha256 }) => <li key={name}><a href={url} download={name}>{name}</a> <Quiet small>{size(bytes)}</Quiet><br /><code className={css.fingerprint}>{sha256}</code></li>)}
            <li><a href={files.manifest.url} download>{t('exportManifest')}</a> · <a href={files.signature.url} download>{t('exportSignature')}</a></li>
          </ul>
        )}
      </Stack>
    </li>
  );
}

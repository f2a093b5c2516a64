import { Check, Minus, X } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useAssetEvents } from '../../client/asset-events.ts';
import { UploadProgress } from '../../uploads/upload-progress.tsx';
import { useUploadOf } from '../../uploads/use-uploads.ts';
import { Spinner } from '../../ui/button.tsx';
import { HiddenText, Notice, Progress, Stack } from '../../ui/layout.tsx';
import { useSizes } from '../../ui/sizes.ts';
import { type Asset, isMoving, isRefused } from './asset-queries.ts';
import { type Step, stepsOf } from './pipeline-steps.ts';
import css from './videos.module.css';

/** Where a video is between the upload and its being played: a row of steps, the words for now, and what comes next when it stopped. */
export function PipelineStatus({ asset }: { readonly asset: Asset }) {
  useAssetEvents();
  const t = useTranslations('videos');
  const { size } = useSizes();
  const upload = useUploadOf(asset.id);
  const { progress, state, reason } = asset;
  const code = reason?.code ?? '';
  const reasonText = reason === null ? null : t.has(`reason.${code}` as 'reason.malware') ? t(`reason.${code}` as 'reason.malware') : reason.text;
  return (
    <Stack>
      <ol role="list" className={css.steps} aria-label={t('steps')}>
        {stepsOf(asset).map(({ name, status }) => <li key={name} data-status={status}><StepIcon status={status} /><span>{t(`step.${name}`)}<HiddenText>: {t(`stepStatus.${status}`)}</HiddenText></span></li>)}
      </ol>
      {upload !== undefined && state === 'uploading' ? <UploadProgress upload={upload} /> : (
        <div role="status">
          <p>{progress === null ? t(`explain.${state}`) : progress.ahead > 0 ? t('ahead', { stage: t(`step.${progress.stage}`), count: progress.ahead, seconds: progress.ahead * 10 }) : t('doing', { stage: t(`step.${progress.stage}`), done: size(progress.done), total: size(progress.total) })}</p>
          {progress !== null && progress.total > 0 && progress.ahead === 0 && <Progress label={t(`step.${progress.stage}`)} value={progress.done} max={progress.total} />}
        </div>
      )}
      {reasonText !== null && !isMoving(state) && state !== 'ready' && <Notice tone={isRefused(state) ? 'bad' : 'warn'}>{reasonText}</Notice>}
      {isMoving(state) && reasonText !== null && <Notice tone="warn">{reasonText}</Notice>}
      {isRefused(state) && <p>{t(`next.${state as 'rejected'}`)} {state !== 'quarantined' && <Link to="/exercises/new" search={{ source: 'file' }}>{t('uploadAnother')}</Link>}</p>}
      {state === 'consent_hold' && <p>{t('next.consent_hold')} <Link to="/account/privacy">{t('toPrivacy')}</Link></p>}
    </Stack>
  );
}

function StepIcon({ status }: { readonly status: Step['status'] }) {
  if (status === 'done') return <Check aria-hidden="true" />;
  if (status === 'now') return <Spinner />;
  return status === 'failed' ? <X aria-hidden="true" /> : <Minus aria-hidden="true" />;
}

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
import { pipelineWords } from './pipeline-words.ts';
import { useReasonText } from './reason-text.ts';
import css from './videos.module.css';

/**
 * Where a video is between the upload and its being played: a row of steps, the words for now, and what comes next when it stopped.
 *
 * @param onCancelled called when its upload was cancelled from here
 */
export function PipelineStatus({ asset, onCancelled }: { readonly asset: Asset; readonly onCancelled?: () => void }) {
  useAssetEvents(isMoving(asset.state));
  const t = useTranslations('videos');
  const reasonText = useReasonText();
  const upload = useUploadOf(asset.id);
  const { state, reason } = asset;
  return (
    <Stack>
      <ol role="list" className={css.steps} aria-label={t('steps')}>
        {stepsOf(asset).map(({ name, status }) => <li key={name} data-status={status}><StepIcon status={status} /><span>{t(`step.${name}`)}<HiddenText>: {t(`stepStatus.${status}`)}</HiddenText></span></li>)}
      </ol>
      {upload !== undefined && upload.state !== 'done' && (state === 'created' || state === 'uploading') ? <UploadProgress upload={upload} {...(onCancelled === undefined ? {} : { onCancelled })} /> : <Now asset={asset} />}
      {reason !== null && state !== 'ready' && <Notice tone={isRefused(state) ? 'bad' : 'warn'}>{reasonText(reason)}</Notice>}
      {isRefused(state) && <p className={css.next}>{t(`next.${state as 'rejected'}`)} {state !== 'quarantined' && <Link to="/exercises/new" search={{ source: 'file' }}>{t('uploadAnother')}</Link>}</p>}
      {state === 'consent_hold' && <p className={css.next}>{t('next.consent_hold')} <Link to="/account/privacy">{t('toPrivacy')}</Link></p>}
    </Stack>
  );
}

function Now({ asset: { state, progress } }: { readonly asset: Asset }) {
  const t = useTranslations('videos');
  const { size, seconds } = useSizes();
  const words = pipelineWords(isMoving(state) ? progress : null);
  const stage = progress?.stage ?? 'checking';
  return (
    <div className={css.now}>
      {/* How far it is changes too often to be read out. */}
      <p role="status" aria-live={words.kind === 'doing' ? 'off' : 'polite'}>{words.kind === 'explain' ? t(`explain.${state}`) : words.kind === 'ahead' ? t(`ahead.${stage}`, { count: words.count, time: seconds(words.seconds) }) : t(`doing.${stage}`, { done: size(words.done), total: size(words.total) })}</p>
      {words.kind === 'doing' && <Progress label={t(`step.${stage}`)} value={words.done} max={words.total} />}
    </div>
  );
}

function StepIcon({ status }: { readonly status: Step['status'] }) {
  if (status === 'done') return <Check aria-hidden="true" />;
  if (status === 'now') return <Spinner />;
  return status === 'failed' ? <X aria-hidden="true" /> : <Minus aria-hidden="true" />;
}

import { Link } from '@tanstack/react-router';
import { Video } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { Progress } from '../../ui/layout.tsx';
import { clock, useSizes } from '../../ui/sizes.ts';
import { type Asset, isMoving } from './asset-queries.ts';
import { DeleteVideo } from './delete-video.tsx';
import { pipelineWords } from './pipeline-words.ts';
import { useReasonText } from './reason-text.ts';
import { StateBadge } from './state-badge.tsx';
import css from './videos.module.css';

/** One of one's own videos, in a row of the list. */
export function VideoItem({ asset }: { readonly asset: Asset }) {
  const format = useFormatter();
  const { size } = useSizes();
  const reasonText = useReasonText();
  const { id, filename, state, durationMs, createdAt, reason } = asset;
  return (
    <article className={css.item}>
      <Still key={state} src={state === 'ready' ? `/api/media/v1/assets/${id}/poster` : null} length={durationMs === null ? null : clock(durationMs)} />
      <div className={css.what}>
        <h2><Link to="/videos/$assetId" params={{ assetId: id }}>{filename}</Link></h2>
        <div className={css.facts}><StateBadge state={state} />{asset.size !== null && <span>{size(asset.size)}</span>}<time dateTime={createdAt}>{format.dateTime(new Date(createdAt), { dateStyle: 'medium' })}</time></div>
        {isMoving(state) && <Doing asset={asset} />}
        {reason !== null && state !== 'ready' && <p className={css.reason}>{reasonText(reason)}</p>}
      </div>
      <div className={css.act}><DeleteVideo asset={asset} /></div>
    </article>
  );
}

function Doing({ asset: { progress } }: { readonly asset: Asset }) {
  const t = useTranslations('videos');
  const { size, seconds } = useSizes();
  const words = pipelineWords(progress);
  if (progress === null || words.kind === 'explain') return null;
  if (words.kind === 'ahead') return <p className={css.reason}>{t(`ahead.${progress.stage}`, { count: words.count, time: seconds(words.seconds) })}</p>;
  return <><p className={css.reason}>{t(`doing.${progress.stage}`, { done: size(words.done), total: size(words.total) })}</p><Progress label={t(`step.${progress.stage}`)} value={words.done} max={words.total} /></>;
}

function Still({ src, length }: { readonly src: string | null; readonly length: string | null }) {
  const [broken, setBroken] = useState(false);
  return <div className={css.thumb}>{src === null || broken ? <Video aria-hidden="true" /> : <img src={src} alt="" loading="lazy" decoding="async" onError={() => setBroken(true)} />}{length !== null && <span className={css.length}>{length}</span>}</div>;
}

import { ChevronRight } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl';
import { clock, useSizes } from '../../ui/sizes.ts';
import { DeleteVideo } from '../videos/delete-video.tsx';
import { StateBadge } from '../videos/state-badge.tsx';
import { Row } from '../../ui/layout.tsx';
import type { Video } from './admin-queries.ts';
import css from './admin.module.css';
import { PersonName } from './person-name.tsx';
import { useReasonText } from './use-reason-text.ts';

/** What has its own desk, or nothing left to delete. */
const GONE: ReadonlySet<string> = new Set<Video['state']>(['quarantined', 'deleting', 'deleted']);

/** One video: what it is and where it is; how it came there behind it. Never its bytes. */
export function VideoRow({ video, ownerShown = true }: { readonly video: Video; readonly ownerShown?: boolean }) {
  const t = useTranslations('admin');
  const format = useFormatter();
  const { size } = useSizes();
  return (
    <details className={css.video}>
      <summary>
        <ChevronRight aria-hidden="true" />
        <div>
          <div className={css.name}>{video.filename}</div>
          <div className={css.meta}>
            {ownerShown && <span><PersonName id={video.ownerId} plain /></span>}
            <span>{format.dateTime(new Date(video.createdAt), { dateStyle: 'medium', timeStyle: 'short' })}</span>
            {video.size !== null && <span>{size(video.size)}</span>}
            {video.durationMs !== null && <span>{clock(video.durationMs)}</span>}
          </div>
        </div>
        <div><StateBadge state={video.state} /></div>
      </summary>
      <div className={css.videoBody}>
        <dl className={css.facts}>
          {ownerShown && <div><dt>{t('owner')}</dt><dd><PersonName id={video.ownerId} /></dd></div>}
          <div><dt>{t('type')}</dt><dd>{video.contentType}</dd></div>
          {video.width !== null && video.height !== null && <div><dt>{t('picture')}</dt><dd>{`${video.width} × ${video.height}`}{video.frameRate !== null && `, ${format.number(video.frameRate, { maximumFractionDigits: 2 })}/s`}</dd></div>}
          <div><dt>{t('id')}</dt><dd><code>{video.id}</code></dd></div>
          {video.sha256 !== null && <div className={css.wide}><dt>{t('fingerprint')}</dt><dd><code className={css.hash}>{video.sha256}</code></dd></div>}
        </dl>
        <Row between><p className={css.label}>{t('history')}</p>{GONE.has(video.state) ? null : <DeleteVideo asset={video} />}</Row>
        <VideoHistory history={video.history} />
      </div>
    </details>
  );
}

export function VideoHistory({ history }: { readonly history: Video['history'] }) {
  const format = useFormatter();
  const why = useReasonText();
  return (
    <ol role="list" className={css.history}>
      {history.map(({ state, at, reason }) => (
        <li key={`${state} ${at}`}>
          <Row gap={2}><StateBadge state={state} /><time className={css.meta} dateTime={at}>{format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'medium' })}</time></Row>
          {reason !== null && <p>{why(reason)}</p>}
        </li>
      ))}
    </ol>
  );
}

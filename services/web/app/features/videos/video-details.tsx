import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormatter, useTranslations } from 'use-intl';
import { Card, Stack } from '../../ui/layout.tsx';
import { clock, useSizes } from '../../ui/sizes.ts';
import ui from '../../ui/ui.module.css';
import { type Asset, usesQuery } from './asset-queries.ts';
import { useReasonText } from './reason-text.ts';
import { StateBadge } from './state-badge.tsx';
import css from './videos.module.css';

export function VideoDetails({ asset }: { readonly asset: Asset }) {
  const t = useTranslations('videos');
  const format = useFormatter();
  const { size } = useSizes();
  const rows: readonly (readonly [string, string | null])[] = [
    [t('size'), asset.size === null ? null : size(asset.size)], [t('duration'), asset.durationMs === null ? null : clock(asset.durationMs)],
    [t('picture'), asset.width === null || asset.height === null ? null : `${asset.width} × ${asset.height}`], [t('frameRate'), asset.frameRate === null ? null : format.number(asset.frameRate, { maximumFractionDigits: 2 })], [t('type'), asset.contentType],
  ];
  return (
    <Card aria-labelledby="details">
      <Stack>
        <h2 id="details">{t('details')}</h2>
        <dl className={css.details}>
          {rows.flatMap(([name, value]) => (value === null ? [] : [<div key={name}><dt>{name}</dt><dd>{value}</dd></div>]))}
          {asset.sha256 !== null && <div className={css.wideRow}><dt>SHA-256</dt><dd><code>{asset.sha256}</code><p className={`${ui.quiet} ${ui.small}`}>{t('digestHint')}</p></dd></div>}
        </dl>
      </Stack>
    </Card>
  );
}

/** Which of one's own exercises show it. An answer to somebody's exercise may use it too; that is not listed anywhere. */
export function VideoUses({ assetId }: { readonly assetId: string }) {
  const t = useTranslations('videos');
  const { data } = useQuery(usesQuery);
  const uses = data?.get(assetId);
  if (uses === undefined) return null;
  return (
    <Card aria-labelledby="uses">
      <Stack gap={2}>
        <h2 id="uses">{t('usedIn')}</h2>
        <ul role="list" className={css.uses}>{uses.map(({ id, name }) => <li key={id}><Link to="/exercises/$exerciseId" params={{ exerciseId: id }}>{name}</Link></li>)}</ul>
      </Stack>
    </Card>
  );
}

export function VideoHistory({ asset }: { readonly asset: Asset }) {
  const t = useTranslations('videos');
  const format = useFormatter();
  const reasonText = useReasonText();
  return (
    <Card aria-labelledby="history">
      <Stack>
        <h2 id="history">{t('history')}</h2>
        <ol role="list" className={css.history}>
          {asset.history.map(({ state, at, reason }) => (
            <li key={`${state} ${at}`}>
              <span><StateBadge state={state} /></span><time className={ui.quiet} dateTime={at}>{format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'medium' })}</time>
              {reason !== null && <p>{reasonText(reason)}</p>}
            </li>
          ))}
        </ol>
      </Stack>
    </Card>
  );
}

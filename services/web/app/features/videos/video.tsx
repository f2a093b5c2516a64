import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { body, media } from '../../client/client.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Player } from '../../player/player.tsx';
import { ErrorScreen } from '../../shell/error-screen.tsx';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card, Notice, Page, Row, Skeleton, Stack } from '../../ui/layout.tsx';
import { clock, useSizes } from '../../ui/sizes.ts';
import { type Asset, assetQuery } from './asset-queries.ts';
import { DeleteVideo } from './delete-video.tsx';
import { PipelineStatus } from './pipeline-status.tsx';
import { StateBadge } from './state-badge.tsx';
import css from './videos.module.css';

export function VideoScreen() {
  const { assetId } = useParams({ from: '/signed-in/videos/$assetId' });
  const { data: asset, error, refetch } = useQuery(assetQuery(assetId));
  if (error !== null) return <ErrorScreen error={error} reset={() => void refetch()} />;
  if (asset === undefined) return <Page width="reading"><div aria-busy="true"><Skeleton height="24rem" /></div></Page>;
  return <Shown asset={asset} />;
}

function Shown({ asset }: { readonly asset: Asset }) {
  const t = useTranslations('videos');
  const navigate = useNavigate();
  const ready = asset.state === 'ready';
  return (
    <Page title={asset.filename} width="reading" actions={<><Original asset={asset} /><DeleteVideo asset={asset} onDeleted={() => void navigate({ to: '/videos' })} /></>}>
      <ScreenTitle>{asset.filename}</ScreenTitle>
      <Stack gap={5}>
        {ready ? <Player label={asset.filename} source={{ key: asset.id, load: () => body(media.POST('/api/media/v1/assets/{id}/playback', { params: { path: { id: asset.id } }, body: {} })) }} /> : <Card><PipelineStatus asset={asset} /></Card>}
        {ready && <Row><ButtonLink to="/exercises/new" search={{ asset: asset.id }} look="primary">{t('makeExercise')}</ButtonLink></Row>}
        <Card aria-labelledby="details"><Stack><h2 id="details">{t('details')}</h2><Details asset={asset} /></Stack></Card>
        <Card aria-labelledby="history"><Stack><h2 id="history">{t('history')}</h2><History asset={asset} /></Stack></Card>
      </Stack>
    </Page>
  );
}

function Original({ asset }: { readonly asset: Asset }) {
  const t = useTranslations('videos');
  const text = useProblemText();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  if (!['ready', 'consent_hold', 'failed'].includes(asset.state)) return null;
  const open = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const { url } = await body(media.POST('/api/media/v1/assets/{id}/playback', { params: { path: { id: asset.id } }, body: { rendition: 'original' } }));
      window.open(url, '_blank', 'noopener');
    } catch (error) {
      setFailure(text(error));
    } finally {
      setBusy(false);
    }
  };
  return <>{failure !== null && <Notice tone="bad" live>{failure}</Notice>}<Button busy={busy} onClick={() => void open()}><Download aria-hidden="true" />{t('original')}</Button></>;
}

function Details({ asset }: { readonly asset: Asset }) {
  const t = useTranslations('videos');
  const { size } = useSizes();
  const rows: readonly (readonly [string, string | null])[] = [
    [t('size'), asset.size === null ? null : size(asset.size)], [t('duration'), asset.durationMs === null ? null : clock(asset.durationMs)],
    [t('picture'), asset.width === null || asset.height === null ? null : `${asset.width} × ${asset.height}`], [t('frameRate'), asset.frameRate === null ? null : String(asset.frameRate)], [t('type'), asset.contentType], ['SHA-256', asset.sha256],
  ];
  return <dl className={css.details}>{rows.filter(([, value]) => value !== null).map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{name === 'SHA-256' ? <code>{value}</code> : value}</dd>])}</dl>;
}

function History({ asset }: { readonly asset: Asset }) {
  const format = useFormatter();
  return <ol role="list" className={css.list}>{asset.history.map(({ state, at, reason }) => <li key={`${state} ${at}`}><Row><StateBadge state={state} /><span>{format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'medium' })}</span></Row>{reason !== null && <p>{reason.text}</p>}</li>)}</ol>;
}

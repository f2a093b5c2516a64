import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { body, media } from '../../client/client.ts';
import { Player } from '../../player/player.tsx';
import { useMe } from '../../session/session.ts';
import { ErrorScreen } from '../../shell/error-screen.tsx';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Card, Page, Row, Skeleton, Stack } from '../../ui/layout.tsx';
import { ConsentGate } from '../privacy/consent-gate.tsx';
import { type Asset, assetQuery } from './asset-queries.ts';
import { DeleteVideo } from './delete-video.tsx';
import { DownloadOriginal } from './download-original.tsx';
import { PipelineStatus } from './pipeline-status.tsx';
import { VideoDetails, VideoHistory, VideoUses } from './video-details.tsx';
import css from './videos.module.css';

export function VideoScreen() {
  const { assetId } = useParams({ from: '/signed-in/videos/$assetId' });
  const { data: asset, error, refetch } = useQuery(assetQuery(assetId));
  if (asset !== undefined) return <Shown key={assetId} asset={asset} />;
  if (error !== null) return <ErrorScreen error={error} reset={() => void refetch()} />;
  return <Page width="reading"><div aria-busy="true"><Stack gap={5}><Skeleton width="60%" height="2.4rem" /><Skeleton className={css.stage} /><Skeleton height="9rem" /></Stack></div></Page>;
}

function Shown({ asset }: { readonly asset: Asset }) {
  const t = useTranslations('videos');
  const me = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const ready = asset.state === 'ready';
  const mine = asset.ownerId === me.id;
  const toVideos = () => void navigate({ to: '/videos' });
  return (
    <Page title={asset.filename} width="reading" lead={mine ? <Link to="/videos" className={css.back}><ArrowLeft aria-hidden="true" />{t('back')}</Link> : undefined}>
      <ScreenTitle>{asset.filename}</ScreenTitle>
      <Stack gap={5}>
        {ready ? <Player label={asset.filename} poster={`/api/media/v1/assets/${asset.id}/poster`} source={{ key: asset.id, load: () => body(media.POST('/api/media/v1/assets/{id}/playback', { params: { path: { id: asset.id } }, body: {} })) }} /> : <Card><PipelineStatus asset={asset} onCancelled={toVideos} /></Card>}
        {asset.state === 'consent_hold' && mine && <ConsentGate purpose="video_processing" why={t('whyConsent', { name: asset.filename })} onGiven={() => void client.invalidateQueries({ queryKey: ['asset', asset.id] })} />}
        <Row>
          {ready && mine && <ButtonLink to="/exercises/new" search={{ asset: asset.id }} look="primary">{t('makeExercise')}</ButtonLink>}
          <DownloadOriginal asset={asset} />
          <DeleteVideo asset={asset} words onDeleted={toVideos} />
        </Row>
        {mine && <VideoUses assetId={asset.id} />}
        <VideoDetails asset={asset} />
        <VideoHistory asset={asset} />
      </Stack>
    </Page>
  );
}

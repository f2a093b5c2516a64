import { Link } from '@tanstack/react-router';
import { Clapperboard, Video } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl';
import { useAssetEvents } from '../../client/asset-events.ts';
import { body, media } from '../../client/client.ts';
import { usePages } from '../../client/pages.ts';
import { ErrorScreen } from '../../shell/error-screen.tsx';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card, Empty, Page, Skeleton, Stack } from '../../ui/layout.tsx';
import { clock, useSizes } from '../../ui/sizes.ts';
import { UploadProgress } from '../../uploads/upload-progress.tsx';
import { useUploads } from '../../uploads/use-uploads.ts';
import { UnfinishedTakes } from '../recorder/unfinished-takes.tsx';
import type { Asset } from './asset-queries.ts';
import { DeleteVideo } from './delete-video.tsx';
import { StateBadge } from './state-badge.tsx';
import css from './videos.module.css';

export function VideosScreen() {
  useAssetEvents();
  const t = useTranslations('videos');
  const common = useTranslations('common');
  const uploads = useUploads();
  const { items, error, hasMore, more, loadingMore, retry } = usePages(['assets', 'mine'], (cursor) => body(media.GET('/api/media/v1/assets', { params: { query: { limit: 30, ...cursor } } })));
  if (error) return <ErrorScreen error={error} reset={retry} />;
  const under = uploads.filter(({ state }) => state !== 'done');
  const shown = items?.filter(({ id, state }) => !under.some(({ assetId }) => assetId === id) && state !== 'deleted');
  return (
    <Page title={t('title')} lead={t('lead')} width="reading" actions={<ButtonLink to="/exercises/new" search={{ source: 'file' }} look="primary">{t('upload')}</ButtonLink>}>
      <ScreenTitle>{t('title')}</ScreenTitle>
      <Stack gap={5}>
        <UnfinishedTakes />
        {under.length > 0 && <Card aria-labelledby="under"><h2 id="under">{t('underWay')}</h2>{under.map((upload) => <UploadProgress key={upload.id} upload={upload} />)}</Card>}
        <div aria-busy={shown === undefined} className={css.list}>
          {shown === undefined ? [0, 1, 2].map((row) => <Skeleton key={row} height="6rem" />) : shown.map((asset) => <Item key={asset.id} asset={asset} />)}
        </div>
        {shown?.length === 0 && under.length === 0 && <Empty icon={Clapperboard} title={t('none')}><p>{t('noneText')}</p></Empty>}
        {hasMore && <Button busy={loadingMore} onClick={more}>{common('more')}</Button>}
      </Stack>
    </Page>
  );
}

function Item({ asset }: { readonly asset: Asset }) {
  const format = useFormatter();
  const { size } = useSizes();
  return (
    <Card className={css.item}>
      <div className={css.thumb}>{asset.state === 'ready' ? <img src={`/api/media/v1/assets/${asset.id}/poster`} alt="" loading="lazy" /> : <Video aria-hidden="true" />}</div>
      <div>
        <h2><Link to="/videos/$assetId" params={{ assetId: asset.id }}>{asset.filename}</Link></h2>
        <div className={css.facts}><StateBadge state={asset.state} />{asset.durationMs !== null && <span>{clock(asset.durationMs)}</span>}{asset.size !== null && <span>{size(asset.size)}</span>}<span>{format.dateTime(new Date(asset.createdAt), { dateStyle: 'medium' })}</span></div>
      </div>
      <DeleteVideo asset={asset} />
    </Card>
  );
}

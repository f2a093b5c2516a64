import { Clapperboard } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useAssetEvents } from '../../client/asset-events.ts';
import { usePages } from '../../client/pages.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { ErrorScreen } from '../../shell/error-screen.tsx';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card, Empty, Notice, Page, Row, Skeleton, Stack } from '../../ui/layout.tsx';
import { UploadProgress } from '../../uploads/upload-progress.tsx';
import { useUploads } from '../../uploads/use-uploads.ts';
import { UnfinishedTakes } from '../recorder/unfinished-takes.tsx';
import { assetsPage } from './asset-queries.ts';
import css from './videos.module.css';
import { VideoItem } from './video-item.tsx';

export function VideosScreen() {
  useAssetEvents();
  const t = useTranslations('videos');
  const common = useTranslations('common');
  const text = useProblemText();
  const uploads = useUploads();
  const { items, error, hasMore, more, loadingMore, retry } = usePages(['assets', 'mine'], assetsPage);
  if (error && items === undefined) return <ErrorScreen error={error} reset={retry} />;
  const under = uploads.filter(({ state }) => state !== 'done');
  // What somebody cancelled is nothing to look at; what is on its way stands above.
  const shown = items?.filter(({ id, state, reason }) => !under.some(({ assetId }) => assetId === id) && state !== 'deleted' && reason?.code !== 'upload-aborted');
  return (
    <Page title={t('title')} lead={t('lead')} width="reading" actions={<ButtonLink to="/exercises/new" search={{ source: 'file' }} look="primary">{t('upload')}</ButtonLink>}>
      <ScreenTitle>{t('title')}</ScreenTitle>
      <Stack gap={5}>
        <UnfinishedTakes />
        {under.length > 0 && <Card aria-labelledby="under"><Stack gap={3}><h2 id="under">{t('underWay')}</h2><div>{under.map((upload) => <UploadProgress key={upload.id} upload={upload} />)}</div></Stack></Card>}
        <ul role="list" aria-busy={shown === undefined} className={css.list}>
          {shown === undefined ? [0, 1, 2].map((row) => <li key={row}><Skeleton height="6.6rem" className={css.waiting} /></li>) : shown.map((asset) => <li key={asset.id}><VideoItem asset={asset} /></li>)}
        </ul>
        {shown?.length === 0 && under.length === 0 && !hasMore && <Empty icon={Clapperboard} title={t('none')}><p>{t('noneText')}</p><Row><ButtonLink to="/exercises/new" search={{ source: 'camera' }}>{t('record')}</ButtonLink></Row></Empty>}
        {error !== null && items !== undefined && <Notice tone="bad" live>{text(error)}</Notice>}
        {hasMore && <div className={css.more}><Button busy={loadingMore} onClick={more}>{common('more')}</Button></div>}
      </Stack>
    </Page>
  );
}

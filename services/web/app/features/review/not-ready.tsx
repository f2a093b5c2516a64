import { useQuery } from '@tanstack/react-query';
import { Clapperboard } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Card, Notice, Skeleton, Stack } from '../../ui/layout.tsx';
import { assetQuery, isMoving, isRefused } from '../videos/asset-queries.ts';
import { PipelineStatus } from '../videos/pipeline-status.tsx';
import css from './review.module.css';

const kindOf = (state: string) => (isMoving(state) ? 'moving' : state === 'consent_hold' ? 'held' : isRefused(state) ? 'refused' : 'moving');

/** For those whose video it is not: whether to wait, without saying why. */
export function NotReadyWords({ state }: { readonly state: string }) {
  const t = useTranslations('review.notReady');
  const kind = kindOf(state);
  return <Notice tone={kind === 'refused' ? 'warn' : 'info'}>{t(kind)}</Notice>;
}

/** What stands in the player's place. The owner and staff see where the video is, everybody else whether to wait. */
export function NotReady({ assetId, state, knows }: { readonly assetId: string; readonly state: string; readonly knows: boolean }) {
  const t = useTranslations('review.notReady');
  const { data, isError } = useQuery({ ...assetQuery(assetId), enabled: knows });
  return (
    <Card className={css.notReady}>
      <Stack>
        <div className={css.notReadyHead}><Clapperboard aria-hidden="true" /><strong>{t('title')}</strong></div>
        {!knows || isError ? <p role="status">{t(kindOf(state))}</p> : data === undefined ? <Skeleton height="6rem" /> : <PipelineStatus asset={data} />}
      </Stack>
    </Card>
  );
}

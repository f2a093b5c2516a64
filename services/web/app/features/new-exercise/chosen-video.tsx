import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Notice, Row, Skeleton, Stack } from '../../ui/layout.tsx';
import { clock } from '../../ui/sizes.ts';
import { useUploadOf } from '../../uploads/use-uploads.ts';
import { assetQuery, isMoving } from '../videos/asset-queries.ts';
import { PipelineStatus } from '../videos/pipeline-status.tsx';
import css from './new-exercise.module.css';

/** The video that an exercise will have, or has: on its way, or there. @param onOther another one is wanted @param other what that button says */
export function ChosenVideo({ assetId, onOther, other }: { readonly assetId: string; readonly onOther: () => void; readonly other?: string }) {
  const t = useTranslations('newExercise');
  const common = useTranslations('common');
  const text = useProblemText();
  const upload = useUploadOf(assetId);
  const { data, error, refetch } = useQuery(assetQuery(assetId));
  const kept = upload === undefined || upload.kept || upload.state === 'done';
  return (
    <Card aria-labelledby="chosen">
      <Stack>
        <Row between><h2 id="chosen" className={css.filename}>{data?.filename ?? upload?.filename ?? t('video')}</h2><Button look="quiet" onClick={onOther}>{other ?? t('another')}</Button></Row>
        {data === undefined && error === null && <Skeleton height="6rem" />}
        {data === undefined && error !== null && <Notice tone="bad" live><p>{text(error)}</p><Row><Button onClick={() => void refetch()}>{common('retry')}</Button></Row></Notice>}
        {data !== undefined && <PipelineStatus asset={data} onCancelled={onOther} />}
        {data?.state === 'ready' && <div className={css.ready}><img src={`/api/media/v1/assets/${assetId}/poster`} alt="" /><p>{data.durationMs !== null && clock(data.durationMs)} <Link to="/videos/$assetId" params={{ assetId }}>{t('watch')}</Link></p></div>}
        {data !== undefined && isMoving(data.state) && <p className={css.meanwhile}>{other === undefined && t('meanwhile')} {!kept && t('stay')}</p>}
      </Stack>
    </Card>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, Row, Skeleton } from '../../ui/layout.tsx';
import { ConsentGate } from '../privacy/consent-gate.tsx';
import { consentsQuery, useConsent } from '../privacy/privacy-queries.ts';
import { RecorderStage } from './recorder-stage.tsx';

export interface Take {
  readonly assetId: string;
  /** 0: not known. */
  readonly durationMs: number;
}

export interface RecorderProps {
  /** The take was sent: it is a video of this person now, and will be ready in a while. */
  readonly onTake: (take: Take) => void;
  /** The person wants no recorder after all. Left out: there is no button for it. */
  readonly onCancel?: (() => void) | undefined;
  /** Beside something else, such as a video that plays. */
  readonly compact?: boolean | undefined;
  readonly onStarted?: (() => void) | undefined;
  readonly onStopped?: (() => void) | undefined;
  readonly onPaused?: (() => void) | undefined;
  readonly onResumed?: (() => void) | undefined;
}

/** Records from camera and microphone. What is recorded is kept on this device and sent while it is recorded, so that nothing is lost. */
export function Recorder(props: RecorderProps) {
  const t = useTranslations('recorder');
  const text = useProblemText();
  const consent = useConsent('video_processing');
  const { error, refetch } = useQuery(consentsQuery);
  if (consent === 'given') return <RecorderStage {...props} />;
  if (consent !== undefined) return <ConsentGate purpose="video_processing" why={t('why')} />;
  if (error !== null) return <Notice tone="bad" live><Row><span>{t('consentFailed')} {text(error)}</span><Button onClick={() => void refetch()}>{t('retry')}</Button></Row></Notice>;
  return <div aria-busy="true"><Skeleton height="20rem" /></div>;
}

import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { useOnline } from '../../shell/online.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, Progress, Quiet, Row, Stack } from '../../ui/layout.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { clock, useSizes } from '../../ui/sizes.ts';
import { ConsentGate } from '../privacy/consent-gate.tsx';
import css from './recorder.module.css';
import type { FinishedTake, RecorderSession, RecorderState } from './recorder-session.ts';
import { ThrowAwayDialog } from './throw-away-dialog.tsx';
import { wholeSeconds } from './time-budget.ts';

interface ReviewProps {
  readonly session: RecorderSession;
  readonly state: RecorderState;
  readonly take: FinishedTake;
  readonly heading: 'h2' | 'h3';
  /** After the take was thrown away. */
  readonly onRetake: () => void;
}

/** Under the take that was just recorded: use it, or not. */
export function TakeReview({ session, state: { stage, sent }, take, heading: Heading, onRetake }: ReviewProps) {
  const t = useTranslations('recorder');
  const { size } = useSizes();
  const heading = useRef<HTMLHeadingElement>(null);
  const [asking, setAsking] = useState(false);
  const { at } = stage;
  const total = take.whole.size;
  useEffect(() => { if (at === 'review') heading.current?.focus(); }, [at]);
  const title = at === 'sending' ? t('sending') : at === 'sent' ? t('sent') : at === 'refused' ? t('notSent') : t('review');
  return (
    <Stack gap={3}>
      <div>
        <Heading ref={heading} tabIndex={-1}>{title}</Heading>
        <Quiet small>{t('facts', { time: clock(wholeSeconds(take.durationMs)), size: size(total) })}{at === 'review' && sent > 0 && <> · {t('sentAlready', { percent: Math.min(1, sent / total) })}</>}</Quiet>
      </div>
      {stage.at === 'review' && stage.reason !== 'person' && <Notice tone="warn" live>{t(`ended.${stage.reason}`)}</Notice>}
      {at === 'sending' && <Sending sent={sent} total={total} />}
      {stage.at === 'refused' && <Refused error={stage.error} onAgain={session.use} />}
      {(at === 'review' || at === 'refused') && (
        <Row className={css.decide}>
          <Button look="primary" onClick={session.use}>{t(at === 'review' ? 'use' : 'retry')}</Button>
          <Button onClick={() => setAsking(true)}>{t('retake')}</Button>
          <Button look="quiet" onClick={() => saveFile(take.take.file.name, take.whole, take.whole.type)}>{t('save')}</Button>
        </Row>
      )}
      {asking && <ThrowAwayDialog onKeep={() => setAsking(false)} onThrow={() => {
        setAsking(false);
        session.refuse();
        onRetake();
      }} />}
    </Stack>
  );
}

function Sending({ sent, total }: { readonly sent: number; readonly total: number }) {
  const t = useTranslations('recorder');
  const { size } = useSizes();
  const online = useOnline();
  return (
    <Stack gap={2}>
      <Progress label={t('sending')} value={sent} max={total} />
      <Quiet small>{t('sendingFacts', { sent: size(sent), size: size(total) })}</Quiet>
      <p role="status">{t(online ? 'sendingHint' : 'sendingOffline')}</p>
    </Stack>
  );
}

function Refused({ error, onAgain }: { readonly error: unknown; readonly onAgain: () => void }) {
  const t = useTranslations('recorder');
  const text = useProblemText();
  if (isProblem(error, 'consent-required')) return <ConsentGate purpose="video_processing" why={t('why')} onGiven={onAgain} />;
  return <Notice tone="bad" live>{text(error)} {t('kept')}</Notice>;
}

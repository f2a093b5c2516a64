import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from '../../ui/class-names.ts';
import { clock } from '../../ui/sizes.ts';
import { looksAtPerson } from './camera.ts';
import css from './recorder.module.css';
import type { Stage } from './recorder-machine.ts';
import type { Recording } from './recording.ts';
import { WARN_MS } from './time-budget.ts';
import { useTicks } from './use-ticks.ts';

/** The camera's picture, with the countdown or the time on it. */
export function Preview({ stream, stage, recording }: { readonly stream: MediaStream; readonly stage: Stage; readonly recording: Recording | null }) {
  const t = useTranslations('recorder');
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream;
  }, [stream]);
  return (
    <>
      <video ref={video} className={classNames(css.picture, looksAtPerson(stream) && css.mirrored)} aria-label={t('preview')} muted autoPlay playsInline />
      {stage.at === 'counting' && stage.left > 0 && <div key={stage.left} className={css.count} aria-hidden="true">{stage.left}</div>}
      {recording !== null && (stage.at === 'recording' || stage.at === 'paused') && <Times recording={recording} paused={stage.at === 'paused'} />}
    </>
  );
}

/** How long it is, and how long it may still be. */
function Times({ recording, paused }: { readonly recording: Recording; readonly paused: boolean }) {
  const t = useTranslations('recorder');
  useTicks(250);
  const { elapsedMs, remainingMs } = recording;
  return (
    <div className={css.times}>
      <span className={css.time} data-paused={paused || undefined}><span className={css.dot} />{paused && <span>{t('paused')}</span>}<span role="timer" aria-label={t('recording')}>{clock(elapsedMs)}</span></span>
      <span className={css.time} data-warn={remainingMs <= WARN_MS || undefined}>{t('left', { time: clock(Math.ceil(remainingMs / 1_000) * 1_000) })}</span>
    </div>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { type CSSProperties, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useProblemText } from '../../client/problem-text.ts';
import { useMe } from '../../session/session.ts';
import { store, stored } from '../../shell/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Notice, Quiet } from '../../ui/layout.tsx';
import { isAllowedAlready, looksAtPerson } from './camera.ts';
import { CameraOffStage, TroubleStage } from './camera-off.tsx';
import { Controls } from './controls.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { LevelMeter } from './level-meter.tsx';
import { recordingType } from './media-type.ts';
import { Preview } from './preview.tsx';
import css from './recorder.module.css';
import { useRecorderKeys } from './recorder-keys.ts';
import { holdsTake, showsCamera } from './recorder-machine.ts';
import { RecorderSession } from './recorder-session.ts';
import { RecorderSettings } from './recorder-settings.tsx';
import type { RecorderProps } from './recorder.tsx';
import { Said } from './said.tsx';
import { TakePlayer } from './take-player.tsx';
import { TakeReview } from './take-review.tsx';
import { ThrowAwayDialog } from './throw-away-dialog.tsx';
import { UnfinishedTakes } from './unfinished-takes.tsx';
import { useWakeLock } from './use-wake-lock.ts';

/** The recorder of a person who may record. */
export function RecorderStage(props: RecorderProps) {
  const { onTake, onCancel, compact = false } = props;
  const t = useTranslations('recorder');
  const text = useProblemText();
  const session = useSession(props);
  const state = useSyncExternalStore(session.subscribe, session.state);
  const [keys, setKeys] = useState(stored('recorderKeys') !== 'off');
  const [cancelling, setCancelling] = useState(false);
  const root = useRef<HTMLElement>(null);
  const { stage, stream, recording, take } = state;
  const running = stage.at === 'recording' || stage.at === 'paused' || stage.at === 'finishing';
  const heading = compact ? 'h3' : 'h2';
  useRecorderKeys(session, keys);
  useWakeLock(running || stage.at === 'counting');
  useKeptFocus(root, stage.at);
  const layout = useRef<HTMLDivElement>(null);
  // Whoever is about to be filmed sees the picture, not the settings under it; and afterwards what to do with the take.
  useEffect(() => { if (stage.at === 'counting' || stage.at === 'review') layout.current?.scrollIntoView({ block: 'nearest' }); }, [stage.at]);

  const cancel = () => (take !== null && stage.at !== 'sending' ? setCancelling(true) : onCancel?.());
  return (
    <section ref={root} aria-label={t('name')} className={classNames(css.recorder, compact && css.compact)}>
      {!holdsTake(stage) && stage.at !== 'counting' && <UnfinishedTakes onTake={onTake} heading={heading} />}
      <div ref={layout} className={css.layout} style={{ '--ratio': ratioOf(stream) } as CSSProperties}>
        <div className={css.stage}>
          {showsCamera(stage) && stream !== null ? <Preview stream={stream} stage={stage} recording={recording} />
            : take !== null ? <TakePlayer blob={take.whole} label={t('take')} className={css.picture} />
              : stage.at === 'trouble' ? <TroubleStage session={session} trouble={stage.trouble} heading={heading} onFile={(assetId) => onTake({ assetId, durationMs: 0 })} />
                : <CameraOffStage session={session} asking={stage.at !== 'off'} heading={heading} />}
        </div>
        <div className={css.panel}>
          {showsCamera(stage) && stream !== null && (
            <>
              <Controls session={session} state={state} />
              <LevelMeter stream={stream} />
              {state.muted && <Notice tone="warn" live>{t('muted')}</Notice>}
              {state.inMemory && <Notice tone="warn" live>{t('inMemory')}</Notice>}
              {state.stuck !== null && running && <Notice tone="warn" live>{t('stuck', { reason: text(state.stuck) })}</Notice>}
              {stage.at === 'ready' && looksAtPerson(stream) && <p className={css.hint}><Quiet small>{t('mirrored')}</Quiet></p>}
              {stage.at === 'ready' && <RecorderSettings session={session} state={state} keys={keys} onKeys={(on) => {
                store('recorderKeys', on ? 'on' : 'off');
                setKeys(on);
              }} />}
            </>
          )}
          {take !== null && <TakeReview session={session} state={state} take={take} heading={heading} onRetake={() => session.turnOn()} />}
          {onCancel !== undefined && !running && stage.at !== 'sent' && <Button look="quiet" className={css.cancel} onClick={cancel}>{t('cancel')}</Button>}
        </div>
      </div>
      {cancelling && <ThrowAwayDialog onKeep={() => setCancelling(false)} onThrow={() => {
        setCancelling(false);
        session.refuse();
        onCancel?.();
      }} />}
      <LeaveGuard active={running} kept={!state.inMemory} samePath={!compact} />
      <Said state={state} />
    </section>
  );
}

function useSession({ onTake, onStarted, onStopped, onPaused, onResumed }: RecorderProps): RecorderSession {
  const t = useTranslations('recorder');
  const format = useFormatter();
  const client = useQueryClient();
  const { id } = useMe();
  const listener = {
    onTake, onStarted: () => onStarted?.(), onStopped: () => onStopped?.(), onPaused: () => onPaused?.(), onResumed: () => onResumed?.(),
    fileName: () => t('fileName', { when: format.dateTime(new Date(), { dateStyle: 'medium', timeStyle: 'short' }).replaceAll(/[:/\\]/g, '.') }),
    onKept: () => {
      void client.invalidateQueries({ queryKey: ['takes'] });
      void client.invalidateQueries({ queryKey: ['assets'] });
    },
  };
  const [session] = useState(() => new RecorderSession(id, listener));
  useEffect(() => {
    session.listen(listener);
  });
  useEffect(() => {
    let here = true;
    if (!isSecureContext) session.cannot('insecure');
    else if (!('MediaRecorder' in globalThis) || recordingType((type) => MediaRecorder.isTypeSupported(type)) === null) session.cannot('unsupported');
    // Where the person has said yes before, nothing is asked, and no press is needed.
    else void isAllowedAlready().then((allowed) => here && allowed && session.turnOn());
    return () => {
      here = false;
      session.close();
    };
  }, [session]);
  return session;
}

/** Width by height, as the camera gives it: a phone held upright films upright. */
function ratioOf(stream: MediaStream | null): string {
  const { width = 16, height = 9 } = stream?.getVideoTracks()[0]?.getSettings() ?? {};
  return `${width} / ${height}`;
}

/** A button that goes away takes focus with it: then the next main button has it, but only where it was in here. */
function useKeptFocus(root: React.RefObject<HTMLElement | null>, at: string): void {
  const inside = useRef(false);
  useEffect(() => {
    const moved = (event: FocusEvent) => { inside.current = root.current?.contains(event.target as Node) ?? false; };
    document.addEventListener('focusin', moved);
    return () => document.removeEventListener('focusin', moved);
  }, [root]);
  useEffect(() => {
    if (inside.current && document.activeElement === document.body) root.current?.querySelector<HTMLElement>('[data-main]')?.focus();
  }, [root, at]);
}

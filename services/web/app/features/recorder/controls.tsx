import { Circle, Pause, Play, Square, SwitchCamera, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import css from './recorder.module.css';
import type { RecorderSession, RecorderState } from './recorder-session.ts';

/** The buttons under the picture. The middle one stays the same element through a take: focus stays on it. */
export function Controls({ session, state: { stage, stream, devices } }: { readonly session: RecorderSession; readonly state: RecorderState }) {
  const t = useTranslations('recorder');
  const { at } = stage;
  const running = at === 'recording' || at === 'paused';
  const [Icon, words, act] = running || at === 'finishing' ? [Square, t('stop'), () => session.stop()] as const : at === 'counting' ? [X, t('cancelCount'), session.cancelCount] as const : [Circle, t('record'), session.start] as const;
  const maySwitch = at === 'ready' && devices.cameras.length > 1 && stream?.getVideoTracks()[0]?.getSettings().facingMode !== undefined;
  return (
    <div className={css.controls}>
      <div>{maySwitch && <Button look="quiet" onClick={() => session.turnOn({ flip: true })}><SwitchCamera aria-hidden="true" />{t('flip')}</Button>}</div>
      <Button data-main className={classNames(css.record, running && css.running)} busy={at === 'finishing'} onClick={act}><Icon aria-hidden="true" />{words}</Button>
      <div>
        {running && <Button look="quiet" onClick={at === 'paused' ? session.resume : session.pause}>{at === 'paused' ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}{t(at === 'paused' ? 'resume' : 'pause')}</Button>}
      </div>
    </div>
  );
}

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { store, stored } from '../../shell/preferences.ts';
import { Choice, SelectField } from '../../ui/field.tsx';
import { deviceOf } from './camera-control.ts';
import css from './recorder.module.css';
import type { RecorderSession, RecorderState } from './recorder-session.ts';

interface SettingsProps {
  readonly session: RecorderSession;
  readonly state: RecorderState;
  readonly keys: boolean;
  readonly onKeys: (on: boolean) => void;
}

/** What is chosen before a take, and remembered by this browser. */
export function RecorderSettings({ session, state: { stream, devices }, keys, onKeys }: SettingsProps) {
  const t = useTranslations('recorder');
  const [count, setCount] = useState(stored('countdown') !== 'off');
  const hasSound = (stream?.getAudioTracks().length ?? 0) > 0;
  return (
    <details className={css.settings}>
      <summary>{t('settings')}</summary>
      <div className={css.choices}>
        <Device label={t('camera')} devices={devices.cameras} value={deviceOf(stream, 'video')} onChoose={(camera) => session.turnOn({ camera })} />
        {hasSound && <Device label={t('microphone')} devices={devices.microphones} value={deviceOf(stream, 'audio')} onChoose={(microphone) => session.turnOn({ microphone })} />}
        <Choice checked={count} onChange={(event) => {
          store('countdown', event.target.checked ? 'on' : 'off');
          setCount(event.target.checked);
        }}>{t('countdown')}</Choice>
        {hasSound && <Choice checked={stored('sound') === 'raw'} onChange={(event) => session.turnOn({ rawSound: event.target.checked })} hint={t('rawHint')}>{t('raw')}</Choice>}
        <Choice className={css.withKeyboard} checked={keys} onChange={(event) => onKeys(event.target.checked)} hint={t.rich('keysHint', { kbd: (words) => <kbd>{words}</kbd> })}>{t('keys')}</Choice>
      </div>
    </details>
  );
}

function Device({ label, devices, value, onChoose }: { readonly label: string; readonly devices: readonly MediaDeviceInfo[]; readonly value: string | null; readonly onChoose: (id: string) => void }) {
  const t = useTranslations('recorder');
  return (
    <SelectField label={label} value={value ?? ''} onChange={(event) => onChoose(event.target.value)}>
      {devices.map(({ deviceId, label: name }, index) => <option key={deviceId} value={deviceId}>{name === '' ? t('unnamed', { kind: label, number: index + 1 }) : name}</option>)}
    </SelectField>
  );
}

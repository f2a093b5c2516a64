import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { HiddenText } from '../../ui/layout.tsx';
import type { RecorderState } from './recorder-session.ts';
import type { Stage } from './recorder-machine.ts';
import { WARN_MS } from './time-budget.ts';
import { useTicks } from './use-ticks.ts';

/** What is read out, for those who do not see the picture: each change, the countdown, and that the end is near. */
export function Said({ state: { stage, recording } }: { readonly state: RecorderState }) {
  const t = useTranslations('recorder');
  const before = useRef<Stage['at']>(stage.at);
  const [words, setWords] = useState('');
  useEffect(() => {
    const said = saidOf(before.current, stage.at);
    before.current = stage.at;
    if (said !== null) setWords(t(`said.${said}`));
  }, [stage.at, t]);
  const runs = stage.at === 'recording';
  useTicks(runs ? 1_000 : null);
  const near = recording !== null && (runs || stage.at === 'paused') && recording.remainingMs <= WARN_MS;
  return (
    <HiddenText>
      <span role="status">{stage.at === 'counting' ? '' : words}</span>
      <span role="alert">{stage.at === 'counting' && stage.left > 0 ? stage.left : near ? t('almostOver') : ''}</span>
    </HiddenText>
  );
}

function saidOf(before: Stage['at'], now: Stage['at']): 'ready' | 'recording' | 'paused' | 'resumed' | 'stopped' | 'sent' | null {
  switch (now) {
    case 'ready': return before === 'counting' ? null : 'ready';
    case 'recording': return before === 'paused' ? 'resumed' : 'recording';
    case 'paused': return 'paused';
    case 'finishing': return 'stopped';
    case 'sent': return 'sent';
    case 'off': case 'asking': case 'trouble': case 'counting': case 'review': case 'sending': case 'refused': return null;
  }
}

import { Repeat } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { store, stored } from '../shell/preferences.ts';
import { IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { HiddenText } from '../ui/layout.tsx';
import { clock } from '../ui/sizes.ts';
import type { Loop } from './loop.ts';
import { type Playable, usePlay } from './playable.ts';
import css from './player.module.css';
import { type Command, SPEEDS } from './shortcuts.ts';

/** m:ss; a press shows thousandths, for those who count frames. */
export function Time({ player }: { readonly player: Playable }) {
  const t = useTranslations('player');
  const [precise, setPrecise] = useState(() => stored('preciseTime') === 'on');
  const now = usePlay(player, (state) => clock(state.timeMs, precise));
  const whole = usePlay(player, (state) => (state.durationMs === null ? '–:––' : clock(state.durationMs, precise)));
  return (
    <button type="button" className={css.time} title={precise ? t('plainTime') : t('preciseTime')} aria-pressed={precise} onClick={() => { setPrecise(!precise); store('preciseTime', precise ? 'off' : 'on'); }}>
      <span>{now}</span><HiddenText> {t('timeOf')} </HiddenText><span className={css.whole}>{whole}</span>
    </button>
  );
}

/** Where the part that plays again and again begins and ends. */
export function LoopButtons({ player, loop, run, className }: { readonly player: Playable; readonly loop: () => Loop; readonly run: (command: Command) => void; readonly className?: string | undefined }) {
  const t = useTranslations('player');
  const a = usePlay(player, () => loop().aMs);
  const b = usePlay(player, () => loop().bMs);
  return (
    <span className={classNames(css.loopButtons, className)} role="group" aria-label={t('loop')}>
      <IconButton label={a === null ? t('loopA') : t('loopASet', { time: clock(a) })} aria-pressed={a !== null} onClick={() => run({ type: 'loopStart' })}><b>A</b></IconButton>
      <IconButton label={b === null ? t('loopB') : t('loopBSet', { time: clock(b) })} aria-pressed={b !== null} onClick={() => run({ type: 'loopEnd' })}><b>B</b></IconButton>
      {(a !== null || b !== null) && <IconButton label={t('loopClear')} onClick={() => run({ type: 'loopClear' })}><Repeat aria-hidden="true" /></IconButton>}
    </span>
  );
}

export function Speed({ player, onRate }: { readonly player: Playable; readonly onRate: (rate: number) => void }) {
  const t = useTranslations('player');
  const rate = usePlay(player, (state) => state.rate);
  return (
    <select className={css.speed} aria-label={t('speed')} title={t('speed')} value={String(rate)} data-changed={rate !== 1} onChange={(event) => onRate(Number(event.currentTarget.value))}>
      {SPEEDS.map((speed) => <option key={speed} value={String(speed)}>{t('times', { speed })}</option>)}
    </select>
  );
}

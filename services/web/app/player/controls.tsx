import { Captions, Check, EllipsisVertical, FlipHorizontal2, Keyboard, Maximize, Minimize, Pause, PictureInPicture2, Play, Repeat, RotateCcw, RotateCw, SkipBack, SkipForward, StepBack, StepForward, Volume2, VolumeX } from 'lucide-react';
import { type ReactNode, type RefObject, useState } from 'react';
import { useTranslations } from 'use-intl';
import { store, stored } from '../shell/preferences.ts';
import { HiddenText } from '../ui/layout.tsx';
import { IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Menu, menuItem } from '../ui/menu.tsx';
import { clock } from '../ui/sizes.ts';
import { LARGEST_CAPTIONS, parseCaptions } from './captions.ts';
import type { View } from './player.tsx';
import { usePlay } from './playable.ts';
import css from './player.module.css';
import { type Command, SPEEDS } from './shortcuts.ts';
import type { VideoPlayer } from './video-player.ts';

interface ControlsProps {
  readonly player: VideoPlayer;
  readonly run: (command: Command) => void;
  readonly view: View;
  readonly setView: (view: View) => void;
  readonly full: boolean;
  readonly say: (text: string) => void;
  readonly pick: RefObject<HTMLInputElement | null>;
}

/** What fits stands in the row; on a narrow stage the rest is in a menu. Nothing is only there by hovering. */
export function Controls({ player, run, view, setView, full, say, pick }: ControlsProps) {
  const t = useTranslations('player');
  const playing = usePlay(player, (state) => state.playing);
  const muted = usePlay(player, () => player.state().muted || player.state().volume === 0);
  const pip = 'pictureInPictureEnabled' in document && document.pictureInPictureEnabled;
  const rest: readonly { readonly type: 'captions' | 'mirror' | 'pictureInPicture' | 'help'; readonly label: string; readonly icon: ReactNode; readonly on?: boolean }[] = [
    { type: 'mirror', label: t('mirror'), icon: <FlipHorizontal2 aria-hidden="true" />, on: view.mirrored },
    { type: 'captions', label: view.captions === null ? t('captionsLoad') : t('captions'), icon: <Captions aria-hidden="true" />, ...(view.captions === null ? {} : { on: view.captions.shown }) },
    ...(pip ? [{ type: 'pictureInPicture', label: t('pictureInPicture'), icon: <PictureInPicture2 aria-hidden="true" /> } as const] : []),
    { type: 'help', label: t('shortcuts'), icon: <Keyboard aria-hidden="true" /> },
  ];
  return (
    <div className={css.row}>
      <IconButton label={playing ? t('pause') : t('play')} className={css.playButton} onClick={() => run({ type: 'toggle' })}>{playing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}</IconButton>
      <IconButton label={t('back5')} className={css.wide} onClick={() => run({ type: 'seekBy', ms: -5_000 })}><RotateCcw aria-hidden="true" /></IconButton>
      <IconButton label={t('forward5')} className={css.wide} onClick={() => run({ type: 'seekBy', ms: 5_000 })}><RotateCw aria-hidden="true" /></IconButton>
      <IconButton label={t('frameBack')} onClick={() => run({ type: 'frame', by: -1 })}><StepBack aria-hidden="true" /></IconButton>
      <IconButton label={t('frameForward')} onClick={() => run({ type: 'frame', by: 1 })}><StepForward aria-hidden="true" /></IconButton>
      <Time player={player} />
      <span className={css.gap} />
      <LoopButtons player={player} run={run} />
      <Speed player={player} />
      <IconButton label={muted ? t('unmute') : t('mute')} className={css.wide} aria-pressed={muted} onClick={() => run({ type: 'mute' })}>{muted ? <VolumeX aria-hidden="true" /> : <Volume2 aria-hidden="true" />}</IconButton>
      <Volume player={player} />
      {rest.map(({ type, label, icon, on }) => <IconButton key={type} label={label} className={css.wide} {...(on === undefined ? {} : { 'aria-pressed': on })} onClick={() => run({ type })}>{icon}</IconButton>)}
      <span className={css.narrow}>
        <Menu label={t('more')} button={<EllipsisVertical aria-hidden="true" />} buttonClassName={css.menuButton}>
          <Item icon={<RotateCcw aria-hidden="true" />} onClick={() => run({ type: 'seekBy', ms: -5_000 })}>{t('back5')}</Item>
          <Item icon={<RotateCw aria-hidden="true" />} onClick={() => run({ type: 'seekBy', ms: 5_000 })}>{t('forward5')}</Item>
          <Item icon={<SkipBack aria-hidden="true" />} onClick={() => run({ type: 'previousMark' })}>{t('previousMark')}</Item>
          <Item icon={<SkipForward aria-hidden="true" />} onClick={() => run({ type: 'nextMark' })}>{t('nextMark')}</Item>
          <Item icon={<Repeat aria-hidden="true" />} onClick={() => run({ type: 'loopStart' })}>{t('loopA')}</Item>
          <Item icon={<Repeat aria-hidden="true" />} onClick={() => run({ type: 'loopEnd' })}>{t('loopB')}</Item>
          <Item icon={<Repeat aria-hidden="true" />} onClick={() => run({ type: 'loopClear' })}>{t('loopClear')}</Item>
          <Item icon={muted ? <VolumeX aria-hidden="true" /> : <Volume2 aria-hidden="true" />} onClick={() => run({ type: 'mute' })}>{muted ? t('unmute') : t('mute')}</Item>
          {rest.map(({ type, label, icon, on }) => <Item key={type} icon={icon} on={on} onClick={() => run({ type })}>{label}</Item>)}
        </Menu>
      </span>
      <IconButton label={full ? t('fullOff') : t('full')} onClick={() => run({ type: 'fullScreen' })}>{full ? <Minimize aria-hidden="true" /> : <Maximize aria-hidden="true" />}</IconButton>
      <CaptionsFile {...{ pick, view, setView, say }} />
    </div>
  );
}

function Item({ icon, on, onClick, children }: { readonly icon: ReactNode; readonly on?: boolean | undefined; readonly onClick: () => void; readonly children: ReactNode }) {
  return <button type="button" className={menuItem} {...(on === undefined ? {} : { 'aria-pressed': on })} onClick={onClick}>{icon}{children}{on === true && <Check aria-hidden="true" />}</button>;
}

/** m:ss; a press shows thousandths, for those who count frames. */
function Time({ player }: { readonly player: VideoPlayer }) {
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

function LoopButtons({ player, run }: { readonly player: VideoPlayer; readonly run: (command: Command) => void }) {
  const t = useTranslations('player');
  const a = usePlay(player, () => player.state().loop.aMs);
  const b = usePlay(player, () => player.state().loop.bMs);
  return (
    <span className={classNames(css.loopButtons, css.wide)} role="group" aria-label={t('loop')}>
      <IconButton label={a === null ? t('loopA') : t('loopASet', { time: clock(a) })} aria-pressed={a !== null} onClick={() => run({ type: 'loopStart' })}><b>A</b></IconButton>
      <IconButton label={b === null ? t('loopB') : t('loopBSet', { time: clock(b) })} aria-pressed={b !== null} onClick={() => run({ type: 'loopEnd' })}><b>B</b></IconButton>
      {(a !== null || b !== null) && <IconButton label={t('loopClear')} onClick={() => run({ type: 'loopClear' })}><Repeat aria-hidden="true" /></IconButton>}
    </span>
  );
}

function Speed({ player }: { readonly player: VideoPlayer }) {
  const t = useTranslations('player');
  const rate = usePlay(player, (state) => state.rate);
  return (
    <select className={css.speed} aria-label={t('speed')} title={t('speed')} value={String(rate)} data-changed={rate !== 1} onChange={(event) => player.setRate(Number(event.currentTarget.value))}>
      {SPEEDS.map((speed) => <option key={speed} value={String(speed)}>{t('times', { speed })}</option>)}
    </select>
  );
}

function Volume({ player }: { readonly player: VideoPlayer }) {
  const t = useTranslations('player');
  const volume = usePlay(player, () => (player.state().muted ? 0 : player.state().volume));
  return <input type="range" className={css.volume} min={0} max={1} step={0.05} value={volume} aria-label={t('volume')} aria-valuetext={t('volumeIs', { percent: Math.round(volume * 100) })} onChange={(event) => player.setVolume(Number(event.currentTarget.value))} />;
}

/** A file of this device: it is read here, and sent nowhere. */
function CaptionsFile({ pick, view, setView, say }: Pick<ControlsProps, 'pick' | 'view' | 'setView' | 'say'>) {
  const t = useTranslations('player');
  const read = async (file: File) => {
    const cues = file.size > LARGEST_CAPTIONS ? null : parseCaptions(await file.text().catch(() => ''));
    if (cues !== null) setView({ ...view, captions: { name: file.name, cues, shown: true } });
    say(cues === null ? t('captionsWrong') : t('captionsLoaded', { name: file.name }));
  };
  return (
    <input
      ref={pick} type="file" hidden accept=".vtt,.srt,text/vtt" aria-label={t('captionsLoad')}
      onChange={(event) => {
        const file = event.currentTarget.files?.[0];
        event.currentTarget.value = '';
        if (file !== undefined) void read(file);
      }}
    />
  );
}

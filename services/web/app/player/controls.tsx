import { Captions, CaretsToAxisDashedVertical, Check, EllipsisVertical, Keyboard, Maximize, Minimize, Pause, PictureInPicture2, Play, Repeat, RotateCcw, RotateCw, SkipBack, SkipForward, StepBack, StepForward, Volume2, VolumeX } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from '../ui/button.tsx';
import { Menu, menuItem } from '../ui/menu.tsx';
import { LARGEST_CAPTIONS, parseCaptions } from './captions.ts';
import type { View } from './player.tsx';
import { usePlay } from './playable.ts';
import css from './player.module.css';
import type { Command } from './shortcuts.ts';
import { LoopButtons, Speed, Time } from './time-controls.tsx';
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
    { type: 'mirror', label: t('mirror'), icon: <CaretsToAxisDashedVertical aria-hidden="true" />, on: view.mirrored },
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
      <LoopButtons player={player} loop={() => player.state().loop} run={run} className={css.wide} />
      <Speed player={player} onRate={(rate) => player.setRate(rate)} />
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

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { store, stored } from '../shell/preferences.ts';
import { HiddenText } from '../ui/layout.tsx';
import type { Cue } from './captions.ts';
import { Controls } from './controls.tsx';
import type { Mark } from './mark.ts';
import { Picture } from './picture.tsx';
import css from './player.module.css';
import type { VideoSource } from './reels.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { Timeline } from './timeline.tsx';
import { useCommands } from './use-commands.ts';
import { useFullScreen } from './use-full-screen.ts';
import { type MoreKey, useShortcuts } from './use-shortcuts.ts';
import { VideoPlayer } from './video-player.ts';

export interface PlayerProps {
  /** What is played, in words. */
  readonly label: string;
  readonly source: VideoSource;
  /** One that others follow too; else the player has its own. */
  readonly player?: VideoPlayer;
  readonly marks?: readonly Mark[];
  readonly activeMark?: string | null;
  readonly onMark?: (mark: Mark) => void;
  /** Where to begin, milliseconds. */
  readonly startMs?: number;
  readonly autoPlay?: boolean;
  readonly poster?: string;
  /** Keys count for the whole page, or only where the focus is inside. */
  readonly keys?: 'page' | 'inside';
  /** Keys of the page around it, for the list and for the same switch. */
  readonly moreKeys?: readonly MoreKey[];
  /** What stands under the controls. */
  readonly children?: ReactNode;
}

const NO_MARKS: readonly Mark[] = [];
const NO_KEYS: readonly MoreKey[] = [];
export interface View {
  readonly mirrored: boolean;
  readonly captions: { readonly name: string; readonly cues: readonly Cue[]; readonly shown: boolean } | null;
}

/** Plays a video of ours: controls that are always there, a timeline with places on it, and everything by keyboard. */
export function Player({ label, source, player: given, marks = NO_MARKS, activeMark = null, onMark, startMs = 0, autoPlay = false, poster, keys = 'page', moreKeys = NO_KEYS, children }: PlayerProps) {
  const [own] = useState(() => given ?? new VideoPlayer());
  const player = given ?? own;
  const stage = useRef<HTMLElement>(null);
  const pick = useRef<HTMLInputElement>(null);
  const [view, setView] = useState<View>({ mirrored: false, captions: null });
  const [help, setHelp] = useState(false);
  const [keysOn, setKeysOn] = useState(() => stored('shortcuts') !== 'off');
  const [said, say] = useSaid();
  const [full, toggleFull] = useFullScreen(stage, () => player.element);
  const goTo = (mark: Mark) => {
    player.seek(mark.startMs);
    onMark?.(mark);
  };
  const run = useCommands({ player, marks, goTo, say, view, setView, toggleFull, pickCaptions: () => pick.current?.click(), openHelp: () => setHelp(true) });
  useShortcuts(keysOn, keys === 'inside' ? stage : null, run, moreKeys);
  useOpened(player, source, startMs, autoPlay);

  return (
    <>
      <section ref={stage} className={css.player} aria-label={label} data-full={full} {...(keys === 'inside' ? { 'data-own-keys': '' } : {})}>
        <Picture {...{ player, view, poster, said }} />
        <div className={css.controls}>
          <Timeline player={player} video={player} loop={() => player.state().loop} marks={marks} activeMark={activeMark} onMark={goTo} />
          <Controls {...{ player, run, view, setView, full, say, pick }} />
          {children}
        </div>
        <HiddenText><span role="status">{said}</span></HiddenText>
      </section>
      {help && <ShortcutsDialog enabled={keysOn} onEnabled={(enabled) => { setKeysOn(enabled); store('shortcuts', enabled ? 'on' : 'off'); }} onClose={() => setHelp(false)} more={moreKeys} />}
    </>
  );
}

/** Opens the source when it is another one, and begins where the address says. */
function useOpened(player: VideoPlayer, source: VideoSource, startMs: number, autoPlay: boolean): void {
  const latest = useRef({ source, startMs, autoPlay });
  useEffect(() => { latest.current = { source, startMs, autoPlay }; });
  useEffect(() => {
    const { source: one, startMs: from, autoPlay: at } = latest.current;
    player.open({ key: one.key, load: () => latest.current.source.load() }, from);
    if (at) player.play();
  }, [player, source.key]);
}

/** What was just done, shown for a moment and read out. */
function useSaid(): readonly [string | null, (text: string) => void] {
  const [said, setSaid] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return [said, (text) => {
    clearTimeout(timer.current);
    setSaid(text);
    timer.current = setTimeout(() => setSaid(null), 1_400);
  }];
}

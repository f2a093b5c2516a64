import { type CSSProperties, type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { clock } from '../ui/sizes.ts';
import type { Loop } from './loop.ts';
import { type Cluster, clustersOf, type Mark, markOfPress, shareOf } from './mark.ts';
import { type Playable, usePlay } from './playable.ts';
import css from './player.module.css';
import type { VideoPlayer } from './video-player.ts';

interface TimelineProps {
  readonly player: Playable;
  /** The same, where it is one of ours: it knows what has arrived. */
  readonly video?: VideoPlayer;
  /** The part that plays again and again. */
  readonly loop?: () => Loop;
  readonly marks: readonly Mark[];
  readonly activeMark: string | null;
  readonly onMark: (mark: Mark) => void;
}
const at = (share: number) => ({ '--at': `${share * 100}%` } as CSSProperties);
const span = (from: number, to: number) => ({ '--at': `${from * 100}%`, '--to': `${to * 100}%` } as CSSProperties);

/** The whole video as a line: what has arrived, where it plays, the loop, and the comments at their moments. */
export function Timeline({ player, video, loop, marks, activeMark, onMark }: TimelineProps) {
  const t = useTranslations('player');
  const durationMs = usePlay(player, (state) => state.durationMs);
  const seconds = usePlay(player, (state) => Math.floor(state.timeMs / 1_000));
  const bar = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<{ readonly share: number; readonly label: string | null } | null>(null);
  const dragging = useRef(false);
  usePosition(player, bar);

  const shareAt = (event: PointerEvent) => {
    const box = bar.current?.getBoundingClientRect();
    return box === undefined || box.width === 0 ? 0 : Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  const move = (event: PointerEvent) => {
    const share = shareAt(event);
    setHover({ share, label: null });
    if (dragging.current && durationMs !== null) player.seek(share * durationMs);
  };
  return (
    <div className={css.timeline}>
      <Marks {...{ marks, durationMs, activeMark, onMark }} onPoint={(ms, label) => setHover(ms === null ? null : { share: shareOf(ms, durationMs), label: label ?? null })} />
      <div
        ref={bar} className={css.bar} role="slider" tabIndex={0} data-player-slider="" aria-label={t('position')}
        aria-valuemin={0} aria-valuemax={Math.max(0, Math.floor((durationMs ?? 0) / 1_000))} aria-valuenow={Math.max(0, seconds)} aria-valuetext={t('positionOf', { time: clock(seconds * 1_000), duration: clock(durationMs ?? 0) })}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          dragging.current = true;
          move(event);
        }}
        onPointerMove={move} onPointerUp={() => { dragging.current = false; }} onPointerCancel={() => { dragging.current = false; }} onPointerLeave={() => { if (!dragging.current) setHover(null); }}
      >
        <span className={css.rail}>
          {video !== undefined && <Buffered player={video} durationMs={durationMs} />}
          <span className={css.played} />
          {loop !== undefined && <LoopBand player={player} loop={loop} durationMs={durationMs} />}
        </span>
        <span className={css.head} />
      </div>
      {hover !== null && durationMs !== null && <span className={css.hover} style={at(Math.min(0.98, Math.max(0.02, hover.share)))} data-side={hover.share > 0.6 ? 'end' : hover.share < 0.4 ? 'start' : 'middle'} aria-hidden="true">{hover.label ?? clock(hover.share * durationMs)}</span>}
    </div>
  );
}

/** Moves the head without drawing anything anew. */
function usePosition(player: Playable, bar: React.RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const draw = () => {
      const { timeMs, durationMs } = player.state();
      bar.current?.style.setProperty('--at', `${shareOf(timeMs, durationMs) * 100}%`);
    };
    draw();
    return player.subscribe(draw);
  }, [player, bar]);
}

function Buffered({ player, durationMs }: { readonly player: VideoPlayer; readonly durationMs: number | null }) {
  const [ranges, setRanges] = useState<readonly (readonly [number, number])[]>([]);
  useEffect(() => {
    const look = () => setRanges((before) => {
      const now = player.buffered();
      return JSON.stringify(now) === JSON.stringify(before) ? before : now;
    });
    const timer = setInterval(look, 500);
    return () => clearInterval(timer);
  }, [player]);
  return ranges.map(([from, to]) => <span key={from} className={css.buffered} style={span(shareOf(from, durationMs), shareOf(to, durationMs))} />);
}

function LoopBand({ player, loop, durationMs }: { readonly player: Playable; readonly loop: () => Loop; readonly durationMs: number | null }) {
  const a = usePlay(player, () => loop().aMs);
  const b = usePlay(player, () => loop().bMs);
  if (a === null && b === null) return null;
  return <span className={css.loop} style={span(shareOf(a ?? 0, durationMs), b === null ? 1 : shareOf(b, durationMs))} data-a={a !== null} data-b={b !== null} />;
}

interface MarksProps {
  readonly marks: readonly Mark[];
  readonly durationMs: number | null;
  readonly activeMark: string | null;
  readonly onMark: (mark: Mark) => void;
  /** What is pointed at, or focused; null: nothing any more. */
  readonly onPoint: (ms: number | null, label?: string) => void;
}

/** One stop for the Tab key, however many comments there are; the arrows go from one to the next. */
function Marks({ marks, durationMs, activeMark, onMark, onPoint }: MarksProps) {
  const t = useTranslations('player');
  const [group, setGroup] = useState<HTMLDivElement | null>(null);
  const width = useWidth(group);
  const pressed = useRef<string | null>(null);
  const [stop, setStop] = useState<string | null>(null);
  const clusters = useMemo(() => clustersOf(marks, durationMs, width), [marks, durationMs, width]);
  if (marks.length === 0 || durationMs === null) return null;
  const current = clusters.some(({ id }) => id === stop) ? stop : clusters[0]?.id;
  const keys = (event: KeyboardEvent<HTMLButtonElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...group?.querySelectorAll('button') ?? []];
    buttons[(buttons.indexOf(event.currentTarget) + step + buttons.length) % buttons.length]?.focus();
  };
  const press = (cluster: Cluster) => {
    const mark = markOfPress(cluster, pressed.current);
    pressed.current = mark.id;
    onMark(mark);
    onPoint(mark.startMs, mark.label);
  };
  const nameOf = (cluster: Cluster) => (cluster.marks.length === 1 ? cluster.marks[0].label : t('marksHere', { count: cluster.marks.length, labels: cluster.marks.map(({ label }) => label).join('; ') }));
  return (
    <div ref={setGroup} className={css.marks} role="group" aria-label={t('marks')}>
      {marks.map(({ id, startMs, endMs }) => endMs !== undefined && <span key={id} className={css.markRange} style={span(shareOf(startMs, durationMs), shareOf(endMs, durationMs))} data-active={id === activeMark} />)}
      {clusters.map((cluster) => (
        <button
          key={cluster.id} type="button" className={css.mark} style={at(shareOf(cluster.startMs, durationMs))} data-kind={cluster.marks.length > 1 ? 'many' : cluster.marks[0].kind} data-active={cluster.marks.some(({ id }) => id === activeMark)} aria-label={nameOf(cluster)} tabIndex={cluster.id === current ? 0 : -1}
          onClick={() => press(cluster)} onKeyDown={keys} onFocus={() => { setStop(cluster.id); onPoint(cluster.startMs, nameOf(cluster)); }} onBlur={() => onPoint(null)} onPointerEnter={() => onPoint(cluster.startMs, nameOf(cluster))} onPointerLeave={() => onPoint(null)}
        ><span>{cluster.marks.length > 1 && cluster.marks.length}</span></button>
      ))}
    </div>
  );
}

function useWidth(element: HTMLElement | null): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

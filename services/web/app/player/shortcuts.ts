export const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;

export type Command =
  | { readonly type: 'toggle' | 'loopStart' | 'loopEnd' | 'loopClear' | 'mute' | 'fullScreen' | 'captions' | 'mirror' | 'pictureInPicture' | 'nextMark' | 'previousMark' | 'help' }
  | { readonly type: 'seekBy'; readonly ms: number }
  | { readonly type: 'seekTo'; readonly share: number }
  | { readonly type: 'frame'; readonly by: 1 | -1 }
  | { readonly type: 'speed'; readonly by: 1 | -1 }
  | { readonly type: 'volume'; readonly by: number };

export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** What has the focus: it may need the key itself. */
export type Focus = 'text' | 'button' | 'slider' | 'other';

const KEYS: Readonly<Record<string, Command>> = {
  ' ': { type: 'toggle' }, k: { type: 'toggle' }, j: { type: 'seekBy', ms: -10_000 }, l: { type: 'seekBy', ms: 10_000 },
  ArrowLeft: { type: 'seekBy', ms: -5_000 }, ArrowRight: { type: 'seekBy', ms: 5_000 }, ArrowUp: { type: 'volume', by: 0.1 }, ArrowDown: { type: 'volume', by: -0.1 },
  ',': { type: 'frame', by: -1 }, '.': { type: 'frame', by: 1 }, '<': { type: 'speed', by: -1 }, '>': { type: 'speed', by: 1 },
  i: { type: 'loopStart' }, a: { type: 'loopStart' }, o: { type: 'loopEnd' }, b: { type: 'loopEnd' }, x: { type: 'loopClear' },
  m: { type: 'mute' }, f: { type: 'fullScreen' }, c: { type: 'captions' }, r: { type: 'mirror' }, n: { type: 'nextMark' }, p: { type: 'previousMark' }, '?': { type: 'help' },
};

/** What a key means to the player; null: nothing, it belongs to the page or to what has the focus. */
export function commandOf({ key, ctrlKey, metaKey, altKey }: Key, focus: Focus): Command | null {
  if (ctrlKey || metaKey || altKey || focus === 'text') return null;
  if (focus === 'button' && (key === ' ' || key === 'Enter')) return null;
  // Up and down scroll the page; only the timeline, where they move nothing, gives them to the volume.
  if ((key === 'ArrowUp' || key === 'ArrowDown') && focus !== 'slider') return null;
  if (focus === 'slider' && (key === 'Home' || key === 'End')) return { type: 'seekTo', share: key === 'Home' ? 0 : 1 };
  if (/^[0-9]$/.test(key)) return { type: 'seekTo', share: Number(key) / 10 };
  return KEYS[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

/** The next speed in the list. */
export function speedAfter(rate: number, by: 1 | -1): number {
  const list: readonly number[] = SPEEDS;
  return (by > 0 ? list.find((speed) => speed > rate + 0.001) : list.findLast((speed) => speed < rate - 0.001)) ?? rate;
}

/** The moment of the next or the previous mark. Going back, the one that was just reached does not hold one fast. */
export function markAfter<M extends { readonly startMs: number }>(marks: readonly M[], timeMs: number, by: 1 | -1): M | null {
  const sorted = marks.toSorted((x, y) => x.startMs - y.startMs);
  return (by > 0 ? sorted.find(({ startMs }) => startMs > timeMs + 20) : sorted.findLast(({ startMs }) => startMs < timeMs - 800)) ?? null;
}

/** The part of a video that plays again and again, milliseconds; null: not set. */
export interface Loop {
  readonly aMs: number | null;
  readonly bMs: number | null;
}

export const NO_LOOP: Loop = { aMs: null, bMs: null };
/** Milliseconds: anything shorter is two presses at one moment. */
const SHORTEST = 100;

/** Sets one end. An end that would stand on the wrong side of the other takes the other away: the newer one is meant. */
export function withPoint(loop: Loop, point: 'a' | 'b', ms: number): Loop {
  const next = point === 'a' ? { ...loop, aMs: ms } : { ...loop, bMs: ms };
  if (next.aMs === null || next.bMs === null || next.bMs - next.aMs >= SHORTEST) return next;
  return point === 'a' ? { aMs: ms, bMs: null } : { aMs: null, bMs: ms };
}

/** Where to jump from here; null: play on. Without an end the video's end counts, without a beginning its beginning, as soon as one of them is set. */
export function jumpOf({ aMs, bMs }: Loop, timeMs: number, durationMs: number | null): number | null {
  if (aMs === null && bMs === null) return null;
  const end = bMs ?? (durationMs === null ? null : durationMs - 40);
  return end !== null && timeMs >= end ? aMs ?? 0 : null;
}

/** A URL that plays for some minutes. */
export interface Grant {
  readonly url: string;
  readonly expiresAt: string;
  readonly contentType: string;
}

/** Milliseconds before the end of a URL at which the next one is fetched. */
const LEAD = 60_000;
/** Milliseconds of play that are left in the buffer when the next URL has to take over. */
const SHORT = 12_000;
/** The contract's longest life of a URL. More, or none at all, means that the clock here is wrong. */
const LONGEST = 5 * 60_000;
const ASSUMED = 4 * 60_000;

/** When a URL ends, by the clock that it was received with: one that is a day off must neither renew at once nor never. */
export function endOf(expiresAt: string, receivedMs: number): number {
  const left = Date.parse(expiresAt) - receivedMs;
  return receivedMs + (left > 0 && left <= LONGEST + 5_000 ? left : ASSUMED);
}

export interface Situation {
  readonly nowMs: number;
  /** End of the URL that plays. */
  readonly endsMs: number;
  /** End of a newer URL that waits to take over. */
  readonly nextEndsMs: number | null;
  readonly playing: boolean;
  readonly rate: number;
  /** Milliseconds of video ahead that have arrived. */
  readonly bufferedMs: number;
  readonly bufferedToEnd: boolean;
}

/**
 * What to do about a URL that will end. Nothing while what has arrived is enough, and nothing for a video that nobody
 * plays: a page left open asks for no URLs. A newer URL takes over where nobody sees it, at a pause, and in playing only
 * when the buffer runs short.
 */
export function nextStep(s: Situation): 'wait' | 'fetch' | 'swap' {
  if (s.bufferedToEnd) return 'wait';
  const newest = s.nextEndsMs ?? s.endsMs;
  if (newest - s.nowMs <= LEAD) return s.playing ? 'fetch' : 'wait';
  if (s.nextEndsMs === null) return 'wait';
  return !s.playing || s.bufferedMs / s.rate < SHORT ? 'swap' : 'wait';
}

/** Whether a jump may use the URL that plays. @param targetBuffered what is jumped to has arrived already */
export const mayJump = (nowMs: number, endsMs: number, targetBuffered: boolean): boolean => targetBuffered || endsMs - nowMs > 5_000;

/** Milliseconds between two recoveries below which the second is no recovery: the video cannot be played. */
const CALM = 10_000;
/** After an error: one new URL, and not a second for the same trouble. */
export const mayRecover = (nowMs: number, lastRecoveryMs: number | null): boolean => lastRecoveryMs === null || nowMs - lastRecoveryMs > CALM;

/** @param ranges what has arrived, milliseconds. @returns where the range around a position ends; the position itself if none does */
export const bufferedUntil = (ranges: readonly (readonly [number, number])[], ms: number): number => ranges.find(([from, to]) => ms >= from - 50 && ms <= to)?.[1] ?? ms;

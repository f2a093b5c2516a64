/** Milliseconds. Less than this nobody sees; changing the speed for it would only be heard. */
const CALM = 4;
/** Milliseconds. More than this is not caught up by speed, it is jumped. */
const JUMP = 250;
/** How much a speed may be changed to catch up. Nobody hears it: it is the silent one that changes. */
const MOST = 0.1;
/** Milliseconds in which most of a distance is caught up. */
const SOON = 600;
/** Milliseconds that a judgement looks back, and how many looks it needs. */
const BACK = 1_000;
const ENOUGH = 10;

export interface Look {
  readonly atMs: number;
  /** How far the follower was ahead, less what had been caught up by then. */
  readonly ownMs: number;
}

/**
 * Single looks are off by up to a frame, and by more where a busy machine shows frames late: the middle of the last ones
 * counts. Old looks stay true although the speed was changed since: what that made is known, and counted by itself.
 *
 * @param madeMs what changes of the speed have gained the follower so far
 */
export const withLook = (looks: readonly Look[], atMs: number, driftMs: number, madeMs: number): readonly Look[] => [...looks.filter((look) => atMs - look.atMs <= BACK), { atMs, ownMs: driftMs - madeMs }];

/** How far the follower is ahead now, milliseconds; null: too few looks to say. */
export function driftOf(looks: readonly Look[], madeMs: number): number | null {
  const middle = looks.length < ENOUGH ? undefined : looks.map(({ ownMs }) => ownMs).toSorted((a, b) => a - b)[Math.floor(looks.length / 2)];
  return middle === undefined ? null : middle + madeMs;
}

export type Correction = { readonly kind: 'none' } | { readonly kind: 'jump' } | { readonly kind: 'nudge'; readonly factor: number };

/** What the follower does about being ahead (positive) or behind by so much. */
export function correctionOf(driftMs: number): Correction {
  const far = Math.abs(driftMs);
  if (far > JUMP) return { kind: 'jump' };
  if (far < CALM) return { kind: 'none' };
  return { kind: 'nudge', factor: 1 - Math.max(-MOST, Math.min(MOST, driftMs / SOON)) };
}

/** Milliseconds. Less than this nobody sees; changing the speed for it would only be heard. */
const CALM = 4;
/** Milliseconds. More than this is not caught up by speed, it is jumped. */
const JUMP = 250;
/** How much a speed may be changed to catch up: 5 % is seen by nobody, and heard by few. */
const MOST = 0.05;
/** Milliseconds in which most of a distance is caught up. */
const SOON = 900;
const KEPT = 9;

export type Correction = { readonly kind: 'none' } | { readonly kind: 'jump' } | { readonly kind: 'nudge'; readonly factor: number };

/** Single looks are off by up to a frame: what is shown changes by frames, not by milliseconds. The middle of the last ones counts. */
export const withLook = (looks: readonly number[], driftMs: number): readonly number[] => [...looks, driftMs].slice(-KEPT);
export const driftOf = (looks: readonly number[]): number | null => (looks.length < 4 ? null : looks.toSorted((a, b) => a - b)[Math.floor(looks.length / 2)] ?? null);

/** What the follower does about being ahead (positive) or behind by so much. */
export function correctionOf(driftMs: number): Correction {
  const far = Math.abs(driftMs);
  if (far > JUMP) return { kind: 'jump' };
  if (far < CALM) return { kind: 'none' };
  return { kind: 'nudge', factor: 1 - Math.max(-MOST, Math.min(MOST, driftMs / SOON)) };
}

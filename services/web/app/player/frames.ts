/** A guess for a video of which no two frames were seen yet: 30 a second. */
export const GUESSED_FRAME_MS = 1_000 / 30;
const KEPT = 24;

/** Distances between frames that were seen one after the other, milliseconds, newest last. */
export function withFrame(distances: readonly number[], distanceMs: number, framesBetween: number): readonly number[] {
  if (framesBetween < 1 || distanceMs <= 0 || distanceMs / framesBetween > 500) return distances;
  return [...distances, distanceMs / framesBetween].slice(-KEPT);
}

/** How long a frame is shown: the middle of what was seen, since the browser rounds and drops some. */
export function frameMs(distances: readonly number[]): number {
  if (distances.length < 3) return GUESSED_FRAME_MS;
  return distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] ?? GUESSED_FRAME_MS;
}

/**
 * Where to go for another frame. The middle of its time is aimed at: at its first instant rounding may show the one before.
 *
 * @param shownMs when the frame on the screen began
 */
export const stepTarget = (shownMs: number, by: number, frame: number): number => Math.max(0, shownMs + (by + 0.5) * frame);

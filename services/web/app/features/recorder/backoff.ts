/** Seconds before each further try, then the last again and again. */
const STEPS = [1, 2, 4, 8, 15, 30] as const;

/** Milliseconds before the next try, the given one having failed (1…). @param random 0…1: not all come back at once */
export function backoffMs(tries: number, random: number): number {
  const seconds = STEPS[Math.min(Math.max(tries, 1), STEPS.length) - 1] ?? 30;
  return Math.round(seconds * 1_000 * (0.75 + random * 0.5));
}

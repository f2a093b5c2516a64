import { isProblem } from '../client/problem.ts';

/** The store did not take a part. */
export class StoreRefusal extends Error {
  constructor(readonly status: number) {
    super(`the store answered ${status}`);
    this.name = 'StoreRefusal';
  }
}

/** `again`: by itself, after a while. `resign`: with another address, which the old one was too old for. `stop`: trying again does not help. */
export type Verdict = 'again' | 'resign' | 'stop';
/** Refusals of the store in a row before it is believed. An address that is too old is refused once. */
const REFUSALS = 4;

/** @param refusals how often the store has refused this part in a row, with this time */
export function verdictOf(error: unknown, refusals: number): Verdict {
  if (error instanceof StoreRefusal) {
    if (error.status >= 500 || error.status === 408 || error.status === 429) return 'again';
    return error.status === 404 || refusals >= REFUSALS ? 'stop' : 'resign';
  }
  return endsByItself(error) ? 'again' : 'stop';
}

/** A session that ended is waited for, too: somebody signs in again, here or in another tab, and it goes on. */
export const endsByItself = (error: unknown): boolean => isProblem(error) && (['offline', 'unavailable', 'too-many-requests', 'in-progress', 'unauthenticated', 'csrf-failed'].includes(error.code) || error.status >= 500);

/** Milliseconds before the next try: soon at first, then every half minute, and never all pages at once. @param random 0…1 */
export function pauseOf(tries: number, error: unknown, random: number): number {
  const asked = isProblem(error) && error.retryAfter !== null ? error.retryAfter * 1_000 : 0;
  return Math.max(asked, Math.min(30_000, 500 * 2 ** Math.min(tries, 7)) * (0.75 + random / 2));
}

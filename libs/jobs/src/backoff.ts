import type { QueuePolicy } from './queue-policies.js';

/**
 * Milliseconds until the next try: doubling, capped, with up to half as much again as jitter, so that a thousand jobs
 * that failed together do not come back together.
 *
 * @param attemptsMade from 1
 */
export function backoffDelay(policy: Pick<QueuePolicy, 'backoffMs' | 'backoffMaxMs'>, attemptsMade: number, random: () => number = Math.random): number {
  const base = Math.min(policy.backoffMs * 2 ** Math.max(0, attemptsMade - 1), policy.backoffMaxMs);
  return Math.round(base * (1 + random() / 2));
}

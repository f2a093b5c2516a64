import { row } from '@practika/database';
import type { DataSource } from 'typeorm';

/**
 * Puts a dead letter away, for good or to be sent again. One that fails again is open again.
 *
 * @returns its envelope as it came, which may be none at all; null when there is no such open dead letter
 */
export function settleDeadLetter(
  on: Pick<DataSource, 'query'>, queue: string, eventId: string, as: 'replayed' | 'discarded', reason: string,
): Promise<{ readonly payload: unknown } | null> {
  if (reason.trim() === '') throw new Error('a dead letter is settled with a reason');
  return row<{ payload: unknown }>(
    on,
    `UPDATE dead_letters SET settled_at = now(), settled_as = $3, settled_reason = $4 WHERE event_id = $1 AND 'evt-' || consumer = $2 AND settled_at IS NULL RETURNING envelope AS payload`,
    [eventId, queue, as, reason],
  );
}

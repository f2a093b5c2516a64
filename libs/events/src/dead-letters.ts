import { row, rows } from '@practika/database';
import type { DataSource } from 'typeorm';
import type { ServiceName } from './catalogue.js';
import { eventJob } from './event-job.js';
import type { Outbox } from './outbox.js';

export interface DeadLetter {
  readonly eventId: string;
  /** As it came: it may not be an envelope at all. */
  readonly envelope: unknown;
  /** The class of the last error; its text could quote a person's data. */
  readonly error: string;
  readonly tries: number;
  readonly failedAt: Date;
}

/** Dead letters nobody has settled, oldest first. */
export function openDeadLetters(dataSource: DataSource, service: ServiceName, limit = 500): Promise<DeadLetter[]> {
  return rows<DeadLetter>(
    dataSource,
    `SELECT event_id AS "eventId", envelope, error, tries, failed_at AS "failedAt" FROM dead_letters WHERE consumer = $1 AND settled_at IS NULL ORDER BY failed_at LIMIT $2`,
    [service, limit],
  );
}

/**
 * Sends a dead letter to its consumer again, by the outbox of the consumer's own database. One that fails again is open
 * again.
 *
 * @returns false when there is no such open dead letter
 */
export function replayDeadLetter(dataSource: DataSource, outbox: Outbox, service: ServiceName, eventId: string, reason: string): Promise<boolean> {
  return dataSource.transaction(async (manager) => {
    const envelope = await settle(manager, service, eventId, 'replayed', reason);
    if (envelope === null) return false;
    await outbox.job(manager, eventJob(service), envelope.envelope);
    return true;
  });
}

/** @returns false when there is no such open dead letter */
export async function discardDeadLetter(dataSource: DataSource, service: ServiceName, eventId: string, reason: string): Promise<boolean> {
  return (await settle(dataSource, service, eventId, 'discarded', reason)) !== null;
}

function settle(on: Pick<DataSource, 'query'>, service: ServiceName, eventId: string, as: 'replayed' | 'discarded', reason: string): Promise<{ envelope: unknown } | null> {
  if (reason.trim() === '') throw new Error('a dead letter is settled with a reason');
  return row<{ envelope: unknown }>(
    on,
    `UPDATE dead_letters SET settled_at = now(), settled_as = $3, settled_reason = $4 WHERE event_id = $1 AND consumer = $2 AND settled_at IS NULL RETURNING envelope`,
    [eventId, service, as, reason],
  );
}

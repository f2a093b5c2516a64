import { row, rows } from '@practika/database';
import type { DataSource } from 'typeorm';
import type { ServiceName } from './catalogue.js';
import type { CloudEvent } from './cloud-event.js';
import type { EventConsumer } from './event-consumer.processor.js';

export interface DeadLetter {
  readonly event_id: string;
  readonly envelope: CloudEvent;
  readonly error: string;
  readonly failed_at: Date;
}

/** Dead letters nobody has settled, oldest first. */
export function openDeadLetters(dataSource: DataSource, service: ServiceName): Promise<DeadLetter[]> {
  return rows<DeadLetter>(dataSource, `SELECT event_id, envelope, error, failed_at FROM dead_letters WHERE consumer = $1 AND settled_at IS NULL ORDER BY failed_at LIMIT 500`, [service]);
}

/** Handles a dead letter again, right here; it is settled when that works. */
export async function replayDeadLetter(dataSource: DataSource, service: ServiceName, consumer: EventConsumer, eventId: string, reason: string): Promise<void> {
  const letter = await row<DeadLetter>(dataSource, `SELECT event_id, envelope, error, failed_at FROM dead_letters WHERE event_id = $1 AND consumer = $2 AND settled_at IS NULL`, [eventId, service]);
  if (letter === null) throw new Error('there is no such open dead letter');
  await consumer.handle(letter.envelope);
  await settle(dataSource, service, eventId, 'replayed', reason);
}

export function discardDeadLetter(dataSource: DataSource, service: ServiceName, eventId: string, reason: string): Promise<void> {
  return settle(dataSource, service, eventId, 'discarded', reason);
}

async function settle(dataSource: DataSource, service: ServiceName, eventId: string, as: 'replayed' | 'discarded', reason: string): Promise<void> {
  await rows(dataSource, `UPDATE dead_letters SET settled_at = now(), settled_as = $3, settled_reason = $4 WHERE event_id = $1 AND consumer = $2 AND settled_at IS NULL`, [eventId, service, as, reason]);
}

import { Injectable } from '@nestjs/common';
import { row, rows, uuidv7 } from '@practika/database';
import type { JobContract } from '@practika/jobs';
import { currentTraceparent } from '@practika/observability';
import type { EntityManager } from 'typeorm';
import { EVENTS, type EventData, type EventType } from './catalogue.js';
import { causation } from './causation.js';
import type { CloudEvent } from './cloud-event.js';

/** Wakes the relay. Sent inside the transaction: PostgreSQL delivers it at commit and never without one. */
export const OUTBOX_CHANNEL = 'practika_outbox';

export interface EventOptions<T extends EventType> {
  /** `asset/<id>`: what the event is about; `seq` counts per subject. */
  readonly subject: string;
  readonly data: EventData<T>;
  readonly actor: CloudEvent['actor'];
  readonly subjectEpoch?: number;
  readonly consentEpoch?: number;
}

/** Writes events and jobs into the transaction of the change that they follow from. The relay sends them after commit. */
@Injectable()
export class Outbox {
  async event<T extends EventType>(manager: EntityManager, type: T, options: EventOptions<T>): Promise<CloudEvent> {
    const definition = EVENTS[type];
    // The row lock of the upsert orders writers of one subject: seq follows the order of commits.
    const next = await row<{ seq: string; now: Date }>(
      manager,
      `INSERT INTO event_sequences (subject, seq) VALUES ($1, 1) ON CONFLICT (subject) DO UPDATE SET seq = event_sequences.seq + 1 RETURNING seq, now() AS now`,
      [options.subject],
    );
    const id = uuidv7();
    const traceparent = currentTraceparent();
    const cause = causation.getStore();
    const event: CloudEvent = {
      specversion: '1.0',
      id,
      source: `practika/${definition.producer}`,
      type,
      subject: options.subject,
      time: (next?.now ?? new Date()).toISOString(),
      datacontenttype: 'application/json',
      dataschema: `/schemas/events/${type}.json`,
      data: definition.data.parse(options.data),
      traceparent,
      seq: Number(next?.seq ?? 1),
      correlationid: cause?.correlationId ?? traceparent?.split('-')[1] ?? id,
      causationid: cause?.eventId ?? null,
      actor: options.actor,
      subjectepoch: options.subjectEpoch ?? 0,
      consentepoch: options.consentEpoch ?? 0,
    };
    await this.write(manager, id, 'event', type, event, traceparent, 0);
    return event;
  }

  /** @param options.delayMs not before this many milliseconds from now, by the database's clock; 0 when not given */
  async job<P>(manager: EntityManager, contract: JobContract<P>, payload: P, options: { readonly delayMs?: number } = {}): Promise<void> {
    const body = { queue: contract.queue, name: contract.name, schemaVersion: contract.schemaVersion, jobId: contract.jobId(payload), payload: contract.payload.parse(payload) };
    await this.write(manager, uuidv7(), 'job', contract.queue, body, currentTraceparent(), options.delayMs ?? 0);
  }

  private async write(manager: EntityManager, id: string, kind: 'event' | 'job', name: string, body: unknown, traceparent: string | null, delayMs: number): Promise<void> {
    // One round trip: the row, and the wake-up unless the row is not due yet.
    await rows(
      manager,
      `WITH written AS (INSERT INTO outbox (id, kind, name, body, traceparent, not_before) VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 millisecond'))
       SELECT ${delayMs === 0 ? `pg_notify('${OUTBOX_CHANNEL}', '')` : '1'}`,
      [id, kind, name, JSON.stringify(body), traceparent, delayMs],
    );
  }
}

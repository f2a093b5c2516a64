import type { JobToAdd, QueueName } from '@practika/jobs';
import { EVENTS, type EventType } from './catalogue.js';
import type { CloudEvent } from './cloud-event.js';

export interface OutboxRow {
  readonly id: string;
  readonly kind: 'event' | 'job';
  readonly name: string;
  readonly body: unknown;
  readonly traceparent: string | null;
  readonly attempt: number;
}

/** How events lie in an `evt-<service>` queue. */
export const EVENT_JOB = { name: 'event', schemaVersion: 1 } as const;

interface JobBody {
  readonly queue: QueueName;
  readonly name: string;
  readonly schemaVersion: number;
  readonly jobId: string;
  readonly payload: unknown;
}

/**
 * Outbox rows as BullMQ jobs by queue: an event becomes one job per consumer. The attempt is part of the job's id, since
 * a retained job of the same id would swallow a row that is sent again.
 */
export function toJobs(rows: readonly OutboxRow[]): ReadonlyMap<QueueName, JobToAdd[]> {
  const byQueue = new Map<QueueName, JobToAdd[]>();
  const put = (queue: QueueName, job: JobToAdd) => {
    const jobs = byQueue.get(queue);
    if (jobs === undefined) byQueue.set(queue, [job]);
    else jobs.push(job);
  };
  for (const row of rows) {
    const { traceparent } = row;
    if (row.kind === 'job') {
      const body = row.body as JobBody;
      put(body.queue, { name: body.name, jobId: `${body.jobId}.${row.id}.${row.attempt}`, delayMs: 0, data: { schemaVersion: body.schemaVersion, payload: body.payload, traceparent } });
      continue;
    }
    const event = row.body as CloudEvent;
    for (const consumer of EVENTS[row.name as EventType].consumers) {
      put(`evt-${consumer}`, { name: EVENT_JOB.name, jobId: `${row.id}.${row.attempt}`, delayMs: 0, data: { schemaVersion: EVENT_JOB.schemaVersion, payload: event, traceparent } });
    }
  }
  return byQueue;
}

import { type JobToAdd, QUEUE_POLICIES, type QueueName } from '@practika/jobs';
import { EVENTS, type EventType } from './catalogue.js';
import { EVENT_JOB } from './event-job.js';

export interface OutboxRow {
  readonly id: string;
  readonly kind: 'event' | 'job';
  readonly name: string;
  readonly body: unknown;
  readonly traceparent: string | null;
  readonly attempt: number;
}

interface JobBody {
  readonly queue: QueueName;
  readonly name: string;
  readonly schemaVersion: number;
  readonly jobId: string;
  readonly payload: unknown;
}

export interface Sorted {
  readonly byQueue: ReadonlyMap<QueueName, JobToAdd[]>;
  /** Ids of rows that this release has no queue or event type for. */
  readonly unknown: readonly string[];
}

/**
 * Outbox rows as BullMQ jobs by queue: an event becomes one job per consumer. The attempt is part of the job's id, since
 * a retained job of the same id would swallow a row that is sent again.
 */
export function toJobs(rows: readonly OutboxRow[]): Sorted {
  const byQueue = new Map<QueueName, JobToAdd[]>();
  const unknown: string[] = [];
  const put = (queue: QueueName, job: JobToAdd) => {
    const jobs = byQueue.get(queue);
    if (jobs === undefined) byQueue.set(queue, [job]);
    else jobs.push(job);
  };
  for (const row of rows) {
    const { traceparent } = row;
    if (row.kind === 'job') {
      const body = row.body as JobBody;
      if (!Object.hasOwn(QUEUE_POLICIES, body.queue)) unknown.push(row.id);
      else put(body.queue, { name: body.name, jobId: `${body.jobId}.${row.attempt}`, delayMs: 0, data: { schemaVersion: body.schemaVersion, payload: body.payload, traceparent } });
    } else if (!Object.hasOwn(EVENTS, row.name)) {
      unknown.push(row.id);
    } else {
      for (const consumer of EVENTS[row.name as EventType].consumers) {
        put(`evt-${consumer}`, { name: EVENT_JOB.name, jobId: `${row.id}.${row.attempt}`, delayMs: 0, data: { schemaVersion: EVENT_JOB.schemaVersion, payload: row.body, traceparent } });
      }
    }
  }
  return { byQueue, unknown };
}

import type { z } from 'zod';
import type { QueueName } from './queue-policies.js';

/** What producer and worker agree on. Payloads carry ids only: BullMQ keeps job data as plain text in Redis. */
export interface JobContract<P> {
  readonly queue: QueueName;
  readonly name: string;
  readonly schemaVersion: number;
  readonly payload: z.ZodType<P>;
  /** Never contains ':'. Carries an attempt or revision, since a retained job swallows a second one with its id. */
  jobId(payload: P): string;
}

/** What a job looks like in Redis. */
export interface JobData {
  /** W3C trace context of what caused the job. */
  readonly traceparent: string | null;
  readonly schemaVersion: number;
  readonly payload: unknown;
}

import type { JobContract } from './job-contract.js';

export interface JobRun {
  /** From 1. BullMQ's own count; a domain counts its attempts in Postgres. */
  readonly attempt: number;
  readonly jobId: string;
  /** Aborts at the policy's timeout. */
  readonly signal: AbortSignal;
}

/** One kind of job. Throws to have it tried again, PermanentJobError to stop; never returns a failure. */
export abstract class JobProcessor<P> {
  abstract readonly contract: JobContract<P>;
  abstract handle(payload: P, run: JobRun): Promise<void>;
  /** After the last try: moves the domain row, so that operators query a table and not Redis. */
  onFinalFailure?(payload: P, error: Error): Promise<void>;
}

/** Trying again cannot help. */
export class PermanentJobError extends Error {
  override readonly name = 'PermanentJobError';
}

import type { JobContract } from './job-contract.js';

export interface JobRun {
  /** From 1. BullMQ's own count; a domain counts its attempts in Postgres. */
  readonly attempt: number;
  readonly jobId: string;
  /** Aborts at the policy's timeout, and when the process has to end. */
  readonly signal: AbortSignal;
}

/** One kind of job. Throws to have it tried again, PermanentJobError to stop; never returns a failure. */
export abstract class JobProcessor<P> {
  abstract readonly contract: JobContract<P>;
  abstract handle(payload: P, run: JobRun): Promise<void>;
  /**
   * After the last try: moves the domain row, so that operators query a table and not Redis. When it throws, the job is
   * not given up but put off for a minute and tried again, since nobody would know otherwise that it failed.
   */
  onFinalFailure?(payload: P, error: Error, run: Omit<JobRun, 'signal'>): Promise<void>;
}

/** Trying again cannot help. */
export class PermanentJobError extends Error {
  override readonly name = 'PermanentJobError';
}

/** A run that took longer than its queue allows. */
export class JobTimeoutError extends Error {
  override readonly name = 'JobTimeoutError';
}

/** Why the signal of a run aborts when the process ends; the job goes back to its queue as it was. */
export class WorkerStopping extends Error {
  override readonly name = 'WorkerStopping';
}

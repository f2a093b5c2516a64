import type { QueueName } from './queue-policies.js';

/** A job that is not tried any more. */
export interface FailedJob {
  readonly queue: QueueName;
  readonly jobId: string;
  readonly name: string;
  /** As the queue had it: ids, unless somebody broke the contract. */
  readonly payload: unknown;
  readonly attempts: number;
  readonly error: Error;
}

/**
 * Where a job's final failure goes on record besides what its processor does about it, so that operators read a table and not
 * Redis. When it throws, the job is put off as for `onFinalFailure`.
 */
export abstract class FailureLog {
  abstract record(failure: FailedJob): Promise<void>;
}

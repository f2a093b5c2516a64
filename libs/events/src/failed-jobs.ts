import { rows, uuidv7 } from '@practika/database';
import { type FailedJob, FailureLog, JobTimeoutError, PermanentJobError, type QueueName } from '@practika/jobs';
import { DomainError, isOutage } from '@practika/problems';
import type { DataSource, EntityManager } from 'typeorm';

/** Why a job failed, as far as a table may know: an error's text could quote a person's data. */
export type FailureKind = 'outage' | 'timeout' | 'unreadable' | 'permanent' | 'gave-up' | 'other';

const WORDS: Readonly<Record<FailureKind, string>> = {
  outage: 'Something that it needs could not be reached.',
  timeout: 'It took longer than it may.',
  unreadable: 'This release cannot read it.',
  permanent: 'It cannot succeed as it is.',
  'gave-up': 'It failed as often as it may be tried.',
  other: 'It failed each time it was tried.',
};

/** By the class of an error, which is what dead letters keep. */
const BY_CLASS: Readonly<Record<string, FailureKind>> = {
  JobTimeoutError: 'timeout', TimeoutError: 'timeout', ZodError: 'unreadable', PermanentJobError: 'permanent', MaxRetriesPerRequestError: 'outage',
};

/** Public words for what `failed_jobs` and `dead_letters` keep of an error. */
export const wordsOfFailure = (kept: string): string => WORDS[(Object.hasOwn(WORDS, kept) ? kept : (BY_CLASS[kept] ?? 'other')) as FailureKind];

export function kindOfFailure(error: Error): FailureKind {
  if (error instanceof JobTimeoutError) return 'timeout';
  if (error instanceof PermanentJobError) return 'permanent';
  if (isOutage(error) || (error instanceof DomainError && error.code === 'unavailable')) return 'outage';
  return BY_CLASS[error.name] ?? 'other';
}

export interface KeptFailure {
  readonly queue: QueueName;
  readonly jobId: string;
  readonly name: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly kind: FailureKind;
}

/** Puts a failure on record, in the caller's transaction where a row of the domain moves with it. One that was settled and failed again is open again. */
export async function keepFailedJob(on: Pick<DataSource | EntityManager, 'query'>, failure: KeptFailure): Promise<void> {
  await rows(
    on,
    `INSERT INTO failed_jobs (id, queue, job_id, name, payload, error, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (queue, job_id) DO UPDATE
       SET error = excluded.error, attempts = excluded.attempts, failed_at = now(), settled_at = NULL, settled_as = NULL, settled_reason = NULL`,
    [uuidv7(), failure.queue, failure.jobId, failure.name, JSON.stringify(failure.payload ?? null), failure.kind, failure.attempts],
  );
}

/** Events have their dead letters, written by their consumer; everything else is kept here. */
export class FailureTable extends FailureLog {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async record({ error, ...failure }: FailedJob): Promise<void> {
    if (!failure.queue.startsWith('evt-')) await keepFailedJob(this.dataSource, { ...failure, kind: kindOfFailure(error) });
  }
}

import { histogram, logger, withSpan } from '@practika/observability';
import { DelayedError, type Job, UnrecoverableError, WaitingError } from 'bullmq';
import type { FailureLog } from './failure-log.js';
import type { JobData } from './job-contract.js';
import { type JobProcessor, JobTimeoutError, PermanentJobError } from './job-processor.js';
import { QUEUE_POLICIES, type QueuePolicy } from './queue-policies.js';

const log = logger('jobs');
const duration = histogram('practika_job_duration_seconds', 'Time a job ran, by queue and outcome', ['queue', 'outcome']);
/** Milliseconds until a job is looked at again that this worker can neither do nor give up. */
const PUT_OFF = 60_000;
/** Milliseconds a run may go on after its signal, before its job is taken from it. */
const UNWIND = 10_000;

/** What the runner needs of a BullMQ job. */
export type RunnableJob = Pick<Job<JobData>, 'id' | 'name' | 'data' | 'token' | 'attemptsMade' | 'moveToDelayed' | 'moveToWait'>;

/** A newer producer than this worker wrote it: a worker of the same release will come. */
class NewerJob extends Error {
  override readonly name = 'NewerJob';
}

export interface RunOptions {
  /** Aborts when the process must end. */
  readonly stopping: AbortSignal;
  readonly policy?: Pick<QueuePolicy, 'attempts' | 'timeoutMs'>;
  readonly unwindMs?: number;
  readonly failures?: FailureLog | undefined;
}

/** Runs one job by its processor: checks the contract, opens the span, tells last tries from earlier ones. */
export async function runJob(processor: JobProcessor<unknown>, job: RunnableJob, options: RunOptions): Promise<void> {
  const { queue } = processor.contract;
  const policy = options.policy ?? QUEUE_POLICIES[queue];
  const run = { attempt: job.attemptsMade + 1, jobId: job.id ?? '' };
  const stop = duration.startTimer({ queue });
  let payload: { readonly value: unknown } | undefined;
  try {
    payload = { value: parse(processor, job) };
    const { value } = payload;
    await withSpan(`job ${queue}`, () => within(policy.timeoutMs, options, (signal) => processor.handle(value, { ...run, signal })), {
      traceparent: job.data.traceparent,
      attributes: { 'messaging.system': 'bullmq', 'messaging.destination.name': queue, 'messaging.message.id': run.jobId, 'practika.attempt': run.attempt },
    });
    stop({ outcome: 'done' });
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error('a job threw something that is no error', { cause: thrown });
    if (error instanceof NewerJob) {
      stop({ outcome: 'put off' });
      log.warn({ queue, jobId: run.jobId, schemaVersion: job.data.schemaVersion }, 'job is newer than this worker, put off');
      return putOff(job);
    }
    // Cut off by our own end, which is no fault of the job: it goes back without having used up a try.
    if (options.stopping.aborted && !(error instanceof PermanentJobError)) {
      stop({ outcome: 'returned' });
      return giveBack(job);
    }
    const last = error instanceof PermanentJobError || run.attempt >= policy.attempts;
    stop({ outcome: last ? 'failed' : error instanceof JobTimeoutError ? 'timeout' : 'retry' });
    log.warn({ err: error, queue, ...run, last }, 'job failed');
    if (!last) throw error;
    if (!(await finalFailure(processor, job, payload, error, run.attempt, options.failures))) return putOff(job);
    throw new UnrecoverableError(error.name);
  }
}

/** @returns whether the failure is on record */
export async function finalFailure(
  processor: JobProcessor<unknown>, job: Pick<RunnableJob, 'id' | 'name' | 'data'>, payload: { readonly value: unknown } | undefined, error: Error, attempt: number, failures?: FailureLog,
): Promise<boolean> {
  const { queue } = processor.contract;
  const jobId = job.id ?? '';
  try {
    // What nobody can read has no row to be moved, but it has failed all the same.
    if (payload !== undefined) await processor.onFinalFailure?.(payload.value, error, { attempt, jobId });
    await failures?.record({ queue, jobId, name: job.name, payload: job.data.payload, attempts: attempt, error });
    return true;
  } catch (failed) {
    log.error({ err: failed, queue, jobId }, 'final failure could not be recorded, job put off');
    return false;
  }
}

/** @throws PermanentJobError for what no worker of this release will ever understand */
export function parse(processor: JobProcessor<unknown>, job: Pick<RunnableJob, 'name' | 'data'>): unknown {
  const { contract } = processor;
  if (job.name !== contract.name) throw new PermanentJobError(`queue ${contract.queue} has no job of this name`);
  if (job.data.schemaVersion > contract.schemaVersion) throw new NewerJob();
  if (job.data.schemaVersion !== contract.schemaVersion) throw new PermanentJobError(`queue ${contract.queue} takes schema version ${contract.schemaVersion} only`);
  const parsed = contract.payload.safeParse(job.data.payload);
  if (!parsed.success) throw new PermanentJobError(`job ${contract.name} has a payload that breaks its contract`);
  return parsed.data;
}

/**
 * Gives the work a signal that aborts at the timeout or when the process ends. Work that ignores it is left to itself
 * after a while: its job is retried, and what it still writes meets the fences in Postgres.
 */
async function within(timeoutMs: number, options: RunOptions, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new JobTimeoutError(`took longer than ${timeoutMs} ms`)), timeoutMs);
  const signal = AbortSignal.any([controller.signal, options.stopping]);
  let abandon: NodeJS.Timeout | undefined;
  const abandoned = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => { abandon = setTimeout(() => reject(signal.reason as Error), options.unwindMs ?? UNWIND); }, { once: true });
  });
  try {
    await Promise.race([work(signal), abandoned]);
  } catch (error) {
    // Whatever the work made of its abort, the reason is what counts.
    throw controller.signal.aborted && !(error instanceof PermanentJobError) ? (controller.signal.reason as Error) : error;
  } finally {
    clearTimeout(timer);
    clearTimeout(abandon);
  }
}

async function putOff(job: RunnableJob): Promise<never> {
  await job.moveToDelayed(Date.now() + PUT_OFF, job.token);
  throw new DelayedError();
}

async function giveBack(job: RunnableJob): Promise<never> {
  await job.moveToWait(job.token);
  throw new WaitingError();
}

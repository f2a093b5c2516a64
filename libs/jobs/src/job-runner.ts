import { histogram, logger, withSpan } from '@practika/observability';
import { type Job, UnrecoverableError } from 'bullmq';
import type { JobData } from './job-contract.js';
import { type JobProcessor, PermanentJobError } from './job-processor.js';
import { QUEUE_POLICIES } from './queue-policies.js';

const log = logger('jobs');
const duration = histogram('practika_job_duration_seconds', 'Time a job ran, by queue and outcome', ['queue', 'outcome']);

/** Runs one job by its processor: checks the contract, opens the span, tells last tries from earlier ones. */
export async function runJob(processor: JobProcessor<unknown>, job: Job<JobData>, cancelled: AbortSignal | undefined): Promise<void> {
  const { contract } = processor;
  const policy = QUEUE_POLICIES[contract.queue];
  const timeout = AbortSignal.timeout(policy.timeoutMs);
  const signal = cancelled === undefined ? timeout : AbortSignal.any([timeout, cancelled]);
  const stop = duration.startTimer({ queue: contract.queue });
  let payload: unknown;
  try {
    payload = parse(processor, job);
    await withSpan(`job ${contract.queue}`, () => processor.handle(payload, { attempt: job.attemptsMade + 1, jobId: job.id ?? '', signal }), {
      traceparent: job.data.traceparent, attributes: { 'messaging.system': 'bullmq', 'messaging.destination.name': contract.queue, 'messaging.message.id': job.id ?? '' },
    });
    stop({ outcome: 'done' });
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error('a job threw something that is no error', { cause: thrown });
    const permanent = error instanceof PermanentJobError;
    const last = permanent || job.attemptsMade + 1 >= policy.attempts;
    stop({ outcome: last ? 'failed' : 'retry' });
    log.warn({ err: error, queue: contract.queue, jobId: job.id, attempt: job.attemptsMade + 1, last }, 'job failed');
    if (last && payload !== undefined) await processor.onFinalFailure?.(payload, error);
    throw permanent ? new UnrecoverableError(error.message) : error;
  }
}

function parse(processor: JobProcessor<unknown>, job: Job<JobData>): unknown {
  const { contract } = processor;
  if (job.name !== contract.name) throw new PermanentJobError(`queue ${contract.queue} has no job called ${job.name}`);
  if (job.data.schemaVersion !== contract.schemaVersion) {
    // An older worker during a rollout must not throw away what a newer one can do: it is tried again until then.
    throw new Error(`job ${job.name} has schema version ${String(job.data.schemaVersion)}, this worker knows ${contract.schemaVersion}`);
  }
  const parsed = contract.payload.safeParse(job.data.payload);
  if (!parsed.success) throw new PermanentJobError(`job ${job.name} has a payload that breaks its contract`);
  return parsed.data;
}

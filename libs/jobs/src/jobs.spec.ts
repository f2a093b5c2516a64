import { describe, expect, it, jest } from '@jest/globals';
import { DelayedError, UnrecoverableError, WaitingError } from 'bullmq';
import { z } from 'zod';
import { backoffDelay } from './backoff.js';
import { DeafWatch } from './deaf-watch.js';
import { type FailedJob, FailureLog } from './failure-log.js';
import type { JobContract, JobData } from './job-contract.js';
import { JobProcessor, type JobRun, JobTimeoutError, PermanentJobError, WorkerStopping } from './job-processor.js';
import { assertOneProcessorEach } from './job-registry.js';
import { type RunnableJob, runJob } from './job-runner.js';
import { queuesOf, QUEUE_POLICIES, QUEUES } from './queue-policies.js';

const contract: JobContract<unknown> = { queue: 'mail', name: 'mail', schemaVersion: 2, payload: z.strictObject({ n: z.number() }), jobId: () => 'x' };

class Scripted extends JobProcessor<unknown> {
  readonly contract = contract;
  readonly failures: string[] = [];
  constructor(private readonly work: (run: JobRun) => Promise<void>, private readonly recording: () => Promise<void> = async () => undefined) {
    super();
  }
  handle(_payload: unknown, run: JobRun): Promise<void> {
    return this.work(run);
  }
  override async onFinalFailure(_payload: unknown, error: Error): Promise<void> {
    await this.recording();
    this.failures.push(error.name);
  }
}

const aJob = (data: Partial<JobData> = {}, attemptsMade = 0, name = 'mail') => ({
  id: '1', name, token: 't', attemptsMade, data: { schemaVersion: 2, payload: { n: 1 }, traceparent: null, ...data },
  moveToDelayed: jest.fn(async () => undefined), moveToWait: jest.fn(async () => 0),
}) satisfies Record<keyof RunnableJob, unknown>;
class Kept extends FailureLog {
  readonly failures: FailedJob[] = [];
  async record(failure: FailedJob): Promise<void> {
    this.failures.push(failure);
  }
}
const run = (processor: Scripted, job: ReturnType<typeof aJob>, stopping: AbortSignal = new AbortController().signal, failures?: FailureLog) =>
  runJob(processor, job as unknown as RunnableJob, { stopping, policy: { attempts: 3, timeoutMs: 50 }, unwindMs: 50, failures });
const fails = async () => { throw new Error('not now'); };

describe('the policy of every queue', () => {
  it.each(QUEUES)('should let %s lose its worker often, notice that in time and keep what failed', (queue) => {
    const policy = QUEUE_POLICIES[queue];
    expect(policy.maxStalledCount).toBeGreaterThanOrEqual(10);
    expect(policy.lockDurationMs + 2 * policy.stalledIntervalMs).toBeLessThanOrEqual(25_000);
    expect(policy.keepFailedSeconds).toBeGreaterThan(86_400);
    expect(queue).not.toContain(':');
  });

  it('should double the wait between tries up to its cap, with at most half as much again as jitter', () => {
    const policy = { backoffMs: 1_000, backoffMaxMs: 60_000 };
    expect([1, 2, 3, 7, 12].map((n) => backoffDelay(policy, n, () => 0))).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
    expect(backoffDelay(policy, 12, () => 1)).toBe(90_000);
  });
});

describe('the owner of every queue', () => {
  it('should be one service, which has its events among them', () => {
    const services = ['auth', 'exercises', 'media', 'consent'];
    expect(services.flatMap(queuesOf).toSorted()).toEqual([...QUEUES].toSorted());
    for (const service of services) expect(queuesOf(service)).toContain(`evt-${service}`);
    expect(queuesOf('web')).toEqual([]);
  });
});

describe('a run of a job', () => {
  it('should be tried again after an error, and have its final failure recorded at the last try alone', async () => {
    const processor = new Scripted(fails);
    await expect(run(processor, aJob({}, 1))).rejects.toThrow('not now');
    expect(processor.failures).toEqual([]);
    await expect(run(processor, aJob({}, 2))).rejects.toBeInstanceOf(UnrecoverableError);
    expect(processor.failures).toEqual(['Error']);
  });

  it('should stop at once at a permanent error', async () => {
    const processor = new Scripted(async () => { throw new PermanentJobError('never'); });
    await expect(run(processor, aJob())).rejects.toBeInstanceOf(UnrecoverableError);
    expect(processor.failures).toEqual(['PermanentJobError']);
  });

  it('should be put off, not given up, while its final failure cannot be recorded', async () => {
    const job = aJob({}, 2);
    await expect(run(new Scripted(fails, fails), job)).rejects.toBeInstanceOf(DelayedError);
    expect(job.moveToDelayed).toHaveBeenCalledTimes(1);
  });

  it('should be on record after its last try, readable or not, and put off while that cannot be written', async () => {
    const kept = new Kept();
    const never = new AbortController().signal;
    await expect(run(new Scripted(fails), aJob({}, 1), never, kept)).rejects.toThrow('not now');
    expect(kept.failures).toEqual([]);
    await expect(run(new Scripted(fails), aJob({}, 2), never, kept)).rejects.toBeInstanceOf(UnrecoverableError);
    await expect(run(new Scripted(fails), aJob({ payload: { n: 'one' } }), never, kept)).rejects.toBeInstanceOf(UnrecoverableError);
    expect(kept.failures).toEqual([
      { queue: 'mail', jobId: '1', name: 'mail', payload: { n: 1 }, attempts: 3, error: expect.objectContaining({ message: 'not now' }) },
      { queue: 'mail', jobId: '1', name: 'mail', payload: { n: 'one' }, attempts: 1, error: expect.any(PermanentJobError) },
    ]);
    const job = aJob({}, 2);
    await expect(run(new Scripted(fails), job, never, { record: fails })).rejects.toBeInstanceOf(DelayedError);
  });

  it('should refuse an unknown name, an older schema and a payload that breaks the contract, without running it', async () => {
    const work = jest.fn(async () => undefined);
    for (const job of [aJob({}, 0, 'other'), aJob({ schemaVersion: 1 }), aJob({ payload: { n: 'one' } }), aJob({ payload: { n: 1, more: 1 } })]) {
      await expect(run(new Scripted(work), job)).rejects.toBeInstanceOf(UnrecoverableError);
    }
    expect(work).not.toHaveBeenCalled();
  });

  it('[F23] should put off a job that a newer release wrote', async () => {
    const job = aJob({ schemaVersion: 3 });
    await expect(run(new Scripted(async () => undefined), job)).rejects.toBeInstanceOf(DelayedError);
    expect(job.moveToDelayed).toHaveBeenCalledTimes(1);
  });

  it('should abort its signal at the timeout, and count as timed out whatever the work made of it', async () => {
    const processor = new Scripted((r) => new Promise((_, reject) => r.signal.addEventListener('abort', () => reject(new Error('socket closed')))));
    await expect(run(processor, aJob())).rejects.toBeInstanceOf(JobTimeoutError);
  });

  it('should end although the work ignores its signal', async () => {
    await expect(run(new Scripted(() => new Promise(() => undefined)), aJob())).rejects.toBeInstanceOf(JobTimeoutError);
  });

  it('should go back to its queue without using up a try when the process has to end', async () => {
    const stopping = new AbortController();
    const job = aJob({}, 2);
    const processor = new Scripted((r) => new Promise((_, reject) => r.signal.addEventListener('abort', () => reject(r.signal.reason as Error))));
    const done = run(processor, job, stopping.signal);
    stopping.abort(new WorkerStopping('ending'));
    await expect(done).rejects.toBeInstanceOf(WaitingError);
    expect(job.moveToWait).toHaveBeenCalledTimes(1);
    expect(processor.failures).toEqual([]);
  });
});

describe('a deaf worker', () => {
  it('should be noticed after three looks with work, room and nothing taken, and only then', () => {
    const watch = new DeafWatch(3);
    const look = { takeable: 4, room: true, taken: 0 };
    expect([watch.see(look), watch.see(look), watch.see(look)]).toEqual([false, false, true]);
    expect([watch.see(look), watch.see(look), watch.see({ ...look, taken: 1 }), watch.see({ ...look, taken: 1 }), watch.see({ ...look, taken: 1 })]).toEqual([false, false, false, false, false]);
  });

  it('should not be seen in a worker that is busy, has nothing to do or has no Redis', () => {
    const watch = new DeafWatch(2);
    for (let i = 0; i < 5; i += 1) expect(watch.see({ takeable: 4, room: false, taken: 0 })).toBe(false);
    for (let i = 0; i < 5; i += 1) expect(watch.see({ takeable: 0, room: true, taken: 0 })).toBe(false);
    watch.see({ takeable: 1, room: true, taken: 0 });
    watch.sawNothing();
    expect(watch.see({ takeable: 1, room: true, taken: 0 })).toBe(false);
  });
});

describe('the queues of a process', () => {
  const processor = { contract };
  it('should each have exactly one processor, or the process does not boot', () => {
    expect(() => assertOneProcessorEach(['mail'], [processor])).not.toThrow();
    expect(() => assertOneProcessorEach(['mail', 'evt-auth'], [processor])).toThrow('evt-auth has 0 processors');
    expect(() => assertOneProcessorEach(['mail'], [processor, processor])).toThrow('mail has 2 processors');
    expect(() => assertOneProcessorEach([], [processor])).toThrow('does not work on it');
  });
});

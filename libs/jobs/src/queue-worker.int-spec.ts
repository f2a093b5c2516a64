import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { takeUpRedisUrl } from '@practika/config';
import { eventually, OwnRedis } from '@practika/testing';
import { z } from 'zod';
import type { JobContract } from './job-contract.js';
import { JobProcessor, type JobRun } from './job-processor.js';
import { JobQueues } from './job-queues.js';
import { QUEUE_POLICIES, type QueuePolicy } from './queue-policies.js';
import { QueueWorker, type QueueWorkerOptions } from './queue-worker.js';

interface Numbered { readonly n: number }
const contract: JobContract<Numbered> = { queue: 'mail', name: 'mail', schemaVersion: 1, payload: z.strictObject({ n: z.number() }), jobId: ({ n }) => `n.${n}` };
const policy: QueuePolicy = { ...QUEUE_POLICIES.mail, attempts: 3, backoffMs: 20, backoffMaxMs: 50, lockDurationMs: 3_000, stalledIntervalMs: 1_000 };

class Recorder extends JobProcessor<Numbered> {
  readonly contract = contract;
  readonly seen: number[] = [];
  readonly runs: JobRun[] = [];
  readonly failed: number[] = [];
  work: (payload: Numbered, run: JobRun) => Promise<void> = async () => undefined;

  async handle(payload: Numbered, run: JobRun): Promise<void> {
    this.runs.push(run);
    await this.work(payload, run);
    this.seen.push(payload.n);
  }

  override async onFinalFailure({ n }: Numbered): Promise<void> {
    this.failed.push(n);
  }
}

// Real: a redis-server of this suite's own, BullMQ, ioredis.
describe('a worker on a real queue', () => {
  const ended: (() => Promise<void>)[] = [];
  const setUp = async (options: { readonly redisRuns?: boolean } & QueueWorkerOptions = {}) => {
    const redis = await OwnRedis.create(options.redisRuns ?? true);
    const processor = new Recorder();
    const worker = new QueueWorker(redis.url, processor as JobProcessor<unknown>, { policy, watchEveryMs: 500, graceMs: 300, ...options });
    const queues = new JobQueues(redis.url);
    ended.push(async () => {
      redis.thaw();
      await worker.close();
      await queues.close();
      await redis.remove();
    });
    const send = (n: number) => eventually(() => queues.send(contract, { n }).then(() => true), 15_000);
    const saw = (...numbers: number[]) => eventually(() => (numbers.every((n) => processor.seen.includes(n)) ? true : undefined), 25_000);
    return { redis, processor, worker, queues, send, saw };
  };
  afterEach(async () => {
    for (const end of ended.splice(0)) await end();
  });

  it('should do a job, retry one that fails and record the failure of one that always does', async () => {
    const { processor, send, saw } = await setUp();
    processor.work = async ({ n }, run) => { if (n === 2 || (n === 1 && run.attempt === 1)) throw new Error('not now'); };
    await send(0);
    await send(1);
    await send(2);
    await saw(0, 1);
    await eventually(() => (processor.failed.length > 0 ? true : undefined));
    expect(processor.failed).toEqual([2]);
    expect(processor.runs.filter((r) => r.jobId === 'n.2').map((r) => r.attempt)).toEqual([1, 2, 3]);
  });

  it('[F6] should begin when Redis comes up after the worker and the producer', async () => {
    const { redis, queues, worker, send, saw } = await setUp({ redisRuns: false });
    await expect(queues.send(contract, { n: 1 })).rejects.toMatchObject({ code: 'unavailable' });
    await redis.start();
    await send(1);
    await saw(1);
    expect((await worker.depth()).counts).toMatchObject({ waiting: 0, active: 0 });
  });

  it('[F6] [I8] should go on by itself after Redis was gone for five seconds', async () => {
    const { redis, send, saw, queues } = await setUp();
    await send(1);
    await saw(1);
    await redis.kill();
    const refused = performance.now();
    await expect(queues.send(contract, { n: 2 })).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - refused).toBeLessThan(1_000);
    await sleep(5_000);
    await redis.start();
    await send(2);
    await saw(2);
  });

  it('[F7] should go on by itself after Redis was wiped while a job ran', async () => {
    const { redis, processor, send, saw } = await setUp();
    processor.work = async ({ n }) => { if (n === 1) await sleep(700); };
    await send(1);
    await eventually(() => (processor.runs.length === 1 ? true : undefined));
    await redis.wipe();
    await saw(1);
    await send(2);
    await saw(2);
  });

  it('[F22] should go on after a Redis that stood still with its connections open', async () => {
    const { redis, send, saw } = await setUp();
    await send(1);
    await saw(1);
    redis.freeze();
    await sleep(3_000);
    redis.thaw();
    await send(2);
    await saw(2);
  });

  it('should replace a worker that went deaf while jobs wait', async () => {
    const { worker, send, saw } = await setUp();
    await send(1);
    await saw(1);
    // As in taskforcesh/bullmq#4378: the loop waits for an answer that never comes, and every other sign is of life.
    const inner = (worker as unknown as { worker: { _getNextJob: () => Promise<never> } }).worker;
    inner._getNextJob = () => new Promise<never>(() => undefined);
    await sleep(6_000);
    await send(2);
    await saw(2);
  });

  it('[I8] should give a running job back untouched when the process ends before it', async () => {
    const { redis, processor, worker, send } = await setUp();
    processor.work = (_payload, run) => new Promise((_, reject) => { run.signal.addEventListener('abort', () => reject(run.signal.reason as Error)); });
    await send(1);
    await eventually(() => (processor.runs.length === 1 ? true : undefined));
    await worker.close();
    const next = new Recorder();
    const successor = new QueueWorker(redis.url, next as JobProcessor<unknown>, { policy });
    await eventually(() => (next.seen.includes(1) ? true : undefined), 2_000);
    expect(next.runs[0]?.attempt).toBe(1);
    await successor.close();
  });

  it('should wait at its end for a job that is nearly done', async () => {
    const { processor, worker, send } = await setUp({ graceMs: 5_000 });
    processor.work = () => sleep(600);
    await send(1);
    await eventually(() => (processor.runs.length === 1 ? true : undefined));
    await worker.close();
    expect(processor.seen).toEqual([1]);
  });

  it('should tell how many jobs wait and for how long', async () => {
    const { processor, worker, send } = await setUp({ policy: { ...policy, concurrency: 1 } });
    processor.work = () => sleep(1_500);
    await send(1);
    await eventually(() => (processor.runs.length === 1 ? true : undefined));
    await send(2);
    await sleep(300);
    await send(3);
    const depth = await worker.depth();
    expect(depth.counts).toMatchObject({ waiting: 2, active: 1 });
    expect(depth.oldestSeconds).toBeGreaterThan(0.25);
  });

  it('should go on as another user of Redis, with the job that runs and on every connection, and come back as that user', async () => {
    const { redis, worker, queues, processor, send, saw } = await setUp();
    let finish: () => void = () => undefined;
    processor.work = ({ n }) => (n === 1 ? new Promise((resolve) => { finish = resolve; }) : Promise.resolve());
    await send(1);
    await eventually(() => (processor.runs.length === 1 ? true : undefined));
    const url = redis.url.replace('redis://', 'redis://practika:first@');
    await expect(worker.moveTo(url)).rejects.toThrow(/WRONGPASS/);
    await redis.command('ACL SETUSER practika on >first allkeys allcommands allchannels');
    await worker.moveTo(url);
    await takeUpRedisUrl(queues.redis, url);
    const users = (await redis.command('CLIENT LIST')).split('\n').filter((line) => /lib-name=ioredis|cmd=/.test(line) && !line.includes('cmd=client|list')).map((line) => /user=(\S+)/.exec(line)?.[1]);
    expect(users.length).toBeGreaterThanOrEqual(4);
    expect(new Set(users)).toEqual(new Set(['practika']));
    await redis.command('CONFIG SET requirepass nobody-knows');
    finish();
    await saw(1);
    await send(2);
    await saw(2);
    expect(processor.runs.map((run) => run.attempt)).toEqual([1, 1]);
  });
});

import { takeUpRedisUrl } from '@practika/config';
import { logger, throttledErrorLog } from '@practika/observability';
import { type Job, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { backoffDelay } from './backoff.js';
import { DeafWatch } from './deaf-watch.js';
import type { FailureLog } from './failure-log.js';
import type { JobData } from './job-contract.js';
import { type JobProcessor, PermanentJobError, WorkerStopping } from './job-processor.js';
import { finalFailure, parse, runJob } from './job-runner.js';
import { depthOf, type QueueDepth } from './queue-depth.js';
import { QUEUE_POLICIES, type QueuePolicy } from './queue-policies.js';
import { producing, QUEUE_OPTIONS, working } from './redis-connections.js';

const log = logger('jobs');
/** Looks in a row that find jobs waiting, room and none taken, until a worker counts as deaf. */
const DEAF_LOOKS = 3;
/** Milliseconds that cut-off jobs get to give their jobs back. */
const LAST_WORDS = 3_000;

export interface QueueWorkerOptions {
  /** Milliseconds between looks of the watchdog. */
  readonly watchEveryMs?: number;
  /** Milliseconds that running jobs have to end by themselves at shutdown, before their signal aborts. */
  readonly graceMs?: number;
  readonly policy?: QueuePolicy;
  readonly failures?: FailureLog | undefined;
}

/**
 * A BullMQ worker that is replaced when it goes deaf: after a Redis restart or fail-over a worker may wait for ever on a
 * connection that will never speak again (taskforcesh/bullmq#4378, #3088), alive by every other sign.
 */
export class QueueWorker {
  private worker: Worker<JobData>;
  private readonly redis: Redis;
  private readonly queue: Queue<JobData>;
  private readonly timer: NodeJS.Timeout;
  private readonly stopping = new AbortController();
  private readonly deafness = new DeafWatch(DEAF_LOOKS);
  private readonly policy: QueuePolicy;
  private readonly graceMs: number;
  private readonly failures: FailureLog | undefined;
  private taken = 0;
  private active = 0;
  private looking = false;
  /** Everything that BullMQ has connected for our workers. */
  private readonly connections = new Set<Redis>();
  /** Deaf workers that still finish what they had taken. */
  private readonly retired = new Set<Promise<void>>();

  constructor(
    private redisUrl: string,
    private readonly processor: JobProcessor<unknown>,
    options: QueueWorkerOptions = {},
  ) {
    const { queue } = processor.contract;
    this.policy = options.policy ?? QUEUE_POLICIES[queue];
    this.graceMs = options.graceMs ?? 15_000;
    this.failures = options.failures;
    this.redis = new Redis(redisUrl, producing);
    this.redis.on('error', throttledErrorLog('queue redis'));
    this.queue = new Queue(queue, { connection: this.redis as never, ...QUEUE_OPTIONS });
    this.queue.on('error', () => undefined); // the connection's, written down there
    this.worker = this.start();
    this.timer = setInterval(() => void this.watch(), options.watchEveryMs ?? 5_000);
    this.timer.unref();
  }

  /**
   * Takes no more jobs and waits for those that run; after the grace their signals abort and they go back to the queue.
   * A job that ignores even that is left behind: its lock ends and another worker takes it.
   */
  async close(): Promise<void> {
    clearInterval(this.timer);
    const closed = this.worker.close();
    const cut = setTimeout(() => this.stopping.abort(new WorkerStopping('the process is ending')), this.graceMs);
    let giveUp: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => { giveUp = setTimeout(resolve, this.graceMs + LAST_WORDS); });
    await Promise.race([Promise.all([closed.catch(throttledErrorLog('jobs')), ...this.retired]), tooLong]);
    clearTimeout(cut);
    clearTimeout(giveUp);
    await this.queue.close().catch(throttledErrorLog('jobs'));
    this.redis.disconnect();
  }

  /**
   * Goes on with another user, password or server. Jobs that run keep running.
   *
   * @throws what Redis answers when it does not take the new URL
   */
  async moveTo(url: string): Promise<void> {
    await takeUpRedisUrl(this.redis, url);
    this.redisUrl = url;
    await Promise.all([...this.connections].map((redis) => takeUpRedisUrl(redis, url)));
  }

  /** For the metrics endpoint. */
  depth(): Promise<QueueDepth> {
    return depthOf(this.queue);
  }

  private start(): Worker<JobData> {
    const { policy } = this;
    const worker = new Worker<JobData>(this.processor.contract.queue, (job) => this.run(job), {
      connection: working(this.redisUrl, (redis) => this.know(redis)),
      concurrency: policy.concurrency,
      lockDuration: policy.lockDurationMs,
      stalledInterval: policy.stalledIntervalMs,
      maxStalledCount: policy.maxStalledCount,
      // How long a fetch waits after an error that is not the connection's, such as a full Redis.
      runRetryDelay: 2_000,
      settings: { backoffStrategy: (attemptsMade) => backoffDelay(policy, attemptsMade) },
    });
    worker.on('error', throttledErrorLog(`worker ${this.processor.contract.queue}`));
    worker.on('failed', (job) => { if (job?.deferredFailure !== undefined) void this.lostTooOften(job); });
    return worker;
  }

  private know(redis: Redis): void {
    this.connections.add(redis);
    redis.once('end', () => this.connections.delete(redis));
  }

  private async run(job: Job<JobData>): Promise<void> {
    this.taken += 1;
    this.active += 1;
    try {
      await runJob(this.processor, job, { stopping: this.stopping.signal, policy: this.policy, failures: this.failures });
    } finally {
      this.active -= 1;
    }
  }

  /** BullMQ gave the job up without running it: it killed its worker, or lost it, more often than the policy allows. */
  private async lostTooOften(job: Job<JobData>): Promise<void> {
    this.taken += 1;
    log.error({ queue: job.queueName, jobId: job.id }, 'job lost its worker too often');
    try {
      const payload = { value: parse(this.processor, job) };
      await finalFailure(this.processor, job, payload, new PermanentJobError('lost its worker too often'), job.attemptsMade, this.failures);
    } catch (error) {
      log.error({ err: error, queue: job.queueName, jobId: job.id }, 'a job that was given up cannot be read');
    }
  }

  private async watch(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const takeable = (await this.queue.isPaused()) ? 0 : (await this.queue.getWaitingCount()) + (await this.overdue());
      const deaf = this.deafness.see({ takeable, room: this.active < this.policy.concurrency, taken: this.taken });
      if (deaf) this.replace();
    } catch {
      this.deafness.sawNothing();
    } finally {
      this.looking = false;
    }
  }

  /** Whether a delayed job should have come long ago: only workers bring them, so deaf ones leave them lying. */
  private async overdue(): Promise<number> {
    const [first] = await this.queue.getJobs(['delayed'], 0, 0, true);
    if (first === undefined) return 0;
    const since = Date.now() - (first.timestamp + first.delay);
    return first.attemptsMade === 0 && since > 10_000 ? 1 : 0;
  }

  private replace(): void {
    log.warn({ queue: this.processor.contract.queue }, 'worker took nothing while jobs waited; starting a new one');
    const deaf = this.worker;
    this.worker = this.start();
    const retired: Promise<void> = deaf.close(this.active === 0).catch(throttledErrorLog('jobs')).finally(() => this.retired.delete(retired));
    this.retired.add(retired);
  }
}

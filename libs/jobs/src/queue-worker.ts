import { logger, throttledErrorLog } from '@practika/observability';
import { type Job, Queue, Worker } from 'bullmq';
import { backoffDelay } from './backoff.js';
import type { JobData } from './job-contract.js';
import type { JobProcessor } from './job-processor.js';
import { runJob } from './job-runner.js';
import { QUEUE_POLICIES } from './queue-policies.js';

const log = logger('jobs');
/** Milliseconds between looks of the watchdog. */
const WATCH = 5_000;
/** Looks in a row at which jobs wait, this worker is idle and none was taken, until it counts as deaf. */
const DEAF_LOOKS = 3;

const connection = (url: string) => ({ url, maxRetriesPerRequest: null, retryStrategy: (n: number) => Math.min(50 * 2 ** n, 1_000) });

/**
 * A BullMQ worker that is replaced when it goes deaf: after a Redis restart or fail-over a worker may wait for ever on a
 * connection that will never speak again (taskforcesh/bullmq#4378, #3088), alive by every other sign.
 */
export class QueueWorker {
  private worker: Worker<JobData>;
  private readonly queue: Queue<JobData>;
  private readonly timer: NodeJS.Timeout;
  private taken = 0;
  private takenAtLastLook = 0;
  private deafLooks = 0;
  private active = 0;

  constructor(
    private readonly redisUrl: string,
    private readonly processor: JobProcessor<unknown>,
  ) {
    this.queue = new Queue(processor.contract.queue, { connection: { ...connection(redisUrl), enableOfflineQueue: false }, skipWaitingForReady: true });
    this.queue.on('error', throttledErrorLog(`queue ${processor.contract.queue}`));
    this.worker = this.start();
    this.timer = setInterval(() => void this.watch(), WATCH);
    this.timer.unref();
  }

  /** Stops taking jobs, waits for those that run, then closes its connections. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.worker.close();
    await this.queue.close();
  }

  /** Jobs by state, and the age in seconds of the one that has waited longest. For the metrics endpoint. */
  async depth(): Promise<{ readonly counts: Readonly<Record<string, number>>; readonly oldestSeconds: number }> {
    const [counts, oldest] = await Promise.all([
      this.queue.getJobCounts('waiting', 'active', 'delayed', 'failed'),
      this.queue.getJobs(['waiting'], 0, 0, true),
    ]);
    return { counts, oldestSeconds: oldest[0] === undefined ? 0 : Math.max(0, (Date.now() - oldest[0].timestamp) / 1_000) };
  }

  private start(): Worker<JobData> {
    const policy = QUEUE_POLICIES[this.processor.contract.queue];
    const worker = new Worker<JobData>(this.processor.contract.queue, (job, _token, signal) => this.run(job, signal), {
      connection: connection(this.redisUrl),
      concurrency: policy.concurrency,
      lockDuration: policy.lockDurationMs,
      stalledInterval: policy.stalledIntervalMs,
      maxStalledCount: policy.maxStalledCount,
      settings: { backoffStrategy: (attemptsMade) => backoffDelay(policy, attemptsMade) },
    });
    worker.on('error', throttledErrorLog(`worker ${this.processor.contract.queue}`));
    return worker;
  }

  private async run(job: Job<JobData>, signal: AbortSignal | undefined): Promise<void> {
    this.taken += 1;
    this.active += 1;
    try {
      await runJob(this.processor, job, signal);
    } finally {
      this.active -= 1;
    }
  }

  private async watch(): Promise<void> {
    try {
      const waiting = await this.queue.getWaitingCount();
      const idle = this.active === 0 && this.taken === this.takenAtLastLook;
      this.takenAtLastLook = this.taken;
      this.deafLooks = waiting > 0 && idle ? this.deafLooks + 1 : 0;
    } catch {
      this.deafLooks = 0; // Redis is away: nobody could hear anything
    }
    if (this.deafLooks < DEAF_LOOKS) return;
    this.deafLooks = 0;
    log.warn({ queue: this.processor.contract.queue }, 'worker took nothing while jobs waited; starting a new one');
    const deaf = this.worker;
    this.worker = this.start();
    void deaf.close(true).catch(throttledErrorLog('deaf worker'));
  }
}

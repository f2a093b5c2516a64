import { throttledErrorLog } from '@practika/observability';
import { unavailable } from '@practika/problems';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { JobData } from './job-contract.js';
import { QUEUE_POLICIES, type QueueName } from './queue-policies.js';

export interface JobToAdd {
  readonly name: string;
  readonly data: JobData;
  readonly jobId: string;
  readonly delayMs: number;
}

/** The producing end: fails fast when Redis is away, since Postgres keeps what could not be sent. */
export class JobQueues {
  private readonly queues = new Map<QueueName, Queue<JobData>>();
  /** Raw commands of the same connection kind, for the relay's marker. */
  readonly redis: Redis;

  constructor(url: string) {
    this.redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 5_000, connectTimeout: 2_000, retryStrategy: (n) => Math.min(50 * 2 ** n, 1_000) });
    this.redis.on('error', throttledErrorLog('queue redis'));
  }

  /** @throws unavailable when Redis does not take them */
  async add(name: QueueName, jobs: readonly JobToAdd[]): Promise<void> {
    const policy = QUEUE_POLICIES[name];
    try {
      await this.queue(name).addBulk(jobs.map((job) => ({
        name: job.name,
        data: job.data,
        opts: {
          jobId: job.jobId,
          delay: job.delayMs,
          attempts: policy.attempts,
          backoff: { type: 'custom' },
          removeOnComplete: { age: policy.keepCompletedSeconds, count: policy.keepCompletedCount },
          removeOnFail: { age: policy.keepFailedSeconds },
        },
      })));
    } catch (error) {
      throw unavailable('The job queue', error);
    }
  }

  queue(name: QueueName): Queue<JobData> {
    let queue = this.queues.get(name);
    if (queue === undefined) {
      queue = new Queue<JobData>(name, { connection: this.redis as never, skipWaitingForReady: true });
      queue.on('error', throttledErrorLog(`queue ${name}`));
      this.queues.set(name, queue);
    }
    return queue;
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.queues.values()].map((queue) => queue.close()));
    this.redis.disconnect();
  }
}

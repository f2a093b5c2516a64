import { throttledErrorLog } from '@practika/observability';
import { unavailable } from '@practika/problems';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { JobContract, JobData } from './job-contract.js';
import { depthOf, type QueueDepth } from './queue-depth.js';
import { QUEUE_POLICIES, type QueueName } from './queue-policies.js';
import { producing, QUEUE_OPTIONS } from './redis-connections.js';

export interface JobToAdd {
  readonly name: string;
  readonly data: JobData;
  readonly jobId: string;
  /** Milliseconds, by the clock of the worker that takes it. */
  readonly delayMs: number;
}

/** The producing end: fails fast when Redis is away, since Postgres keeps what could not be sent. */
export class JobQueues {
  private readonly queues = new Map<QueueName, Queue<JobData>>();
  /** Raw commands of the same connection kind, for the relay's mark. */
  readonly redis: Redis;

  constructor(url: string) {
    this.redis = new Redis(url, producing);
    this.redis.on('error', throttledErrorLog('queue redis'));
  }

  /**
   * Adds one job. Services write jobs into the outbox; this is for tools and tests.
   *
   * @throws ZodError when the payload breaks the contract, unavailable when Redis does not take it
   */
  async send<P>(contract: JobContract<P>, payload: P, options: { readonly traceparent?: string | null; readonly delayMs?: number } = {}): Promise<void> {
    const data: JobData = { schemaVersion: contract.schemaVersion, payload: contract.payload.parse(payload), traceparent: options.traceparent ?? null };
    await this.add(contract.queue, [{ name: contract.name, jobId: contract.jobId(payload), delayMs: options.delayMs ?? 0, data }]);
  }

  /** One round trip for all of them. @throws unavailable when Redis does not take them; some may then be in the queue */
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
          stackTraceLimit: 0,
        },
      })));
    } catch (error) {
      throw unavailable('The job queue', error);
    }
  }

  /** @throws what Redis answers, or that it does not */
  depth(name: QueueName): Promise<QueueDepth> {
    return depthOf(this.queue(name));
  }

  queue(name: QueueName): Queue<JobData> {
    let queue = this.queues.get(name);
    if (queue === undefined) {
      queue = new Queue<JobData>(name, { connection: this.redis as never, ...QUEUE_OPTIONS });
      // They are the connection's, which has a listener that writes them down once for all queues.
      queue.on('error', () => undefined);
      this.queues.set(name, queue);
    }
    return queue;
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.queues.values()].map((queue) => queue.close()));
    this.redis.disconnect();
  }
}

import { setTimeout as timeout } from 'node:timers/promises';
import { type BeforeApplicationShutdown, type DynamicModule, Inject, Injectable, Module, type OnApplicationBootstrap, Optional, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { secretFiles } from '@practika/config';
import { gauge, sharedReading } from '@practika/observability';
import { FailureLog } from './failure-log.js';
import type { JobProcessor } from './job-processor.js';
import { assertOneProcessorEach } from './job-registry.js';
import type { QueueName } from './queue-policies.js';
import { QueueWorker } from './queue-worker.js';

export interface JobsOptions {
  readonly redisUrl: string;
  /** What this process works on. */
  readonly queues: readonly QueueName[];
  /** Providers of the application; exactly one per queue. */
  readonly processors: readonly Type<Pick<JobProcessor<unknown>, 'handle'> & { readonly contract: { readonly queue: QueueName } }>[];
  /** Milliseconds that running jobs have to end by themselves at shutdown; 15 s when not given. */
  readonly graceMs?: number;
}

/** Milliseconds that a process cut off after `shutdownGraceSeconds` leaves its jobs, so that it can still give back what has not ended. */
export const jobGraceMs = (shutdownGraceSeconds: number): number => Math.max(1, shutdownGraceSeconds - 10) * 1_000;

const OPTIONS = Symbol('jobs options');

/** Every worker of this process, for the metrics: an application may import this module more than once. */
const running = new Map<QueueName, QueueWorker>();

@Injectable()
class JobWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly workers: QueueWorker[] = [];
  private unfollow: () => void = () => undefined;

  constructor(
    @Inject(OPTIONS) private readonly options: JobsOptions,
    @Inject(ModuleRef) private readonly modules: ModuleRef,
    @Optional() @Inject(FailureLog) private readonly failures?: FailureLog,
  ) {}

  onApplicationBootstrap(): void {
    const processors = this.options.processors.map((type) => this.modules.get<JobProcessor<unknown>>(type as Type, { strict: false }));
    assertOneProcessorEach(this.options.queues, processors);
    for (const processor of processors) {
      const worker = new QueueWorker(this.options.redisUrl, processor, { failures: this.failures, ...(this.options.graceMs === undefined ? {} : { graceMs: this.options.graceMs }) });
      this.workers.push(worker);
      running.set(processor.contract.queue, worker);
    }
    this.unfollow = secretFiles.on<string>('REDIS_QUEUE_URL', async (changed) => { await Promise.all(this.workers.map((worker) => worker.moveTo(changed))); });
    measure();
  }

  /** Running jobs end before anything they use is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    this.unfollow();
    await Promise.all(this.workers.map((worker) => worker.close()));
    for (const [queue, worker] of running) if (this.workers.includes(worker)) running.delete(queue);
  }
}

/** Milliseconds. A scrape does not wait for a Redis that is away. */
const SCRAPE = 1_000;

function measure(): void {
  const look = sharedReading(() => Promise.allSettled([...running].map(async ([queue, worker]) => ({
    queue,
    ...(await Promise.race([worker.depth(), timeout(SCRAPE, undefined, { ref: false }).then(() => Promise.reject(new Error('no answer')))])),
  }))));
  const seen = async () => (await look()).flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  // Without an answer there is no sample: the last known depth would hide that nobody knows.
  gauge('practika_queue_jobs', 'Jobs in a queue by state', ['queue', 'state'], async (jobs) => {
    const depths = await seen();
    jobs.reset();
    for (const { queue, counts } of depths) for (const [state, n] of Object.entries(counts)) jobs.set({ queue, state }, n);
  });
  gauge('practika_queue_oldest_waiting_seconds', 'Age of the job that has waited longest', ['queue'], async (oldest) => {
    const depths = await seen();
    oldest.reset();
    for (const { queue, oldestSeconds } of depths) oldest.set({ queue }, oldestSeconds);
  });
}

@Module({})
export class JobsModule {
  static forWorker(options: JobsOptions): DynamicModule {
    return { module: JobsModule, providers: [{ provide: OPTIONS, useValue: options }, JobWorkers] };
  }
}

import { type BeforeApplicationShutdown, type DynamicModule, Inject, Injectable, Module, type OnApplicationBootstrap, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { gauge } from '@practika/observability';
import { JobProcessor } from './job-processor.js';
import type { QueueName } from './queue-policies.js';
import { QueueWorker } from './queue-worker.js';

export interface JobsOptions {
  readonly redisUrl: string;
  /** What this process works on. */
  readonly queues: readonly QueueName[];
  /** Providers of the application; exactly one per queue. */
  readonly processors: readonly Type<Pick<JobProcessor<unknown>, 'handle'> & { readonly contract: { readonly queue: QueueName } }>[];
}

const OPTIONS = Symbol('jobs options');

/** Every worker of this process, for the metrics: an application may import this module more than once. */
const running = new Map<QueueName, QueueWorker>();

@Injectable()
class JobWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly workers: QueueWorker[] = [];

  constructor(
    @Inject(OPTIONS) private readonly options: JobsOptions,
    @Inject(ModuleRef) private readonly modules: ModuleRef,
  ) {}

  onApplicationBootstrap(): void {
    const processors = this.options.processors.map((type) => this.modules.get<JobProcessor<unknown>>(type as Type, { strict: false }));
    for (const { contract } of processors) {
      if (!this.options.queues.includes(contract.queue)) throw new Error(`a processor for queue ${contract.queue} is registered in a process that does not work on it`);
    }
    for (const queue of this.options.queues) {
      const mine = processors.filter((p) => p.contract.queue === queue);
      if (mine.length !== 1) throw new Error(`queue ${queue} has ${mine.length} processors; it needs exactly one`);
    }
    for (const processor of processors) {
      const worker = new QueueWorker(this.options.redisUrl, processor);
      this.workers.push(worker);
      running.set(processor.contract.queue, worker);
    }
    measure();
  }

  /** Running jobs end before anything they use is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
  }
}

function measure(): void {
  const oldest = gauge('practika_queue_oldest_waiting_seconds', 'Age of the job that has waited longest', ['queue']);
  gauge('practika_queue_jobs', 'Jobs in a queue by state', ['queue', 'state'], async (depth) => {
    await Promise.allSettled([...running].map(async ([queue, worker]) => {
      const { counts, oldestSeconds } = await worker.depth();
      for (const [state, n] of Object.entries(counts)) depth.set({ queue, state }, n);
      oldest.set({ queue }, oldestSeconds);
    }));
  });
}

@Module({})
export class JobsModule {
  static forWorker(options: JobsOptions): DynamicModule {
    return { module: JobsModule, providers: [{ provide: OPTIONS, useValue: options }, JobWorkers] };
  }
}

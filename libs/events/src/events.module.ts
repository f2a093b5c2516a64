import { type DynamicModule, Inject, Injectable, Module, type OnModuleInit, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { FailureLog, JobsModule } from '@practika/jobs';
import { DataSource } from 'typeorm';
import type { ServiceName } from './catalogue.js';
import { EventConsumer } from './event-consumer.processor.js';
import type { EventHandler } from './event-handler.js';
import { FailureTable } from './failed-jobs.js';
import { EventsOptions } from './events-options.js';
import { OutboxRelay } from './outbox-relay.js';
import { Outbox } from './outbox.js';
import { QueueWatch } from './queue-watch.js';

export interface WorkerOptions {
  readonly service: ServiceName;
  readonly redisUrl: string;
  /** Providers of the application. */
  readonly handlers: readonly Type<EventHandler>[];
  readonly markSuffix?: string;
}

const HANDLERS = Symbol('event handlers');

@Injectable()
class HandlerRegistrar implements OnModuleInit {
  constructor(
    @Inject(HANDLERS) private readonly handlers: readonly Type<EventHandler>[],
    @Inject(EventConsumer) private readonly consumer: EventConsumer,
    @Inject(ModuleRef) private readonly modules: ModuleRef,
  ) {}

  onModuleInit(): void {
    this.consumer.register(this.handlers.map((type) => this.modules.get<EventHandler>(type, { strict: false })));
  }
}

const FAILURES = { provide: FailureLog, useFactory: (dataSource: DataSource) => new FailureTable(dataSource), inject: [DataSource] };

@Module({})
export class EventsModule {
  /** For processes that write events and jobs, and may work on jobs, but relay and consume nothing. */
  static forProducer(): DynamicModule {
    return { module: EventsModule, global: true, providers: [Outbox, FAILURES], exports: [Outbox, FailureLog] };
  }

  /** For a service's worker: writes, relays and consumes. */
  static forWorker(options: WorkerOptions): DynamicModule {
    return {
      module: EventsModule,
      global: true,
      imports: [JobsModule.forWorker({ redisUrl: options.redisUrl, queues: [`evt-${options.service}`], processors: [EventConsumer] })],
      providers: [
        Outbox,
        OutboxRelay,
        QueueWatch,
        FAILURES,
        { provide: EventsOptions, useValue: new EventsOptions(options.service, options.redisUrl, options.markSuffix) },
        { provide: EventConsumer, useFactory: (dataSource: DataSource) => new EventConsumer(options.service, dataSource), inject: [DataSource] },
        { provide: HANDLERS, useValue: options.handlers },
        HandlerRegistrar,
      ],
      exports: [Outbox, EventConsumer, FailureLog],
    };
  }
}

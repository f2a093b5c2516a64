import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DatabaseModule } from '@practika/database';
import { EventsModule } from '@practika/events';
import { InternalClient, serviceSigner } from '@practika/identity';
import { currentTraceparent } from '@practika/observability';
import { ConsentCoreModule } from './consent-core.module.js';
import type { ConsentWorkerConfig } from './consent.config.js';
import { UpkeepTimer } from './effects/upkeep.timer.js';
import { consentMigrations } from './migrations/consent-migrations.js';
import { UserErasedHandler } from './privacy/user-erased.handler.js';

/** The worker calls out and is not called: it needs the client without the rest of an API. */
@Global()
@Module({})
class CallingModule {
  static forRoot(config: ConsentWorkerConfig): DynamicModule {
    const client = new InternalClient(serviceSigner('consent', config.serviceKey), { media: config.mediaUrl }, currentTraceparent);
    return { module: CallingModule, providers: [{ provide: InternalClient, useValue: client }], exports: [InternalClient] };
  }
}

@Module({})
export class ConsentWorkerModule {
  /** @param markSuffix keeps the relay's mark in Redis apart where several databases share one, as in tests */
  static forRoot(config: ConsentWorkerConfig, markSuffix = ''): DynamicModule {
    return {
      module: ConsentWorkerModule,
      imports: [
        DatabaseModule.forRoot({ url: config.databaseUrl, entities: [], migrations: consentMigrations, applicationName: 'consent-worker', poolSize: 6, waitForSchema: true }),
        CallingModule.forRoot(config),
        EventsModule.forWorker({ service: 'consent', redisUrl: config.redisQueueUrl, handlers: [UserErasedHandler], markSuffix }),
        ConsentCoreModule.forRoot(config.records),
      ],
      providers: [UserErasedHandler, UpkeepTimer],
    };
  }
}

import { type DynamicModule, Module } from '@nestjs/common';
import { DatabaseModule, PersonalDataStore } from '@practika/database';
import { EventsModule } from '@practika/events';
import { jobGraceMs, JobsModule } from '@practika/jobs';
import { S3ObjectStore } from '@practika/object-store';
import { AssetRepository } from './assets/asset.repository.js';
import { TypeormAssetRepository } from './assets/typeorm-asset.repository.js';
import { TransitionRepository } from './assets/typeorm-transition.repository.js';
import { ConsentNewsRepository } from './consent/consent-news.repository.js';
import { ConsentEventHandler } from './consent/consent.event-handler.js';
import { TypeormConsentNewsRepository } from './consent/typeorm-consent-news.repository.js';
import { DeletionProcessor } from './deletion/deletion.processor.js';
import { deletionProviders } from './deletion/deletion.providers.js';
import type { MediaWorkerConfig } from './media.config.js';
import { mediaMigrations } from './migrations/index.js';
import { TypeormPersonalDataStore } from './privacy/typeorm-personal-data.repository.js';
import { UserErasedEventHandler } from './privacy/user-erased.event-handler.js';
import { ReconcilerRepository } from './reconciler/reconciler.repository.js';
import { ReconcilerService } from './reconciler/reconciler.service.js';
import { TypeormReconcilerRepository } from './reconciler/typeorm-reconciler.repository.js';
import { DeleterStore } from './store/stores.js';
import { TypeormUploadRepository } from './uploads/typeorm-upload.repository.js';
import { UploadRepository } from './uploads/upload.repository.js';

/** Relays the outbox, hears events, deletes objects, and picks up what is past its deadline. */
@Module({})
export class MediaWorkerModule {
  static forRoot(config: MediaWorkerConfig): DynamicModule {
    return {
      module: MediaWorkerModule,
      imports: [
        DatabaseModule.forRoot({ url: config.databaseUrl, entities: [], migrations: mediaMigrations, applicationName: 'media-worker', poolSize: config.poolSize, waitForSchema: true }),
        EventsModule.forWorker({ service: 'media', redisUrl: config.redisQueueUrl, handlers: [ConsentEventHandler, UserErasedEventHandler] }),
        JobsModule.forWorker({ redisUrl: config.redisQueueUrl, queues: ['media-delete'], processors: [DeletionProcessor], graceMs: jobGraceMs(config.shutdownGraceSeconds) }),
      ],
      providers: [
        { provide: DeleterStore, useFactory: () => new S3ObjectStore(config.store, config.deleter) },
        { provide: AssetRepository, useClass: TypeormAssetRepository },
        { provide: UploadRepository, useClass: TypeormUploadRepository },
        { provide: ConsentNewsRepository, useClass: TypeormConsentNewsRepository },
        { provide: ReconcilerRepository, useClass: TypeormReconcilerRepository },
        { provide: PersonalDataStore, useExisting: TypeormPersonalDataStore },
        ...deletionProviders(config.buckets),
        TypeormPersonalDataStore, TransitionRepository, ReconcilerService, ConsentEventHandler, UserErasedEventHandler,
      ],
    };
  }
}

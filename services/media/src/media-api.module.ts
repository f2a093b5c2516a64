import { type DynamicModule, Module } from '@nestjs/common';
import { DatabaseModule, PgWakeUps, WakeUps, WakeUpSource } from '@practika/database';
import { EventsModule, JobRetries } from '@practika/events';
import { ApiModule, LiveAnswers, queueDesk, queuesController } from '@practika/http';
import { S3ObjectStore } from '@practika/object-store';
import { AssetReads } from './assets/asset-reads.repository.js';
import { AssetRemoval } from './assets/asset-removal.repository.js';
import { AssetsController } from './assets/assets.controller.js';
import { AssetsService } from './assets/assets.service.js';
import { TypeormAssetReads } from './assets/typeorm-asset-reads.repository.js';
import { TypeormAssetRemoval } from './assets/typeorm-asset-removal.repository.js';
import { TransitionRepository } from './assets/typeorm-transition.repository.js';
import { ConsentGate } from './consent/consent-gate.js';
import { ConsentNewsRepository } from './consent/consent-news.repository.js';
import { InternalConsentsController } from './consent/internal-consents.controller.js';
import { InternalConsentGate } from './consent/internal.consent-gate.js';
import { TypeormConsentNewsRepository } from './consent/typeorm-consent-news.repository.js';
import { AssetFeed } from './live-events/asset-feed.repository.js';
import { LiveEventsController } from './live-events/live-events.controller.js';
import { TypeormAssetFeed } from './live-events/typeorm-asset-feed.repository.js';
import { MediaSettings } from './media-settings.js';
import type { MediaApiConfig } from './media.config.js';
import { mediaMigrations } from './migrations/index.js';
import { PlaybackController } from './playback/playback.controller.js';
import { PlaybackService } from './playback/playback.service.js';
import { TypeormJobRetries } from './queues/typeorm-job-retries.repository.js';
import { QuarantineController } from './quarantine/quarantine.controller.js';
import { QuarantineRepository } from './quarantine/quarantine.repository.js';
import { QuarantineService } from './quarantine/quarantine.service.js';
import { TypeormQuarantineRepository } from './quarantine/typeorm-quarantine.repository.js';
import { InternalAssetsController } from './references/internal-assets.controller.js';
import { ReferenceRepository } from './references/reference.repository.js';
import { TypeormReferenceRepository } from './references/typeorm-reference.repository.js';
import { StoreHealth } from './store/store-health.js';
import { PlaybackStore, UploaderStore } from './store/stores.js';
import { CompletionService } from './uploads/completion.service.js';
import { TypeormUploadRepository } from './uploads/typeorm-upload.repository.js';
import { UploadRepository } from './uploads/upload.repository.js';
import { UploadsController } from './uploads/uploads.controller.js';
import { UploadsService } from './uploads/uploads.service.js';
import { MEDIA_VERSION } from './version.js';

@Module({})
export class MediaApiModule {
  static forRoot(config: MediaApiConfig): DynamicModule {
    return {
      module: MediaApiModule,
      imports: [
        DatabaseModule.forRoot({ url: config.databaseUrl, entities: [], migrations: mediaMigrations, applicationName: 'media-api', poolSize: config.poolSize }),
        EventsModule.forProducer(),
        ApiModule.forRoot({ service: 'media', version: MEDIA_VERSION, config: config.http }),
      ],
      controllers: [UploadsController, AssetsController, PlaybackController, QuarantineController, LiveEventsController, InternalAssetsController, InternalConsentsController, queuesController('media')],
      providers: [
        { provide: MediaSettings, useValue: new MediaSettings(config.buckets, config.quota) },
        { provide: UploaderStore, useFactory: () => new S3ObjectStore(config.store, config.uploader) },
        { provide: PlaybackStore, useFactory: () => new S3ObjectStore(config.store, config.playback) },
        { provide: WakeUpSource, useValue: new WakeUpSource(config.databaseUrl, 'media_assets', 'media-wake-ups') },
        { provide: WakeUps, useClass: PgWakeUps },
        { provide: ConsentGate, useClass: InternalConsentGate },
        { provide: ConsentNewsRepository, useClass: TypeormConsentNewsRepository },
        { provide: AssetReads, useClass: TypeormAssetReads },
        { provide: AssetRemoval, useClass: TypeormAssetRemoval },
        { provide: AssetFeed, useClass: TypeormAssetFeed },
        { provide: UploadRepository, useClass: TypeormUploadRepository },
        { provide: QuarantineRepository, useClass: TypeormQuarantineRepository },
        { provide: ReferenceRepository, useClass: TypeormReferenceRepository },
        { provide: JobRetries, useClass: TypeormJobRetries },
        queueDesk('media'), LiveAnswers, TransitionRepository, AssetsService, UploadsService, CompletionService, PlaybackService, QuarantineService, StoreHealth,
      ],
    };
  }
}

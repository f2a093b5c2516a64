import { type DynamicModule, Module } from '@nestjs/common';
import { DatabaseModule } from '@practika/database';
import { EventsModule } from '@practika/events';
import { InternalClient, serviceSigner } from '@practika/identity';
import { currentTraceparent } from '@practika/observability';
import type { ExercisesWorkerConfig } from './exercises.config.js';
import { ExercisesRepository } from './exercises/exercises.repository.js';
import { TypeormExercisesRepository } from './exercises/typeorm-exercises.repository.js';
import { ExerciseFeed } from './live-events/exercise-feed.repository.js';
import { TypeormExerciseFeed } from './live-events/typeorm-exercise-feed.repository.js';
import { MaintenanceService } from './maintenance.service.js';
import { exercisesMigrations } from './migrations/exercises-migrations.js';
import { PeopleEventsHandler } from './people/people-events.handler.js';
import { ErasureEventsHandler } from './privacy/erasure-events.handler.js';
import { AssetEventsHandler } from './videos/asset-events.handler.js';
import { AssetReferencesRepository } from './videos/asset-references.repository.js';
import { HttpMediaClient } from './videos/http.media-client.js';
import { MediaClient } from './videos/media.client.js';
import { ReferenceRepairService } from './videos/reference-repair.service.js';
import { TypeormAssetReferencesRepository } from './videos/typeorm-asset-references.repository.js';

const HANDLERS = [AssetEventsHandler, PeopleEventsHandler, ErasureEventsHandler];

@Module({})
export class ExercisesWorkerModule {
  static forRoot(config: ExercisesWorkerConfig): DynamicModule {
    const signer = serviceSigner('exercises', config.serviceKey);
    return {
      module: ExercisesWorkerModule,
      imports: [
        DatabaseModule.forRoot({ url: config.databaseUrl, entities: [], migrations: exercisesMigrations, applicationName: 'exercises-worker', poolSize: config.poolSize, waitForSchema: true }),
        EventsModule.forWorker({ service: 'exercises', redisUrl: config.redisQueueUrl, handlers: HANDLERS, ...(config.markSuffix === undefined ? {} : { markSuffix: config.markSuffix }) }),
      ],
      providers: [
        { provide: InternalClient, useFactory: () => new InternalClient(signer, { media: config.mediaInternalUrl }, currentTraceparent) },
        { provide: MediaClient, useClass: HttpMediaClient },
        { provide: AssetReferencesRepository, useClass: TypeormAssetReferencesRepository },
        { provide: ExercisesRepository, useClass: TypeormExercisesRepository },
        { provide: ExerciseFeed, useClass: TypeormExerciseFeed },
        ReferenceRepairService, MaintenanceService, ...HANDLERS,
      ],
    };
  }
}

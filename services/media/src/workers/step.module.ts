import { type DynamicModule, Module } from '@nestjs/common';
import { DatabaseModule } from '@practika/database';
import { EventsModule } from '@practika/events';
import { S3ObjectStore, ObjectStore } from '@practika/object-store';
import { AssetRepository } from '../assets/asset.repository.js';
import { TypeormAssetRepository } from '../assets/typeorm-asset.repository.js';
import { TransitionRepository } from '../assets/typeorm-transition.repository.js';
import { mediaMigrations } from '../migrations/index.js';
import type { StepConfig } from './workers.config.js';

/** What every step works with: the assets, and the store as the identity of this process. Writes outbox rows, relays none. */
@Module({})
export class StepModule {
  static forRoot(name: string, config: StepConfig): DynamicModule {
    return {
      module: StepModule,
      global: true,
      imports: [
        DatabaseModule.forRoot({ url: config.databaseUrl, entities: [], migrations: mediaMigrations, applicationName: `media-${name}`, poolSize: config.poolSize, waitForSchema: true }),
        EventsModule.forProducer(),
      ],
      providers: [
        TransitionRepository,
        { provide: AssetRepository, useClass: TypeormAssetRepository },
        { provide: ObjectStore, useFactory: () => new S3ObjectStore(config.store, config.credentials) },
      ],
      exports: [AssetRepository, ObjectStore],
    };
  }
}

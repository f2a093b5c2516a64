import { type DynamicModule, Module } from '@nestjs/common';
import { DatabaseModule } from '@practika/database';
import { EventsModule } from '@practika/events';
import { ApiModule, queueDesk, queuesController } from '@practika/http';
import { ConsentCoreModule } from './consent-core.module.js';
import type { ConsentApiConfig } from './consent.config.js';
import { ConsentsController } from './consents/consents.controller.js';
import { GatesController } from './gates/gates.controller.js';
import { consentMigrations } from './migrations/consent-migrations.js';
import { NoticesController } from './notices/notices.controller.js';
import { ReceiptsController } from './receipts/receipts.controller.js';
import { ReceiptsRepository } from './receipts/receipts.repository.js';
import { TypeormReceiptsRepository } from './receipts/typeorm-receipts.repository.js';
import { VERSION } from './version.js';

@Module({})
export class ConsentApiModule {
  static forRoot(config: ConsentApiConfig): DynamicModule {
    return {
      module: ConsentApiModule,
      imports: [
        DatabaseModule.forRoot({ url: config.databaseUrl, entities: [], migrations: consentMigrations, applicationName: 'consent-api', poolSize: config.poolSize }),
        ApiModule.forRoot({ service: 'consent', version: VERSION, config: config.http }),
        EventsModule.forProducer(),
        ConsentCoreModule.forRoot(config.records),
      ],
      controllers: [NoticesController, ConsentsController, ReceiptsController, GatesController, queuesController('consent')],
      providers: [{ provide: ReceiptsRepository, useClass: TypeormReceiptsRepository }, queueDesk('consent')],
    };
  }
}

import { type DynamicModule, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { connect, createDataSource, type DatabaseOptions } from './data-source.js';
import { IdempotencyRepository } from './idempotency/idempotency.repository.js';
import { untilSchema } from './schema-gate.js';
import { TypeormIdempotencyRepository } from './idempotency/typeorm-idempotency.repository.js';

/** Closes the pool after everything that uses it: shutdown hooks run from the outermost module inwards. */
@Injectable()
class DatabaseShutdown implements OnApplicationShutdown {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

async function open(options: DatabaseOptions): Promise<DataSource> {
  const dataSource = await connect(createDataSource(options), Infinity);
  if (options.waitForSchema === true) await untilSchema(dataSource);
  return dataSource;
}

@Module({})
export class DatabaseModule {
  static forRoot(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        { provide: DataSource, useFactory: () => open(options) },
        { provide: IdempotencyRepository, useClass: TypeormIdempotencyRepository },
        DatabaseShutdown,
      ],
      exports: [DataSource, IdempotencyRepository],
    };
  }
}

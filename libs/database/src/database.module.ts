import { type DynamicModule, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { secretFiles } from '@practika/config';
import { DataSource } from 'typeorm';
import { connect, createDataSource, type DatabaseOptions } from './data-source.js';
import { IdempotencyRepository } from './idempotency/idempotency.repository.js';
import { PoolCredentials } from './pg.pool-credentials.js';
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
  let { url } = options;
  let pool: PoolCredentials | undefined;
  secretFiles.on<string>('DATABASE_URL', async (changed) => {
    await pool?.take(changed);
    url = changed;
  });
  const dataSource = await connect(() => createDataSource({ ...options, url }), Infinity);
  pool = new PoolCredentials(dataSource);
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

import { bootWaitsFor } from '@practika/observability';
import { DataSource, type DataSourceOptions, type MigrationInterface } from 'typeorm';
import { SnakeNamingStrategy } from './naming.strategy.js';

export type MigrationClass = new () => MigrationInterface;

export interface DatabaseOptions {
  readonly url: string;
  readonly entities: readonly (new () => object)[];
  readonly migrations: readonly MigrationClass[];
  readonly applicationName: string;
  /** Connections of this process at most. */
  readonly poolSize: number;
  /** Whether the process begins only once the schema is there: for those that take work by themselves. */
  readonly waitForSchema?: boolean;
}

/** Milliseconds. A request waits for a connection this long, then it is a 503 rather than a pile-up. */
const CONNECT_TIMEOUT = 3_000;
/** Milliseconds. No statement of a request may run longer; migrations have no limit. */
const STATEMENT_TIMEOUT = 10_000;

export function createDataSource(options: DatabaseOptions): DataSource {
  const typeorm: DataSourceOptions = {
    type: 'postgres',
    url: options.url,
    entities: [...options.entities],
    migrations: [...options.migrations],
    migrationsTableName: 'migrations',
    namingStrategy: new SnakeNamingStrategy(),
    synchronize: false,
    logging: false,
    applicationName: options.applicationName,
    poolSize: options.poolSize,
    extra: {
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      statement_timeout: STATEMENT_TIMEOUT,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT,
      keepAlive: true,
    },
  };
  return new DataSource(typeorm);
}

/**
 * Waits for the database up to `seconds`: at a cold start the database may come up after its clients. Services wait for
 * ever: a process that ends because its database is away only comes back later and later.
 *
 * @param dataSource a function makes one for each try, with what the settings are by then
 */
export async function connect(dataSource: DataSource | (() => DataSource), seconds = 60): Promise<DataSource> {
  const until = Date.now() + seconds * 1_000;
  for (;;) {
    try {
      return await (typeof dataSource === 'function' ? dataSource() : dataSource).initialize();
    } catch (error) {
      if (Date.now() > until) throw error;
      bootWaitsFor(`database: ${whyNot(error)}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

/** Codes alone: the driver's message names hosts and users. */
function whyNot(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? `cannot be connected to (${code})` : 'cannot be connected to';
}

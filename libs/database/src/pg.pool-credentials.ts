import pg from 'pg';
import type { DataSource } from 'typeorm';

/** Milliseconds. */
const TRY = 3_000;

/** What this needs of the driver's pool; TypeORM does not type it. */
interface Pool {
  readonly options: { connectionString?: string };
  readonly idleCount: number;
  connect(): Promise<pg.PoolClient>;
  on(event: 'release', listener: (error: unknown, client: pg.PoolClient) => void): unknown;
}

const poolOf = (dataSource: DataSource): Pool => (dataSource.driver as unknown as { master: Pool }).master;

/** As whom and where a connection was made; of the connection itself, since one may be in the making when the URL changes. */
const identityOf = ({ host, port, database, user, password }: pg.Client): string => JSON.stringify([host, port, database, user, password]);

/**
 * Moves a pool to another URL: another user or password, or another server with the same database.
 *
 * The URL is tried first, so that one that does not work yet changes nothing. Then new connections are made with it;
 * idle ones are closed at once and busy ones when they come back, so that no statement notices.
 */
export class PoolCredentials {
  private wanted: string | undefined;

  constructor(private readonly dataSource: DataSource) {
    // Ended before the pool puts it back among the idle ones: the pool then drops it.
    poolOf(dataSource).on('release', (_error, client) => { if (this.isOld(client)) void client.end().catch(() => undefined); });
  }

  /** @throws what the server says to the new URL; nothing is changed then */
  async take(url: string): Promise<void> {
    const trial = new pg.Client({ connectionString: url, connectionTimeoutMillis: TRY, application_name: 'practika-trial' });
    trial.on('error', () => undefined);
    try {
      await trial.connect();
      await trial.query('SELECT 1');
    } finally {
      await trial.end().catch(() => undefined);
    }
    const pool = poolOf(this.dataSource);
    pool.options.connectionString = url;
    (this.dataSource.options as { url?: string }).url = url;
    this.wanted = identityOf(trial);
    const idle = await Promise.allSettled(Array.from({ length: pool.idleCount }, () => pool.connect()));
    for (const one of idle) if (one.status === 'fulfilled') one.value.release();
  }

  private isOld(client: pg.PoolClient): boolean {
    return this.wanted !== undefined && identityOf(client as unknown as pg.Client) !== this.wanted;
  }
}

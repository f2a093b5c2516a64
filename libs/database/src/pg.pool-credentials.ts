import pg from 'pg';
import type { DataSource } from 'typeorm';

/** Milliseconds. */
const TRY = 3_000;

/** What this needs of the driver's pool; TypeORM does not type it. */
interface Pool {
  readonly options: { connectionString?: string };
  readonly idleCount: number;
  connect(): Promise<pg.PoolClient>;
  on(event: 'connect', listener: (client: pg.PoolClient) => void): unknown;
  on(event: 'release', listener: (error: unknown, client: pg.PoolClient) => void): unknown;
}

const poolOf = (dataSource: DataSource): Pool => (dataSource.driver as unknown as { master: Pool }).master;

/**
 * Moves a pool to another URL: another user or password, or another server with the same database.
 *
 * The URL is tried first, so that one that does not work yet changes nothing. Then new connections are made with it;
 * idle ones are closed at once and busy ones when they come back, so that no statement notices.
 */
export class PoolCredentials {
  /** Connections that were made with the URL in use. */
  private current = new WeakSet<pg.PoolClient>();
  private moved = false;

  constructor(private readonly dataSource: DataSource) {
    const pool = poolOf(dataSource);
    pool.on('connect', (client) => this.current.add(client));
    // Ended before the pool puts it back among the idle ones: the pool then drops it.
    pool.on('release', (_error, client) => { if (this.isOld(client)) void client.end().catch(() => undefined); });
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
    this.current = new WeakSet();
    this.moved = true;
    const idle = await Promise.allSettled(Array.from({ length: pool.idleCount }, () => pool.connect()));
    for (const one of idle) if (one.status === 'fulfilled') one.value.release();
  }

  private isOld(client: pg.PoolClient): boolean {
    return this.moved && !this.current.has(client);
  }
}

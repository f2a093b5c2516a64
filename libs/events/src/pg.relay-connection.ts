import pg from 'pg';
import { OUTBOX_CHANNEL } from './outbox.js';

/** A session that stands idle for this long is not leading any more: its process is frozen, and another must take over. */
const IDLE_LIMIT = '15s';

/**
 * The relay's own connection to PostgreSQL. Who holds its advisory lock leads, and the lock lives exactly as long as
 * the connection: a relay that has lost one has lost the other, so every statement of the leader runs on it. Needs a
 * session of its own: a pooler in transaction mode in between would break both the lock and LISTEN.
 */
export class RelayConnection {
  private constructor(
    private readonly client: pg.Client,
    private readonly onWake: () => void,
  ) {}

  /** True until the connection breaks. */
  alive = true;

  /** @param onWake called when something was written to the outbox, and when the connection breaks */
  static async open(url: string, onWake: () => void): Promise<RelayConnection> {
    const client = new pg.Client({
      connectionString: url, application_name: 'practika-relay', connectionTimeoutMillis: 3_000, keepAlive: true,
      statement_timeout: 30_000, query_timeout: 60_000, idle_in_transaction_session_timeout: 15_000,
    });
    const connection = new RelayConnection(client, onWake);
    client.on('error', () => connection.lost());
    client.on('end', () => connection.lost());
    client.on('notification', onWake);
    await client.connect();
    await client.query(`SET idle_session_timeout = '${IDLE_LIMIT}'`);
    return connection;
  }

  /** @returns whether this connection leads now */
  async lead(): Promise<boolean> {
    const [answer] = await this.query<{ got: boolean }>(`SELECT pg_try_advisory_lock(hashtext('practika-relay')) AS got`);
    if (answer?.got !== true) return false;
    await this.client.query(`LISTEN ${OUTBOX_CHANNEL}`);
    return true;
  }

  async query<T>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    const result = await this.client.query(sql, [...params]);
    return result.rows as T[];
  }

  /** Commits what `work` returns, rolls back what it throws. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.client.query('BEGIN');
    try {
      const result = await work();
      await this.client.query('COMMIT');
      return result;
    } catch (error) {
      await this.client.query('ROLLBACK').catch(() => this.lost());
      throw error;
    }
  }

  async close(): Promise<void> {
    this.alive = false;
    await this.client.end().catch(() => undefined);
  }

  /** Not to be used for anything new. */
  retire(): void {
    this.lost();
  }

  private lost(): void {
    if (!this.alive) return;
    this.alive = false;
    this.onWake();
  }
}

import type { DataSource } from 'typeorm';
import { connect, createDataSource, type MigrationClass } from './data-source.js';

export interface MigrateOptions {
  /** Connects as the role that owns the tables. */
  readonly ownerUrl: string;
  /** Gets rights on rows alone. */
  readonly runtimeRole: string;
  readonly migrations: readonly MigrationClass[];
  /** Tables that the runtime role may only read and add to. */
  readonly appendOnly?: readonly string[];
}

/** Seconds. */
const PATIENCE = 30;

const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

/**
 * Brings the schema up to date and grants rights on rows. Safe to run twice and from two places at once: an advisory
 * lock makes the second wait, and it then finds nothing to do.
 *
 * @returns names of the migrations that ran
 */
export async function migrate(options: MigrateOptions): Promise<readonly string[]> {
  const source = createDataSource({ url: options.ownerUrl, entities: [], migrations: options.migrations, applicationName: 'migrate', poolSize: 2 });
  // A Job that begins together with its database, or with what lets it through to it, should not count that as a failure.
  await connect(source, PATIENCE);
  const lock = source.createQueryRunner();
  try {
    await lock.query('SET statement_timeout = 0');
    await lock.query(`SELECT pg_advisory_lock(hashtext('practika-migrate'))`);
    const ran = await source.runMigrations({ transaction: 'each' });
    await grant(source, options);
    return ran.map((m) => m.name);
  } finally {
    await lock.release();
    await source.destroy();
  }
}

async function grant(source: DataSource, options: MigrateOptions): Promise<void> {
  const role = quote(options.runtimeRole);
  await source.query(`GRANT USAGE ON SCHEMA public TO ${role}`);
  await source.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role}`);
  await source.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role}`);
  await source.query(`REVOKE INSERT, UPDATE, DELETE ON migrations FROM ${role}`);
  for (const table of options.appendOnly ?? []) await source.query(`REVOKE UPDATE, DELETE ON ${quote(table)} FROM ${role}`);
}

/** Names of migrations this build needs and the database lacks: not ready while there is one. */
export async function pendingMigrations(dataSource: DataSource): Promise<readonly string[]> {
  const done = new Set((await dataSource.query<{ name: string }[]>('SELECT name FROM migrations')).map((m) => m.name));
  return dataSource.migrations.map((m) => m.name ?? m.constructor.name).filter((name) => !done.has(name));
}

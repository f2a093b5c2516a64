import { bootWaitsFor } from '@practika/observability';
import type { DataSource } from 'typeorm';
import { pendingMigrations } from './migrate.js';

const NO_SUCH_TABLE = '42P01';
const NOT_ALLOWED = '42501';
/** Milliseconds between looks of a process that cannot begin yet. */
const LOOK_AGAIN = 1_000;

/**
 * What the database lacks that this build needs, as a sentence; null when it has everything. Migrations that only a newer
 * build knows are no problem: the one before it must be able to come back.
 *
 * @throws what the driver throws when the database cannot be asked
 */
export async function schemaProblem(dataSource: DataSource): Promise<string | null> {
  try {
    const pending = await pendingMigrations(dataSource);
    return pending.length === 0 ? null : `the database lacks ${pending.length} migrations that this build needs: ${pending.join(', ')}`;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === NO_SUCH_TABLE) return 'the database has no schema yet: run the migrations of this service';
    if (code === NOT_ALLOWED) return 'the migrations have not granted this role its rights yet';
    throw error;
  }
}

/** Resolves once the schema is what this build needs; meanwhile the probes say what is missing. */
export async function untilSchema(dataSource: DataSource, lookAgainMs = LOOK_AGAIN): Promise<void> {
  for (;;) {
    const problem = await schemaProblem(dataSource).catch(() => 'the database does not answer');
    if (problem === null) return;
    bootWaitsFor(`schema: ${problem}`);
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
}

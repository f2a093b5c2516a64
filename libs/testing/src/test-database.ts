import { randomBytes } from 'node:crypto';
import { migrate, type MigrationClass } from '@practika/database';
import pg from 'pg';
import { backends } from './backends.config.js';

export interface TestDatabase {
  readonly ownerUrl: string;
  readonly runtimeUrl: string;
  readonly runtimeRole: string;
  drop(): Promise<void>;
}

async function asAdmin(statements: readonly string[], database?: string): Promise<void> {
  const url = new URL(backends.postgresUrl);
  if (database !== undefined) url.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A database of a suite's own with the two roles of production, migrated. Names are random: suites run side by side. */
export async function createTestDatabase(service: string, migrations: readonly MigrationClass[], appendOnly: readonly string[] = []): Promise<TestDatabase> {
  const name = `test_${service}_${randomBytes(5).toString('hex')}`;
  const [owner, runtime] = [`${name}_owner`, `${name}_app`];
  const password = randomBytes(12).toString('hex');
  await asAdmin([
    `CREATE ROLE ${owner} LOGIN PASSWORD '${password}'`,
    `CREATE ROLE ${runtime} LOGIN PASSWORD '${password}'`,
    `CREATE DATABASE ${name} OWNER ${owner}`,
  ]);
  const urlFor = (role: string): string => {
    const url = new URL(backends.postgresUrl);
    url.username = role;
    url.password = password;
    url.pathname = `/${name}`;
    return url.toString();
  };
  await migrate({ ownerUrl: urlFor(owner), runtimeRole: runtime, migrations, appendOnly });
  return {
    ownerUrl: urlFor(owner), runtimeUrl: urlFor(runtime), runtimeRole: runtime,
    drop: () => asAdmin([`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, `DROP ROLE IF EXISTS ${runtime}`, `DROP ROLE IF EXISTS ${owner}`]),
  };
}

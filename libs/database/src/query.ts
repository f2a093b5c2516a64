import type { DataSource, EntityManager } from 'typeorm';

type Queryable = Pick<DataSource, 'query'> | Pick<EntityManager, 'query'>;

/** Runs one statement and gives its rows, whatever the verb: TypeORM answers UPDATE and DELETE with [rows, count]. */
export async function rows<T>(on: Queryable, sql: string, params: readonly unknown[] = []): Promise<T[]> {
  const result: unknown = await on.query(sql, [...params]);
  if (Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number') return result[0] as T[];
  return result as T[];
}

/** The first row, or null. */
export async function row<T>(on: Queryable, sql: string, params: readonly unknown[] = []): Promise<T | null> {
  return (await rows<T>(on, sql, params))[0] ?? null;
}

/** Runs an UPDATE or DELETE without RETURNING and gives the number of rows it touched. */
export async function touched(on: Queryable, sql: string, params: readonly unknown[] = []): Promise<number> {
  const result: unknown = await on.query(sql, [...params]);
  return Array.isArray(result) && typeof result[1] === 'number' ? result[1] : 0;
}

interface PgPool {
  query(config: { name: string; text: string; values: readonly unknown[] }): Promise<{ rows: unknown[] }>;
}

/**
 * A named prepared statement on the pool, for hot reads: PostgreSQL parses it once per connection.
 * Keep predicates that a partial index needs literal in `sql`: after five runs PostgreSQL may switch to a generic plan.
 */
export function prepared<T>(dataSource: DataSource, name: string, sql: string): (params: readonly unknown[]) => Promise<T[]> {
  const driver = dataSource.driver as unknown as { master: PgPool };
  return async (params) => (await driver.master.query({ name, text: sql, values: params })).rows as T[];
}

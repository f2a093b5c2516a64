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
  query(config: { name?: string; text: string; values: readonly unknown[]; rowMode?: 'array'; types?: unknown }): Promise<{ rows: unknown[] }>;
}

/**
 * A named prepared statement on the pool, for hot reads: PostgreSQL parses it once per connection.
 * Keep predicates that a partial index needs literal in `sql`: after five runs PostgreSQL may switch to a generic plan.
 */
export function prepared<T>(dataSource: DataSource, name: string, sql: string): (params: readonly unknown[]) => Promise<T[]> {
  const driver = dataSource.driver as unknown as { master: PgPool };
  return async (params) => (await driver.master.query({ name, text: sql, values: params })).rows as T[];
}

/** A row as PostgreSQL wrote it: text by column, nothing parsed. */
export type TextRow = readonly (string | null)[];

const AS_TEXT = { getTypeParser: () => (value: string) => value };

/**
 * A statement on the pool whose rows are arrays of text: about a third less work than objects with parsed values, for
 * hot lists that are written out again at once. With a `name` it is prepared as `prepared` does; without, PostgreSQL
 * plans each call for its values.
 */
export function textStatement(dataSource: DataSource, sql: string, name?: string): (params: readonly unknown[]) => Promise<TextRow[]> {
  const driver = dataSource.driver as unknown as { master: PgPool };
  const fixed = { text: sql, rowMode: 'array' as const, types: AS_TEXT, ...(name === undefined ? {} : { name }) };
  return async (params) => (await driver.master.query({ ...fixed, values: params })).rows as TextRow[];
}

/** `2026-11-24 15:04:05.6+00` as `2026-11-24T15:04:05.600Z`; sessions in UTC, the usual case, take the fast road. */
export function isoOfText(text: string): string {
  if (!text.endsWith('+00')) return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();
  const fraction = text.slice(20, -3);
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.length >= 3 ? fraction.slice(0, 3) : fraction.padEnd(3, '0')}Z`;
}

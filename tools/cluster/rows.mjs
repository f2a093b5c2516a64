// Every row of every service's database, counted.
import { SERVICES } from '../lib/paths.mjs';
import { sql } from './kube.mjs';

/** Tables whose rows come and go by themselves: relayed, consumed, expired. */
const PASSING = /^(outbox|inbox|idempotency_keys|dead_letters|migrations|sessions|relay|.*cursor.*|.*lease.*|permits|known_devices|jobs?_.*|mails)/;

/** @returns {Promise<Map<string, number>>} `database.table` to its number of rows */
export async function countRows() {
  const counts = new Map();
  for (const service of SERVICES) {
    const tables = (await sql(service, "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename), tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")).filter(([, name]) => !PASSING.test(name));
    const query = tables.map(([table, name]) => `SELECT '${name}', count(*) FROM ${table}`).join(' UNION ALL ');
    for (const [name, count] of await sql(service, query)) counts.set(`${service}.${name}`, Number(count));
  }
  return counts;
}

/** Tables that have fewer rows than before. */
export const shrunk = (before, after) => [...before].filter(([table, count]) => (after.get(table) ?? 0) < count).map(([table, count]) => `${table} ${count} → ${after.get(table) ?? 0}`);

/** Which of these comments are not in the database. */
export async function missingComments(ids) {
  if (ids.length === 0) return [];
  const found = new Set((await sql('exercises', `SELECT id FROM comments WHERE id = ANY('{${ids.join(',')}}'::uuid[])`)).map(([id]) => id));
  return ids.filter((id) => !found.has(id));
}

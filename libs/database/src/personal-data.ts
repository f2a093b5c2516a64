import type { DataSource } from 'typeorm';

/** One service's part in a person's export and erasure. */
export abstract class PersonalDataStore {
  /** Rows held of a person, by table. */
  abstract count(subjectId: string): Promise<Readonly<Record<string, number>>>;
  /** Every row held of a person, as the person may read it: no hashes of secrets, no other people's data. */
  abstract collect(subjectId: string): AsyncIterable<{ readonly table: string; readonly row: Readonly<Record<string, unknown>> }>;
  /** Removes or unlinks everything; safe to repeat. Gives the rows touched, by table. */
  abstract erase(subjectId: string): Promise<Readonly<Record<string, number>>>;
}

/** How each table of a service stands to people: the column that names the person, or why there is none. */
export type PersonalTables = Readonly<Record<string, { readonly column: string } | { readonly waived: string }>>;

export function definePersonalTables<T extends PersonalTables>(tables: T): T {
  return tables;
}

/**
 * Compares the declaration with the live schema.
 *
 * @returns one sentence per table that is not declared, per declared table that is gone, and per column that is missing
 */
export async function personalTableGaps(dataSource: DataSource, declared: PersonalTables): Promise<readonly string[]> {
  const live = await dataSource.query<{ table_name: string; columns: string[] }[]>(
    `SELECT table_name, array_agg(column_name::text) AS columns FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name <> 'migrations' GROUP BY table_name`,
  );
  const gaps: string[] = [];
  const names = new Set(live.map((t) => t.table_name));
  for (const { table_name: name, columns } of live) {
    const entry = declared[name];
    if (entry === undefined) gaps.push(`table ${name} is not declared: say which column names the person, or why it holds no personal data`);
    else if ('column' in entry && !columns.includes(entry.column)) gaps.push(`table ${name} has no column ${entry.column}`);
    else if ('waived' in entry && columns.some((c) => /^(owner|subject|user|author|actor)_id$/.test(c))) gaps.push(`table ${name} is waived but has a column that names a person`);
  }
  for (const name of Object.keys(declared)) if (!names.has(name)) gaps.push(`table ${name} is declared but does not exist`);
  return gaps;
}

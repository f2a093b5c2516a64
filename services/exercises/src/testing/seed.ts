// Imports nothing: Node runs this file as it is, for benchmarks, and the specs import it as any other.

/** Runs one statement as the role that owns the tables. */
export type Query = (sql: string, params?: unknown[]) => Promise<unknown>;

export interface SeedOptions {
  readonly count: number;
  /** People among whom the exercises are spread evenly; 1,000 when not given. */
  readonly owners?: number;
  /** One exercise in so many is private; 10 when not given. */
  readonly privateEvery?: number;
  /** Owns every `owners`-th exercise, in place of the first of the people: to have somebody who can sign in. */
  readonly ownerId?: string;
}

const WORDS = ['backhand', 'forehand', 'serve', 'volley', 'footwork', 'balance', 'rhythm', 'posture', 'grip', 'swing', 'breathing', 'warm-up', 'stretch', 'tempo', 'scale', 'arpeggio', 'bowing', 'release', 'landing', 'turn'];

/** A UUIDv7 from a time and a number, so that ids grow with time as real ones do. */
const uuidFrom = (milliseconds: string, n: string): string =>
  `(lpad(to_hex(${milliseconds}), 12, '0') || '7' || substr(md5('a' || ${n}), 1, 3) || '8' || substr(md5('b' || ${n}), 1, 15))::uuid`;

/**
 * Fills the tables with exercises a second apart, the last one a minute ago: half of them with a video that is ready,
 * half from YouTube. A million take about two minutes: indexes are dropped meanwhile and built again.
 */
export async function seedExercises(query: Query, options: SeedOptions): Promise<void> {
  const owners = options.owners ?? 1_000;
  const privateEvery = options.privateEvery ?? 10;
  const words = `ARRAY[${WORDS.map((w) => `'${w}'`).join(',')}]`;
  const word = (salt: number): string => `(${words})[1 + (hashint4(n + ${salt}) & 1023) % ${WORDS.length}]`;
  const owner = `CASE WHEN n % ${owners} = 0 AND $1::uuid IS NOT NULL THEN $1::uuid ELSE ${uuidFrom('1700000000000', `n % ${owners}`)} END`;

  await query(
    `INSERT INTO people (subject_id, display_name) SELECT DISTINCT ON (id) id, 'Person ' || n FROM (SELECT n, ${owner} AS id FROM generate_series(0, ${owners - 1}) n) p
     ON CONFLICT (subject_id) DO NOTHING`,
    [options.ownerId ?? null],
  );
  await query(`CREATE TEMP TABLE seed_indexes AS SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = 'exercises'::regclass AND NOT i.indisunique`);
  await query(`DO $$ DECLARE i record; BEGIN FOR i IN SELECT * FROM seed_indexes LOOP EXECUTE format('DROP INDEX %I', i.name); END LOOP; END $$`);
  await query(
    `INSERT INTO exercises (id, owner_id, name, name_key, description, asset_id, reference_id, youtube_id, visibility, created_at, updated_at, search_text)
     SELECT id, owner_id, name, lower(name), description, CASE WHEN n % 2 = 0 THEN id END, CASE WHEN n % 2 = 0 THEN id END, CASE WHEN n % 2 = 1 THEN 'dQw4w9WgXcQ' END,
       CASE WHEN n % ${privateEvery} = 0 THEN 'private' ELSE 'organisation' END, at, at, lower(name || E'\\n' || description)
     FROM (
       SELECT n, ${uuidFrom('(extract(epoch FROM at) * 1000)::bigint', 'n')} AS id, ${owner} AS owner_id, at,
         initcap(${word(1)}) || ' ' || ${word(2)} || ' ' || n AS name,
         'Practise the ' || ${word(3)} || ' slowly, then the ' || ${word(4)} || ' at speed. Watch your ' || ${word(5)} || ' and compare.' AS description
       FROM (SELECT n, date_trunc('milliseconds', now() - interval '1 minute' - interval '1 second' * (${options.count} - n)) AS at FROM generate_series(1, ${options.count}) n) times
     ) made`,
    [options.ownerId ?? null],
  );
  await query(`INSERT INTO asset_states (asset_id, owner_id, state, duration_ms, seq) SELECT asset_id, owner_id, 'ready', 60000, 1 FROM exercises WHERE asset_id IS NOT NULL ON CONFLICT DO NOTHING`);
  await query(`DO $$ DECLARE i record; BEGIN FOR i IN SELECT * FROM seed_indexes LOOP EXECUTE i.definition; END LOOP; END $$`);
  await query('DROP TABLE seed_indexes');
  await query('ANALYZE exercises');
  await query('ANALYZE asset_states');
  await query('ANALYZE people');
}

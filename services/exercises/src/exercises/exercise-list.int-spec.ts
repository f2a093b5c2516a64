import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@practika/database';
import { DataSource } from 'typeorm';
import { commentListSql } from '../comments/comment-list-sql.js';
import { API, ExercisesUnderTest, type TestPerson, YOUTUBE } from '../testing/exercises-under-test.js';
import { seedExercises } from '../testing/seed.js';
import { branchesFor, likeOf, listSql, type ListShape, tsqueryOf } from './exercise-list-sql.js';
import { EXERCISE_ORDERS } from './exercises.dto.js';

const ROWS = 24_000;
type Item = { id: string; name: string; createdAt: string; updatedAt: string; visibility: string; owner: { id: string } };

describe('lists of exercises over many rows', () => {
  let under: ExercisesUnderTest;
  let me: TestPerson;
  let staff: TestPerson;
  let owner: DataSource;

  beforeAll(async () => {
    under = await ExercisesUnderTest.start();
    me = under.person('instructor', { name: 'Me' });
    staff = under.person('staff', { name: 'Staff' });
    // One connection, since the seeding keeps a temporary table between its statements.
    owner = await new DataSource({ type: 'postgres', url: under.database.ownerUrl, poolSize: 1 }).initialize();
    await seedExercises((sql, params) => owner.query(sql, params), { count: ROWS, owners: 100, ownerId: me.id });
  });

  afterAll(async () => {
    await owner?.destroy();
    await under.close();
  });

  const page = async (who: TestPerson, query: string): Promise<{ items: Item[]; nextCursor: string | null }> => {
    const answer = await who.http.get(`${API}/exercises?${query}`);
    expect([query, answer.status]).toEqual([query, 200]);
    return answer.body as unknown as { items: Item[]; nextCursor: string | null };
  };
  const pages = async (who: TestPerson, query: string, most = 1_000): Promise<Item[]> => {
    const items: Item[] = [];
    let cursor: string | null = null;
    for (let i = 0; i < most; i += 1) {
      const next: { items: Item[]; nextCursor: string | null } = await page(who, cursor === null ? query : `${query}&cursor=${cursor}`);
      items.push(...next.items);
      cursor = next.nextCursor;
      if (cursor === null) break;
    }
    return items;
  };

  interface Plan { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; 'Actual Rows': number; 'Rows Removed by Filter'?: number; Plans?: Plan[] }
  const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];
  /** The plan of a prepared statement that PostgreSQL has switched to its generic plan, as hot statements are. */
  const plansOf = async (sql: string, params: readonly unknown[], generic: boolean): Promise<Plan[]> => {
    const runner = under.dataSource.createQueryRunner();
    try {
      await runner.query(`SET plan_cache_mode = ${generic ? 'force_generic_plan' : 'force_custom_plan'}`);
      await runner.query(`PREPARE looked_at AS ${sql}`);
      const values = params.map((p) => (typeof p === 'boolean' ? String(p) : `'${String(p).replaceAll('\'', '\'\'')}'`)).join(', ');
      const [row] = (await runner.query(`EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE looked_at${values === '' ? '' : `(${values})`}`)) as { 'QUERY PLAN': { Plan: Plan }[] }[];
      return nodes(row?.['QUERY PLAN'][0]?.Plan as Plan);
    } finally {
      await runner.query('DEALLOCATE looked_at');
      await runner.query('RESET plan_cache_mode');
      await runner.release();
    }
  };

  it('[G4] should read at most a page from an index per branch, at the first and at a deep page, in every order and kind of list', async () => {
    const [middle] = await owner.query<{ created_at: string; name_key: string; id: string }[]>(`SELECT created_at::text, name_key, id FROM exercises ORDER BY created_at OFFSET ${ROWS / 2} LIMIT 1`);
    if (middle === undefined) throw new Error('no rows');
    const kinds = [branchesFor({ userId: me.id, staff: false }, undefined, undefined), branchesFor({ userId: me.id, staff: false }, 'me', undefined), branchesFor({ userId: me.id, staff: true }, undefined, undefined), branchesFor({ userId: me.id, staff: true }, undefined, 'private')];
    for (const { branches, ownerId } of kinds) {
      for (const order of EXERCISE_ORDERS) {
        for (const after of [false, true]) {
          const shape: ListShape = { order, branches, after, match: 'none', fetch: 21 };
          const params = [...(ownerId === null ? [] : [ownerId]), ...(after ? [order.endsWith('name') ? middle.name_key : middle.created_at, middle.id] : [])];
          const plan = await plansOf(listSql(shape), params, true);
          const reads = plan.filter((n) => n['Relation Name'] === 'exercises');
          expect(reads.map((n) => n['Index Name'])).toEqual(branches.map((b) => expect.stringMatching(`^exercises_${b.owned ? 'owner' : 'visibility'}_`)));
          for (const read of reads) expect([order, read['Actual Rows'] <= 21, read['Rows Removed by Filter'] ?? 0]).toEqual([order, true, 0]);
          expect(plan.filter((n) => n['Node Type'] === 'Seq Scan' && n['Relation Name'] !== 'people')).toEqual([]);
        }
      }
    }
  });

  it('should find rare words by the inverted indexes and frequent ones by the order\'s', async () => {
    const searched = async (words: string, match: 'exact' | 'fuzzy', by: 'order' | 'words'): Promise<Plan[]> => {
      const shape: ListShape = { order: '-createdAt', branches: [{ visibility: 'organisation', owned: false, by }], after: false, match, fetch: 21 };
      return plansOf(listSql(shape), match === 'exact' ? [tsqueryOf(words), likeOf(words)] : [words], false);
    };
    const indexes = (plan: Plan[]): (string | undefined)[] => plan.map((n) => n['Index Name']);
    expect(indexes(await searched('23457', 'exact', 'words'))).toEqual(expect.arrayContaining(['exercises_words', 'exercises_trigrams']));
    expect(indexes(await searched('arpegggio', 'fuzzy', 'words'))).toContain('exercises_trigrams');
    const frequent = (await searched('practise', 'exact', 'order')).filter((n) => n['Relation Name'] === 'exercises');
    expect(indexes(frequent)).toEqual(['exercises_visibility_created']);
    expect(frequent[0]?.['Actual Rows']).toBe(21);
    const rare = (await searched('23457', 'exact', 'order')).filter((n) => n['Relation Name'] === 'exercises');
    expect(rare[0]?.['Actual Rows']).toBe(2_100);
  });

  it('should list comments by an index, deep pages too', async () => {
    const exercise = await under.exercise(me);
    await owner.query(`INSERT INTO comments (id, exercise_id, author_id, text, anchor_start_ms, created_at) SELECT gen_random_uuid(), e.id, $1, 'A comment', CASE WHEN n % 3 > 0 THEN n % 5000 END, now() - interval '1 second' * n
      FROM generate_series(1, 6000) n, (SELECT id FROM exercises WHERE id = $2 UNION ALL (SELECT id FROM exercises LIMIT 3)) e`, [me.id, exercise]);
    await owner.query('ANALYZE comments');
    for (const [order, index, key] of [['-createdAt', 'comments_exercise_created', '2026-01-01'], ['createdAt', 'comments_exercise_created', '2026-01-01'], ['anchor', 'comments_exercise_anchor', 2500]] as const) {
      for (const after of [false, true]) {
        const plan = await plansOf(commentListSql(order, after, 21), [exercise, me.id, false, ...(after ? [key, exercise] : [])], true);
        const reads = plan.filter((n) => n['Relation Name'] === 'comments');
        expect([order, after, reads.map((n) => n['Index Name'])]).toEqual([order, after, [index]]);
        for (const read of reads) expect(read['Actual Rows']).toBeLessThanOrEqual(21);
      }
    }
  });

  it('[E6] should page through everything once, in every order, while others insert', async () => {
    const before = new Map((await owner.query<{ id: string; n: string }[]>(`SELECT id, name_key AS n FROM exercises WHERE owner_id = $1`, [me.id])).map((r) => [r.id, r.n]));
    for (const order of EXERCISE_ORDERS) {
      const seen: Item[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const next: { items: Item[]; nextCursor: string | null } = await page(me, `owner=me&limit=100&order=${order}${cursor === '' ? '' : `&cursor=${cursor}`}`);
        seen.push(...next.items);
        cursor = next.nextCursor;
        await under.exercise(me);
      }
      const old = seen.filter((i) => before.has(i.id));
      expect([order, old.length, new Set(seen.map((i) => i.id)).size]).toEqual([order, before.size, seen.length]);
      const key = (i: Item): string => (order.endsWith('name') ? i.name.toLowerCase() : order.endsWith('updatedAt') ? i.updatedAt : i.createdAt);
      const keys = old.map(key);
      expect(keys).toEqual([...keys].sort((a, b) => (a < b ? -1 : 1) * (order.startsWith('-') ? -1 : 1)));
    }
  });

  it('should mix what is the organisation\'s with one\'s own private ones, for staff with everybody\'s', async () => {
    const mine = await pages(me, 'limit=100&order=createdAt', 3);
    expect(mine).toHaveLength(300);
    expect(mine.every((i) => i.visibility === 'organisation' || i.owner.id === me.id)).toBe(true);
    expect(mine.some((i) => i.visibility === 'private')).toBe(true);
    const all = await pages(staff, 'limit=100&order=createdAt', 1);
    expect(all.some((i) => i.visibility === 'private' && i.owner.id !== me.id)).toBe(true);
    expect((await page(me, 'visibility=private&limit=100')).items.every((i) => i.owner.id === me.id)).toBe(true);
    const somebody = all.find((i) => i.owner.id !== me.id)?.owner.id ?? '';
    expect((await page(me, `owner=${somebody}&limit=100`)).items.every((i) => i.owner.id === somebody && i.visibility === 'organisation')).toBe(true);
    expect(await page(me, `owner=${somebody}&visibility=private`)).toEqual({ items: [], nextCursor: null });
    expect(await page(me, `owner=${uuidv7()}`)).toEqual({ items: [], nextCursor: null });
  });

  it('should search words in any order, parts of words, and mistyped words when nothing matches as written', async () => {
    const make = (name: string, description: string) => under.exercise(me, { name, description });
    const [serve, zebra, percent] = [await make('Kickserve über Eck', 'With a heavy racquet'), await make('Zebrafinch song', 'Whistle slowly'), await make('Sure%_thing', 'C:\\qath')];
    const found = async (search: string, query = ''): Promise<string[]> => (await page(me, `search=${encodeURIComponent(search)}${query}`)).items.map((i) => i.id);
    expect(await found('RACQUET kick')).toEqual([serve]);
    expect(await found('ÜBER')).toEqual([serve]);
    expect(await found('brafin')).toEqual([zebra]);
    expect(await found('whistle')).toEqual([zebra]);
    expect(await found('zebrafnich')).toEqual([zebra]);
    expect(await found('%_')).toEqual([percent]);
    expect(await found('\\qath')).toEqual([percent]);
    expect(await found('qqqqzzzz')).toEqual([]);
    expect(await found('\' | !')).toEqual([]);
    const walked = await pages(me, 'search=arpeggio&limit=50&owner=me');
    expect(walked.length).toBeGreaterThan(50);
    expect(new Set(walked.map((i) => i.id)).size).toBe(walked.length);
    const mistyped = await page(me, 'search=arpegggio&limit=1');
    expect(mistyped.items).toHaveLength(1);
    expect((await page(me, `search=arpegggio&limit=1&cursor=${String(mistyped.nextCursor)}`)).items[0]?.id).not.toBe(mistyped.items[0]?.id);
    expect((await page(me, 'search=%20')).items).toHaveLength(20);
  });

  it('should refuse bad values of known parameters and pass over unknown ones', async () => {
    const cursor = String((await page(me, 'limit=1')).nextCursor);
    const searching = String((await page(me, 'search=practise&limit=1')).nextCursor);
    const forged = (values: unknown[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');
    for (const [query, pointer] of [
      ['limit=0', '?limit'], ['limit=101', '?limit'], ['limit=1e1', '?limit'], ['limit=1&limit=2', '?limit'], ['order=colour', '?order'], ['visibility=class', '?visibility'], ['visibility=link', '?visibility'], ['owner=you', '?owner'],
      ['cursor=%3F', '?cursor'], [`order=name&cursor=${cursor}`, '?cursor'], [`search=a&cursor=${cursor}`, '?cursor'], [`cursor=${searching}`, '?cursor'], [`search=${'x'.repeat(201)}`, '?search'],
      [`cursor=${forged(['-createdAt', 0, '2026-99-99 00:00:00+00', me.id])}`, '?cursor'], [`cursor=${forged(['-createdAt', 0, 'x', me.id])}`, '?cursor'], [`cursor=${forged(['-createdAt', 0, '2026-01-01 00:00:00+00', 'x'])}`, '?cursor'],
      [`cursor=${forged(['-createdAt', 0, '2026-02-31 25:61:61+99', me.id])}`, '?cursor'],
    ] as const) {
      const answer = await me.http.get(`${API}/exercises?${query}`);
      expect([query, answer.status, answer.body['errors']]).toEqual([query, 422, [expect.objectContaining({ pointer })]]);
    }
    expect((await page(me, 'colour=red&limit=1')).items).toHaveLength(1);
    expect((await me.http.post(`${API}/exercises`, { name: 'abc', youtubeUrl: YOUTUBE })).status).toBe(201);
  });
});

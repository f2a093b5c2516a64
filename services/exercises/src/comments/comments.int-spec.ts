import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@practika/database';
import type { TestAnswer } from '@practika/testing';
import { API, ExercisesUnderTest, type TestPerson, YOUTUBE } from '../testing/exercises-under-test.js';

const problem = (type: string) => expect.objectContaining({ type: `/problems/${type}` });
const at = (pointer: string) => expect.objectContaining({ type: '/problems/validation-failed', errors: [expect.objectContaining({ pointer })] });

describe('comments over HTTP', () => {
  let under: ExercisesUnderTest;
  let owner: TestPerson;
  let author: TestPerson;
  let other: TestPerson;
  let staff: TestPerson;

  beforeAll(async () => {
    under = await ExercisesUnderTest.start();
    owner = under.person('instructor', { name: 'Olga' });
    author = under.person('student', { name: 'Arno' });
    other = under.person('student', { name: 'Otto' });
    staff = under.person('admin', { name: 'Ada' });
  });

  afterAll(() => under.close());

  const read = (who: TestPerson, id: string) => who.http.get(`${API}/comments/${id}`);
  const countOf = async (id: string): Promise<unknown> => (await owner.http.get(`${API}/exercises/${id}`)).body['commentCount'];
  const listed = async (who: TestPerson, id: string, query = ''): Promise<Record<string, unknown>[]> => {
    const items: Record<string, unknown>[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: TestAnswer = await who.http.get(`${API}/exercises/${id}/comments?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.status).toBe(200);
      items.push(...(page.body['items'] as Record<string, unknown>[]));
      cursor = page.body['nextCursor'] as string | null;
    }
    return items;
  };

  it('[E3] should create a comment with everything that the contract names', async () => {
    const exercise = await under.exercise(owner);
    const created = await author.http.post(`${API}/exercises/${exercise}/comments`, { text: 'Look', youtubeUrl: YOUTUBE, anchor: { startMs: 0, endMs: 10 } });
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`${API}/comments/${String(created.body['id'])}`);
    expect(created.body).toEqual({
      id: expect.any(String), exerciseId: exercise, parentId: null, author: { id: author.id, displayName: 'Arno' }, text: 'Look', video: { kind: 'youtube', videoId: 'dQw4w9WgXcQ' },
      anchor: { startMs: 0, endMs: 10 }, state: 'visible', createdAt: expect.any(String), updatedAt: expect.any(String), editedAt: null,
    });
    const again = await read(other, String(created.body['id']));
    expect([again.body, again.headers.get('etag')]).toEqual([created.body, '"1"']);
    expect(await countOf(exercise)).toBe(1);
  });

  it('should refuse bodies at the field that is wrong', async () => {
    const exercise = await under.exercise(owner, { youtubeUrl: undefined, assetId: under.asset(owner.id, 'ready', 5_000) });
    const elsewhere = await under.comment(author, await under.exercise(owner));
    const top = await under.comment(author, exercise);
    const reply = await under.comment(author, exercise, { parentId: top });
    const cases: readonly (readonly [object, string])[] = [
      [{}, '/text'], [{ text: '' }, '/text'], [{ text: '  ' }, '/text'], [{ text: 'x'.repeat(1_001) }, '/text'], [{ text: 1 }, '/text'],
      [{ text: 'a', assetId: under.asset(author.id), youtubeUrl: YOUTUBE }, '/youtubeUrl'], [{ text: 'a', assetId: under.asset(owner.id) }, '/assetId'], [{ text: 'a', assetId: uuidv7() }, '/assetId'],
      [{ text: 'a', assetId: under.asset(author.id, 'quarantined') }, '/assetId'],
      [{ text: 'a', anchor: {} }, '/anchor/startMs'], [{ text: 'a', anchor: { startMs: -1 } }, '/anchor/startMs'], [{ text: 'a', anchor: { startMs: 1.5 } }, '/anchor/startMs'],
      [{ text: 'a', anchor: { startMs: 5, endMs: 5 } }, '/anchor/endMs'], [{ text: 'a', anchor: { startMs: 5_001 } }, '/anchor/startMs'], [{ text: 'a', anchor: { startMs: 1, endMs: 5_001 } }, '/anchor/endMs'],
      [{ text: 'a', parentId: reply }, '/parentId'], [{ text: 'a', parentId: elsewhere }, '/parentId'], [{ text: 'a', parentId: uuidv7() }, '/parentId'], [{ text: 'a', author: 'me' }, '/author'],
    ];
    for (const [body, pointer] of cases) {
      const answer = await author.http.post(`${API}/exercises/${exercise}/comments`, body);
      expect([body, answer.status]).toEqual([body, 422]);
      expect(answer.body).toEqual(at(pointer));
    }
    expect(await countOf(exercise)).toBe(2);
    for (const body of [{ text: '🎾'.repeat(1_000) }, { youtubeUrl: YOUTUBE }, { text: 'end', anchor: { startMs: 0, endMs: 5_000 } }]) {
      expect((await author.http.post(`${API}/exercises/${exercise}/comments`, body)).status).toBe(201);
    }
  });

  it('should list by time and by anchor, unanchored last, in pages that inserts do not shift', async () => {
    const exercise = await under.exercise(owner);
    const made: string[] = [];
    for (const anchor of [{ startMs: 500 }, undefined, { startMs: 100 }, { startMs: 500 }, undefined, { startMs: 0 }]) made.push(await under.comment(author, exercise, { anchor }));
    const ids = (items: Record<string, unknown>[]): string[] => items.map((i) => String(i['id']));
    const order = [5, 2, 0, 3, 1, 4].map((i) => made[i]);
    expect(ids(await listed(other, exercise, 'order=anchor&limit=1'))).toEqual(order);
    expect(ids(await listed(other, exercise, 'order=createdAt&limit=4'))).toEqual(made);
    const first = await other.http.get(`${API}/exercises/${exercise}/comments?limit=2`);
    await under.comment(other, exercise);
    const rest = await other.http.get(`${API}/exercises/${exercise}/comments?limit=100&cursor=${String(first.body['nextCursor'])}`);
    expect([...(first.body['items'] as Record<string, unknown>[]), ...(rest.body['items'] as Record<string, unknown>[])].map((i) => i['id'])).toEqual(made.toReversed());
    for (const query of ['order=name', 'limit=0', 'cursor=xx', `order=anchor&cursor=${String(first.body['nextCursor'])}`]) {
      expect([query, (await other.http.get(`${API}/exercises/${exercise}/comments?${query}`)).status]).toEqual([query, 422]);
    }
  });

  it('should let the author alone edit, and tell when', async () => {
    const exercise = await under.exercise(owner);
    const id = await under.comment(author, exercise);
    const edited = await author.http.patch(`${API}/comments/${id}`, { text: 'Better' }, { 'if-match': '"1"' });
    expect([edited.status, edited.body, edited.headers.get('etag')]).toEqual([200, expect.objectContaining({ text: 'Better', editedAt: expect.any(String) }), '"2"']);
    expect((await author.http.patch(`${API}/comments/${id}`, { text: 'Best' }, { 'if-match': '"1"' })).status).toBe(412);
    for (const body of [{}, { text: '' }, { text: 'x', anchor: { startMs: 1 } }]) expect((await author.http.patch(`${API}/comments/${id}`, body)).status).toBe(422);
    for (const who of [owner, other, staff]) expect((await who.http.patch(`${API}/comments/${id}`, { text: 'Mine' })).body).toEqual(problem('forbidden'));
  });

  it('should remove a comment without replies and leave a tombstone for one with', async () => {
    const exercise = await under.exercise(owner);
    const asset = under.asset(author.id);
    const parent = await under.comment(author, exercise, { assetId: asset });
    const reply = await under.comment(other, exercise, { parentId: parent });
    for (const who of [owner, other]) expect((await who.http.delete(`${API}/comments/${parent}`)).status).toBe(403);
    expect((await author.http.delete(`${API}/comments/${parent}`)).status).toBe(204);
    const tombstone = await read(other, parent);
    expect(tombstone.body).toMatchObject({ id: parent, state: 'deleted', author: null, text: null, video: null });
    expect(await countOf(exercise)).toBe(1);
    expect((await listed(other, exercise)).map((c) => c['state'])).toEqual(['visible', 'deleted']);
    expect((await author.http.patch(`${API}/comments/${parent}`, { text: 'Back' })).status).toBe(403);
    expect((await author.http.post(`${API}/exercises/${exercise}/comments`, { text: 'x', parentId: parent })).body).toEqual(at('/parentId'));
    expect((await owner.http.post(`${API}/comments/${parent}/hide`, { reason: 'x' })).body).toEqual(problem('conflict'));
    expect((await author.http.post(`${API}/comments/${parent}/playback`, {})).body).toEqual(problem('nothing-to-play'));
    expect((await staff.http.delete(`${API}/comments/${reply}`)).status).toBe(204);
    expect((await read(other, reply)).status).toBe(404);
    expect((await read(other, parent)).status).toBe(404);
    expect(await countOf(exercise)).toBe(0);
  });

  it('should hide from everyone but author, exercise owner and staff, and count what is visible', async () => {
    const exercise = await under.exercise(owner);
    const id = await under.comment(author, exercise);
    expect((await other.http.post(`${API}/comments/${id}/hide`, { reason: 'rude' })).status).toBe(403);
    expect((await author.http.post(`${API}/comments/${id}/hide`, { reason: 'rude' })).status).toBe(403);
    for (const body of [{}, { reason: ' ' }]) expect((await owner.http.post(`${API}/comments/${id}/hide`, body)).body).toEqual(at('/reason'));
    for (let i = 0; i < 2; i += 1) {
      const hidden = await owner.http.post(`${API}/comments/${id}/hide`, { reason: 'rude' });
      expect([hidden.status, hidden.body['state']]).toEqual([200, 'hidden']);
      expect(await countOf(exercise)).toBe(0);
    }
    expect([(await read(other, id)).status, (await read(author, id)).status, (await read(owner, id)).status, (await read(staff, id)).status]).toEqual([404, 200, 200, 200]);
    expect([await listed(other, exercise), await listed(author, exercise), await listed(owner, exercise), await listed(staff, exercise)].map((l) => l.length)).toEqual([0, 1, 1, 1]);
    expect((await other.http.post(`${API}/exercises/${exercise}/comments`, { text: 'x', parentId: id })).body).toEqual(at('/parentId'));
    for (let i = 0; i < 2; i += 1) expect((await staff.http.post(`${API}/comments/${id}/unhide`, { reason: 'fine' })).body['state']).toBe('visible');
    expect(await countOf(exercise)).toBe(1);
    await owner.http.post(`${API}/comments/${id}/hide`, { reason: 'rude' });
    expect((await author.http.delete(`${API}/comments/${id}`)).status).toBe(204);
    expect(await countOf(exercise)).toBe(0);
  });

  it('should count rightly when many write at once', async () => {
    const exercise = await under.exercise(owner);
    const ids = await Promise.all(Array.from({ length: 12 }, () => under.comment(author, exercise)));
    await Promise.all(ids.flatMap((id, i): Promise<unknown>[] => {
      if (i % 3 === 0) return [author.http.delete(`${API}/comments/${id}`), staff.http.post(`${API}/comments/${id}/hide`, { reason: 'x' }), staff.http.delete(`${API}/comments/${id}`)];
      if (i % 3 === 1) return [owner.http.post(`${API}/comments/${id}/hide`, { reason: 'x' }), staff.http.post(`${API}/comments/${id}/hide`, { reason: 'x' })];
      return [under.comment(other, exercise, { parentId: id })];
    }));
    const [row] = await under.dataSource.query<{ n: number; kept: number }[]>(
      `SELECT (SELECT count(*)::int FROM comments WHERE exercise_id = $1 AND state = 'visible') AS n, comment_count AS kept FROM exercises WHERE id = $1`, [exercise]);
    expect(row).toEqual({ n: 8, kept: 8 });
  });

  it('should keep the comments when the exercise gets a new video', async () => {
    const exercise = await under.exercise(owner);
    const id = await under.comment(author, exercise, { anchor: { startMs: 9_000 } });
    const changed = await owner.http.patch(`${API}/exercises/${exercise}`, { assetId: under.asset(owner.id, 'processing', 1_000) });
    expect(changed.body).toMatchObject({ video: { kind: 'asset', state: 'processing' }, commentCount: 1 });
    expect((await read(other, id)).body['anchor']).toEqual({ startMs: 9_000 });
  });

  it('should write one event a change, with ids alone', async () => {
    const exercise = await under.exercise(owner);
    const id = await under.comment(author, exercise, { text: 'A secret' });
    await owner.http.post(`${API}/comments/${id}/hide`, { reason: 'rude' });
    await author.http.delete(`${API}/comments/${id}`);
    const events = await under.dataSource.query<{ name: string; body: { data: object } }[]>(`SELECT name, body FROM outbox WHERE body->>'subject' = $1 ORDER BY position`, [`comment/${id}`]);
    expect(events.map((e) => e.name)).toEqual(['created', 'hidden', 'deleted'].map((what) => `practika.exercises.comment.${what}.v1`));
    for (const { body } of events) expect(body.data).toEqual({ commentId: id, exerciseId: exercise, authorId: author.id });
    expect(JSON.stringify(events)).not.toMatch(/secret|rude/);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@practika/database';
import { API, ExercisesUnderTest, type TestPerson, YOUTUBE } from '../testing/exercises-under-test.js';

const problem = (type: string) => expect.objectContaining({ type: `/problems/${type}` });
const at = (pointer: string) => expect.objectContaining({ type: '/problems/validation-failed', errors: [expect.objectContaining({ pointer })] });

describe('exercises over HTTP', () => {
  let under: ExercisesUnderTest;
  let ann: TestPerson;
  let ben: TestPerson;
  let student: TestPerson;
  let staff: TestPerson;

  beforeAll(async () => {
    under = await ExercisesUnderTest.start();
    ann = under.person('instructor', { name: 'Ann' });
    ben = under.person('instructor', { name: 'Ben' });
    student = under.person('student', { name: 'Stu' });
    staff = under.person('staff', { name: 'Staff' });
  });

  afterAll(() => under.close());

  it('[E1] should create an exercise with everything that the contract names', async () => {
    const created = await ann.http.post(`${API}/exercises`, { name: '  Backhand  ', description: 'Slow', youtubeUrl: 'http://www.youtube.com/watch?v=dQw4w9WgXcQ' });
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`${API}/exercises/${String(created.body['id'])}`);
    expect(created.headers.get('etag')).toBe('"1"');
    expect(created.body).toEqual({
      id: expect.any(String), name: 'Backhand', description: 'Slow', video: { kind: 'youtube', videoId: 'dQw4w9WgXcQ' }, visibility: 'organisation', owner: { id: ann.id, displayName: 'Ann' },
      commentCount: 0, createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/), updatedAt: expect.any(String), deletedAt: null,
    });
    const read = await student.http.get(String(created.headers.get('location')));
    expect(read.body).toEqual(created.body);
    const listed = await student.http.get(`${API}/exercises?limit=1`);
    expect(listed.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(listed.body).toMatchObject({ items: [created.body], nextCursor: null });
  });

  it('should refuse bodies at the field that is wrong', async () => {
    const asset = under.asset(ann.id);
    const cases: readonly (readonly [object, string])[] = [
      [{ name: ' ab ', youtubeUrl: YOUTUBE }, '/name'], [{ name: 'x'.repeat(141), youtubeUrl: YOUTUBE }, '/name'], [{ youtubeUrl: YOUTUBE }, '/name'],
      [{ name: 'abc', description: 'x'.repeat(2001), youtubeUrl: YOUTUBE }, '/description'], [{ name: 'abc' }, '/assetId'], [{ name: 'abc', assetId: 'nonsense' }, '/assetId'],
      [{ name: 'abc', assetId: asset, youtubeUrl: YOUTUBE }, '/youtubeUrl'], [{ name: 'abc', youtubeUrl: 'https://example.org/watch?v=dQw4w9WgXcQ' }, '/youtubeUrl'],
      [{ name: 'abc', youtubeUrl: YOUTUBE, visibility: 'class' }, '/visibility'], [{ name: 'abc', youtubeUrl: YOUTUBE, visibility: 'link' }, '/visibility'],
      [{ name: 'abc', youtubeUrl: YOUTUBE, colour: 'red' }, '/colour'], [{ name: 'a\0bc', youtubeUrl: YOUTUBE }, '/name'],
    ];
    for (const [body, pointer] of cases) {
      const answer = await ann.http.post(`${API}/exercises`, body);
      expect([pointer, answer.status]).toEqual([pointer, 422]);
      expect(answer.body).toEqual(at(pointer));
    }
    expect((await ann.http.post(`${API}/exercises`, { name: '🎾'.repeat(140), description: '🎾'.repeat(2000), youtubeUrl: YOUTUBE })).status).toBe(201);
  });

  it('should let students make private exercises alone', async () => {
    expect((await student.http.post(`${API}/exercises`, { name: 'Mine', youtubeUrl: YOUTUBE, visibility: 'organisation' })).body).toEqual(problem('forbidden'));
    const id = await under.exercise(student);
    expect((await student.http.get(`${API}/exercises/${id}`)).body).toMatchObject({ visibility: 'private' });
    expect((await student.http.patch(`${API}/exercises/${id}`, { visibility: 'organisation' })).status).toBe(403);
  });

  it('should keep names unique per owner without regard to case and Unicode form, and free them by deletion', async () => {
    const id = await under.exercise(ann, { name: 'Schlägé' });
    const taken = await ann.http.post(`${API}/exercises`, { name: 'SCHLA\u0308GÉ', youtubeUrl: YOUTUBE });
    expect([taken.status, taken.body]).toEqual([409, problem('name-taken')]);
    await under.exercise(ben, { name: 'Schlägé' });
    const other = await under.exercise(ann);
    expect((await ann.http.patch(`${API}/exercises/${other}`, { name: 'schlägé' })).body).toEqual(problem('name-taken'));
    expect((await ann.http.delete(`${API}/exercises/${id}`)).status).toBe(204);
    const second = await under.exercise(ann, { name: 'schlägé' });
    expect((await ann.http.post(`${API}/exercises/${id}/restore`)).body).toEqual(problem('name-taken'));
    await ann.http.delete(`${API}/exercises/${second}`);
    const restored = await ann.http.post(`${API}/exercises/${id}/restore`);
    expect([restored.status, restored.body]).toMatchObject([200, { id, deletedAt: null }]);
  });

  it('should delete softly: gone for owner and staff, unknown to others, in no list', async () => {
    const id = await under.exercise(ann);
    const comment = await under.comment(student, id);
    expect((await student.http.delete(`${API}/exercises/${id}`)).status).toBe(403);
    expect((await ann.http.delete(`${API}/exercises/${id}`)).status).toBe(204);
    for (const path of [`exercises/${id}`, `exercises/${id}/comments`, `comments/${comment}`]) {
      expect([path, (await ann.http.get(`${API}/${path}`)).status, (await staff.http.get(`${API}/${path}`)).status, (await student.http.get(`${API}/${path}`)).status]).toEqual([path, 410, 410, 404]);
    }
    expect((await ann.http.delete(`${API}/exercises/${id}`)).status).toBe(410);
    expect((await student.http.post(`${API}/exercises/${id}/restore`)).status).toBe(404);
    expect((await ann.http.get(`${API}/exercises?owner=me&limit=100`)).text).not.toContain(id);
    expect((await staff.http.post(`${API}/exercises/${id}/restore`)).status).toBe(200);
    expect((await student.http.get(`${API}/comments/${comment}`)).status).toBe(200);
    expect((await student.http.post(`${API}/exercises/${id}/restore`)).status).toBe(403);
  });

  it('should answer a stale If-Match 412 and a fresh one with a new ETag', async () => {
    const id = await under.exercise(ann);
    const edited = await ann.http.patch(`${API}/exercises/${id}`, { description: 'New' }, { 'if-match': '"1"' });
    expect([edited.status, edited.headers.get('etag')]).toEqual([200, '"2"']);
    expect((await ann.http.patch(`${API}/exercises/${id}`, { description: 'Newer' }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await ann.http.delete(`${API}/exercises/${id}`, { 'if-match': '"1"' })).status).toBe(412);
    expect((await ann.http.patch(`${API}/exercises/${id}`, { description: 'New' })).headers.get('etag')).toBe('"2"');
    const all = await Promise.all([1, 2, 3, 4].map((n) => ann.http.patch(`${API}/exercises/${id}`, { description: `Race ${n}` }, { 'if-match': '"2"' })));
    expect(all.map((a) => a.status).toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412]);
  });

  it('should refuse in the contract\'s order', async () => {
    const id = await under.exercise(ann, { visibility: 'private' });
    const open = await under.exercise(ann);
    const leaving = under.person('instructor', { id: ann.id, leaving: true });
    expect((await ben.http.patch(`${API}/exercises/${id}`, { nonsense: 1 })).status).toBe(404);
    expect((await ben.http.patch(`${API}/exercises/${open}`, { nonsense: 1 })).status).toBe(403);
    expect((await leaving.http.patch(`${API}/exercises/${open}`, { nonsense: 1 })).status).toBe(422);
    expect((await leaving.http.patch(`${API}/exercises/${open}`, { description: 'x' }, { 'if-match': '"9"' })).body).toEqual(problem('account-leaving'));
    expect((await ann.http.patch(`${API}/exercises/${open}`, { nonsense: 1 }, { 'if-match': '"9"' })).status).toBe(422);
    for (const [method, path] of [['POST', 'exercises'], ['DELETE', `exercises/${open}`], ['POST', `exercises/${open}/restore`], ['POST', `exercises/${open}/comments`]] as const) {
      const answer = await leaving.http.request(method, `${API}/${path}`, method === 'POST' && !path.endsWith('restore') ? (path === 'exercises' ? { name: 'Leaving', youtubeUrl: YOUTUBE } : { text: 'x' }) : undefined);
      expect([path, answer.status, answer.body]).toEqual([path, 403, problem('account-leaving')]);
    }
    expect((await leaving.http.get(`${API}/exercises/${open}`)).status).toBe(200);
  });

  it('should create once for one idempotency key, also when its answer was lost', async () => {
    const body = { name: 'Once', youtubeUrl: YOUTUBE };
    const first = await ben.http.post(`${API}/exercises`, body, { 'idempotency-key': 'k-1' });
    const second = await ben.http.post(`${API}/exercises`, body, { 'idempotency-key': 'k-1' });
    expect([first.status, second.status, second.text]).toEqual([201, 201, first.text]);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    // The process died after its commit: the key's row says "running", and its time is over.
    await under.dataSource.query(`UPDATE idempotency_keys SET status = NULL, leased_until = now() - interval '1 minute' WHERE owner_id = $1`, [ben.id]);
    const third = await ben.http.post(`${API}/exercises`, body, { 'idempotency-key': 'k-1' });
    expect([third.status, third.body['id']]).toEqual([201, first.body['id']]);
    expect((await ben.http.post(`${API}/exercises`, { ...body, name: 'Other' }, { 'idempotency-key': 'k-1' })).status).toBe(422);
  });

  it('should list those of one\'s own that can be restored, and nobody else\'s', async () => {
    const [owner, other] = [under.person('instructor', { name: 'Vera' }), under.person('instructor')];
    const [open, secret, old, kept] = [await under.exercise(owner), await under.exercise(owner, { visibility: 'private' }), await under.exercise(owner), await under.exercise(owner)];
    for (const id of [open, secret, old]) await owner.http.delete(`${API}/exercises/${id}`);
    await under.dataSource.query(`UPDATE exercises SET deleted_at = now() - interval '30 days 1 second' WHERE id = $1`, [old]);
    const listed = async (who: TestPerson, query: string) => (await who.http.get(`${API}/exercises?owner=me&${query}`)).body as { items: { id: string }[]; nextCursor: string | null };
    expect((await listed(owner, 'deleted=true')).items).toEqual([
      expect.objectContaining({ id: secret, deletedAt: expect.any(String) }), expect.objectContaining({ id: open, deletedAt: expect.any(String), owner: { id: owner.id, displayName: 'Vera' } }),
    ]);
    const first = await listed(owner, 'deleted=true&limit=1&order=createdAt');
    expect([first, await listed(owner, `deleted=true&limit=1&order=createdAt&cursor=${String(first.nextCursor)}`)].map((p) => p.items[0]?.id)).toEqual([open, secret]);
    expect((await listed(owner, 'deleted=true&visibility=private')).items.map((i) => i.id)).toEqual([secret]);
    expect((await listed(owner, 'deleted=true&search=exercise')).items).toHaveLength(2);
    expect((await listed(owner, 'deleted=false')).items.map((i) => i.id)).toEqual([kept]);
    expect((await listed(other, 'deleted=true')).items).toEqual([]);
    for (const query of ['deleted=true', `deleted=true&owner=${owner.id}`, 'owner=me&deleted=yes']) {
      expect((await staff.http.get(`${API}/exercises?${query}`)).body).toEqual(at('?deleted'));
    }
    await owner.http.post(`${API}/exercises/${secret}/restore`);
    expect((await listed(owner, 'deleted=true')).items.map((i) => i.id)).toEqual([open]);
  });

  it('[E2] should never show or change one\'s private things to five kinds of others', async () => {
    const owner = under.person('instructor');
    const asset = under.asset(owner.id);
    const id = await under.exercise(owner, { visibility: 'private', youtubeUrl: undefined, assetId: asset });
    const comment = await under.comment(owner, id, { assetId: under.asset(owner.id) });
    const others = [ann, ben, student, under.person('student'), under.person('instructor')];
    const attempts: readonly (readonly [string, string, object?])[] = [
      ['GET', `exercises/${id}`], ['PATCH', `exercises/${id}`, { name: 'Taken over' }], ['DELETE', `exercises/${id}`], ['POST', `exercises/${id}/restore`], ['POST', `exercises/${id}/playback`, {}],
      ['GET', `exercises/${id}/comments`], ['POST', `exercises/${id}/comments`, { text: 'hi' }], ['GET', `comments/${comment}`], ['PATCH', `comments/${comment}`, { text: 'x' }], ['DELETE', `comments/${comment}`],
      ['POST', `comments/${comment}/hide`, { reason: 'x' }], ['POST', `comments/${comment}/unhide`, { reason: 'x' }], ['POST', `comments/${comment}/playback`, {}],
      ['GET', `exercises/${id}/poster`], ['GET', `comments/${comment}/poster`],
    ];
    for (const other of others) {
      for (const [method, path, body] of attempts) {
        const answer = await other.http.request(method, `${API}/${path}`, body);
        expect([method, path, answer.status]).toEqual([method, path, 404]);
        // Word for word what an id that never was is answered.
        const unknown = await other.http.request(method, `${API}/${path.replace(/[0-9a-f-]{36}/, uuidv7())}`, body);
        expect({ ...answer.body, instance: '' }).toEqual({ ...unknown.body, instance: '' });
      }
      for (const query of [`owner=${owner.id}`, 'visibility=private', 'limit=100', 'search=exercise&limit=100']) {
        expect((await other.http.get(`${API}/exercises?${query}`)).text).not.toContain(id);
      }
    }
    expect((await staff.http.get(`${API}/exercises/${id}`)).status).toBe(200);
    expect((await staff.http.get(`${API}/exercises?owner=${owner.id}`)).text).toContain(id);
    expect((await owner.http.get(`${API}/exercises?visibility=private`)).text).toContain(id);
  });

  it('should show a placeholder while auth is away and the name once it is back', async () => {
    const nameless = under.person('instructor', { name: 'Nora' });
    under.auth.peopleDown = true;
    const created = await nameless.http.post(`${API}/exercises`, { name: 'Nameless', youtubeUrl: YOUTUBE });
    expect([created.status, created.body['owner']]).toEqual([201, { id: nameless.id, displayName: 'Someone' }]);
    under.auth.peopleDown = false;
    await new Promise((resolve) => setTimeout(resolve, 5_100));
    expect((await nameless.http.get(`${API}/exercises?owner=me`)).body).toMatchObject({ items: [{ owner: { displayName: 'Nora' } }] });
    const asked = under.auth.namesAsked;
    await nameless.http.get(`${API}/exercises?owner=me`);
    expect(under.auth.namesAsked).toBe(asked);
  });
});

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@practika/database';
import { CredentialCache, credentialHash, type Principal } from '@practika/identity';
import { eventually, Listener } from '@practika/testing';
import { API, ExercisesUnderTest, type TestPerson, YOUTUBE } from '../testing/exercises-under-test.js';
import { TypeormExerciseFeed } from './typeorm-exercise-feed.repository.js';
import { applyAssetEvent } from '../videos/typeorm-asset-states.repository.js';

// Real here: PostgreSQL with its triggers and notifications, Redis.
interface Told { commentId?: string; exerciseId: string; change: string; at: string }

describe('live events of an exercise', () => {
  let under: ExercisesUnderTest;
  let owner: TestPerson;
  let author: TestPerson;
  let other: TestPerson;
  const open: Listener<Told>[] = [];

  beforeAll(async () => {
    under = await ExercisesUnderTest.start();
    owner = under.person('instructor', { name: 'Olga' });
    author = under.person('student', { name: 'Arno' });
    other = under.person('student', { name: 'Otto' });
  });
  afterAll(async () => {
    for (const listener of open) listener.close();
    await under.close();
  });

  const listenAs = async (headers: Record<string, string>, exerciseId: string): Promise<Listener<Told>> => {
    const listener = await new Listener<Told>().listen(`http://127.0.0.1:${under.api.port}${API}/exercises/${exerciseId}/events`, headers);
    open.push(listener);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return listener;
  };
  const listen = (who: TestPerson, exerciseId: string, lastId?: string): Promise<Listener<Told>> =>
    listenAs({ cookie: `practika_session=${who.http.cookies.get('practika_session') ?? ''}`, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) }, exerciseId);
  const heard = async (listener: Listener<Told>, count: number): Promise<string[]> => (await listener.heard(count)).map((l) => `${l.event} ${l.data.change}`);

  it('should tell one browser within a second what was written in another, by ids alone', async () => {
    const exercise = await under.exercise(owner);
    const listener = await listen(other, exercise);
    const elsewhere = await under.comment(author, await under.exercise(owner));
    const id = await under.comment(author, exercise, { text: 'Secret words' });
    const sent = performance.now();
    expect(await heard(listener, 1)).toEqual(['comment created']);
    expect(performance.now() - sent).toBeLessThan(1_000);
    expect(listener.lines[0]).toEqual({ event: 'comment', id: expect.stringMatching(/^\d+$/), data: { commentId: id, exerciseId: exercise, change: 'created', at: expect.stringMatching(/^\d{4}-.*Z$/) } });
    await author.http.patch(`${API}/comments/${id}`, { text: 'Other words' });
    const reply = await under.comment(other, exercise, { parentId: id });
    await author.http.delete(`${API}/comments/${id}`);
    await other.http.delete(`${API}/comments/${reply}`);
    expect(await heard(listener, 6)).toEqual(['comment created', 'comment edited', 'comment created', 'comment deleted', 'comment deleted', 'comment deleted']);
    expect(listener.lines.map((l) => l.data.commentId)).toEqual([id, id, reply, id, reply, id]);
    expect(JSON.stringify(listener.lines)).not.toContain(elsewhere);
  });

  it('should tell of the exercise itself and of videos, and nothing of counting', async () => {
    const [asset, answer] = [under.asset(owner.id, 'processing'), under.asset(author.id, 'processing')];
    const exercise = await under.exercise(owner, { youtubeUrl: undefined, assetId: asset });
    const comment = await under.comment(author, exercise, { assetId: answer });
    const listener = await listen(other, exercise);
    await owner.http.patch(`${API}/exercises/${exercise}`, { name: `Renamed ${uuidv7()}` });
    for (const [assetId, ownerId] of [[answer, author.id], [asset, owner.id]] as const) {
      for (const seq of [2, 1]) await applyAssetEvent(under.dataSource.manager, { assetId, ownerId, state: 'ready', durationMs: 1_000 }, seq);
    }
    await owner.http.patch(`${API}/exercises/${exercise}`, { youtubeUrl: YOUTUBE });
    expect(await heard(listener, 4)).toEqual(['exercise edited', 'comment video', 'exercise video', 'exercise video']);
    expect(listener.lines.map((l) => l.data.commentId)).toEqual([undefined, comment, undefined, undefined]);
  });

  it('should resume after the last event that was seen, without a gap or a repetition', async () => {
    const exercise = await under.exercise(owner);
    const first = await listen(other, exercise);
    await under.comment(author, exercise);
    await under.comment(author, exercise);
    await heard(first, 2);
    first.close();
    const missed = await under.comment(author, exercise);
    const second = await listen(other, exercise, first.lines[0]?.id);
    const live = await under.comment(author, exercise);
    await heard(second, 3);
    expect(second.lines.map((l) => l.data.commentId)).toEqual([first.lines[1]?.data.commentId, missed, live]);
  });

  it('[E2] should tell others of a hidden comment that it is hidden, and nothing more until it is shown', async () => {
    const exercise = await under.exercise(owner);
    const start = await under.comment(author, exercise);
    const [stranger, writer, manager] = [await listen(other, exercise), await listen(author, exercise), await listen(owner, exercise)];
    const id = await under.comment(author, exercise);
    await owner.http.post(`${API}/comments/${id}/hide`, { reason: 'rude' });
    await author.http.patch(`${API}/comments/${id}`, { text: 'Still rude' });
    for (const listener of [writer, manager]) expect(await heard(listener, 3)).toEqual(['comment created', 'comment hidden', 'comment edited']);
    expect(await heard(stranger, 2)).toEqual(['comment created', 'comment hidden']);
    const late = await listen(other, exercise, String(Number(stranger.lines[0]?.id) - 1));
    expect(await heard(late, 1)).toEqual(['comment hidden']);
    await owner.http.post(`${API}/comments/${id}/unhide`, { reason: 'fine' });
    expect((await heard(stranger, 3)).at(-1)).toBe('comment unhidden');
    expect(start).not.toBe(id);
  });

  it('[E2] should be closed to whoever may not read the exercise, and end when it is made private or deleted', async () => {
    const secret = await under.exercise(owner, { visibility: 'private' });
    expect((await listen(other, secret)).status).toBe(404);
    expect((await listen(owner, secret)).status).toBe(200);
    const exercise = await under.exercise(owner);
    const [stranger, manager] = [await listen(other, exercise), await listen(owner, exercise)];
    await owner.http.patch(`${API}/exercises/${exercise}`, { visibility: 'private' });
    await under.comment(owner, exercise);
    expect(await heard(manager, 2)).toEqual(['exercise edited', 'comment created']);
    expect(await eventually(() => stranger.ended || undefined)).toBe(true);
    expect(stranger.lines).toEqual([]);
    await owner.http.delete(`${API}/exercises/${exercise}`);
    expect(await eventually(() => manager.ended || undefined)).toBe(true);
    expect((await listen(owner, exercise)).status).toBe(410);
  });

  it('[M11] should end within a second or so of a sign-out', async () => {
    const leaver = under.person('student');
    const exercise = await under.exercise(owner);
    const listener = await listen(leaver, exercise);
    const hash = credentialHash(leaver.http.cookies.get('practika_session') ?? '');
    await under.api.app.get(CredentialCache).revoke([hash]);
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(listener.ended).toBe(true);
  });

  it('[E2] should end within a second or so of another role, which a token outlives', async () => {
    const secret = await under.exercise(owner, { visibility: 'private' });
    const raw = `prk_${randomBytes(23).toString('hex')}`;
    const staff: Principal = { kind: 'token', userId: uuidv7(), role: 'staff', leaving: false, tokenId: uuidv7(), scopes: ['exercises:read'] };
    under.auth.principals.set(credentialHash(raw), staff);
    const listener = await listenAs({ authorization: `Bearer ${raw}` }, secret);
    await under.comment(owner, secret);
    expect(await heard(listener, 1)).toEqual(['comment created']);
    // As auth does it: the token stays, with the new role from that moment on.
    await under.api.app.get(CredentialCache).replace(credentialHash(raw), { ...staff, role: 'student' });
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(listener.ended).toBe(true);
    await under.comment(owner, secret);
    expect(listener.lines).toHaveLength(1);
  });

  it('should number what many write at once in the order in which it can be read', async () => {
    const exercise = await under.exercise(owner);
    const listener = await listen(other, exercise);
    await Promise.all(Array.from({ length: 20 }, () => under.comment(author, exercise)));
    await heard(listener, 20);
    const ids = listener.lines.map((l) => Number(l.id));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(new Set(listener.lines.map((l) => l.data.commentId)).size).toBe(20);
  });

  it('should forget what is older than a week, and leave nothing of an exercise that is gone', async () => {
    const feed = new TypeormExerciseFeed(under.dataSource);
    const exercise = await under.exercise(owner);
    await under.comment(author, exercise);
    await under.comment(author, exercise);
    const lines = async () => Number((await under.dataSource.query<{ n: string }[]>('SELECT count(*) AS n FROM exercise_feed WHERE exercise_id = $1', [exercise]))[0]?.n);
    expect(await lines()).toBe(2);
    await under.dataSource.query(`UPDATE exercise_feed SET at = now() - interval '7 days 1 second' WHERE seq = (SELECT min(seq) FROM exercise_feed WHERE exercise_id = $1)`, [exercise]);
    expect(await feed.purge(1_000)).toBe(1);
    expect(await lines()).toBe(1);
    await under.dataSource.query('DELETE FROM exercises WHERE id = $1', [exercise]);
    expect(await lines()).toBe(0);
  });
});

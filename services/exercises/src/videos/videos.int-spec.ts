import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@practika/database';
import { EVENTS, EventConsumer, type EventType } from '@practika/events';
import { backends, eventually } from '@practika/testing';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { ExercisesWorkerModule } from '../exercises-worker.module.js';
import { MaintenanceService } from '../maintenance.service.js';
import { API, ExercisesUnderTest, type TestPerson, YOUTUBE } from '../testing/exercises-under-test.js';

const problem = (type: string) => expect.objectContaining({ type: `/problems/${type}` });
const at = (pointer: string) => expect.objectContaining({ type: '/problems/validation-failed', errors: [expect.objectContaining({ pointer })] });

describe('videos of exercises and comments, with the worker running', () => {
  let under: ExercisesUnderTest;
  let worker: INestApplicationContext;
  let owner: TestPerson;
  let student: TestPerson;

  beforeAll(async () => {
    under = await ExercisesUnderTest.start();
    worker = await NestFactory.createApplicationContext(ExercisesWorkerModule.forRoot({
      host: '127.0.0.1', metricsPort: 0, logLevel: 'fatal', shutdownGraceSeconds: 5, databaseUrl: under.database.runtimeUrl, poolSize: 4,
      redisQueueUrl: backends.redisQueueUrl, serviceKey: under.serviceKey, mediaInternalUrl: under.mediaUrl, markSuffix: randomBytes(6).toString('hex'),
    }), { logger: false, abortOnError: false });
    await worker.init();
    owner = under.person('instructor', { name: 'Olga' });
    student = under.person('student', { name: 'Stu' });
  });

  afterAll(async () => {
    await worker?.close();
    await under.close();
  });

  /** Hands an event to the consumer as its queue would: the queue itself is proved by the events library. */
  const receive = (type: EventType, data: object, seq: number, id = uuidv7()): Promise<void> => worker.get(EventConsumer).handle({
    specversion: '1.0', id, source: `practika/${EVENTS[type].producer}`, type, subject: 'x/1', time: new Date().toISOString(), datacontenttype: 'application/json', dataschema: '/x',
    data, traceparent: null, seq, correlationid: id, causationid: null, actor: { kind: 'service', pseudonym: 'media' }, subjectepoch: 0, consentepoch: 0,
  });
  const stateOf = async (id: string): Promise<unknown> => ((await student.http.get(`${API}/exercises/${id}`)).body['video'] as { state: string }).state;
  const withAsset = async (state = 'ready'): Promise<{ id: string; asset: string }> => {
    const asset = under.asset(owner.id, state);
    return { id: await under.exercise(owner, { youtubeUrl: undefined, assetId: asset }), asset };
  };
  const released = (asset: string) => eventually(() => (under.media.marksOn(asset) === 0 ? true : undefined), 8_000);

  it('should mark an asset as in use before 201 and take the mark back when it is replaced', async () => {
    const { id, asset } = await withAsset('scanning');
    expect([...under.media.references.values()].filter((r) => r.assetId === asset)).toEqual([{ assetId: asset, kind: 'exercise', ownerId: owner.id }]);
    const second = under.asset(owner.id);
    expect((await owner.http.patch(`${API}/exercises/${id}`, { assetId: second })).body).toMatchObject({ video: { kind: 'asset', assetId: second, state: 'ready' } });
    expect(under.media.marksOn(second)).toBe(1);
    await released(asset);
    expect((await owner.http.patch(`${API}/exercises/${id}`, { youtubeUrl: YOUTUBE })).body).toMatchObject({ video: { kind: 'youtube' } });
    await released(second);
    // Back to the first: a use of its own, which no late release of the old one can hit.
    await owner.http.patch(`${API}/exercises/${id}`, { assetId: asset });
    expect(under.media.marksOn(asset)).toBe(1);
  });

  it('should refuse assets of others and those that are refused or gone, and leave no mark', async () => {
    for (const asset of [under.asset(student.id), uuidv7(), ...['rejected', 'quarantined', 'failed', 'expired', 'deleting', 'deleted'].map((s) => under.asset(owner.id, s))]) {
      const answer = await owner.http.post(`${API}/exercises`, { name: 'Refused', assetId: asset });
      expect([answer.status, answer.body]).toEqual([422, at('/assetId')]);
      expect(under.media.marksOn(asset)).toBe(0);
    }
    for (const state of ['created', 'uploading', 'uploaded', 'checking', 'scanning', 'processing', 'ready', 'consent_hold']) {
      expect((await owner.http.post(`${API}/exercises`, { name: `In ${state}`, assetId: under.asset(owner.id, state) })).status).toBe(201);
    }
  });

  it('should take the mark back when the exercise does not come to be', async () => {
    await under.exercise(owner, { name: 'Taken' });
    const asset = under.asset(owner.id);
    expect((await owner.http.post(`${API}/exercises`, { name: 'taken', assetId: asset })).body).toEqual(problem('name-taken'));
    await released(asset);
    const rows = await eventually(async () => {
      const left = await under.dataSource.query<unknown[]>(`SELECT 1 FROM asset_references WHERE asset_id = $1`, [asset]);
      return left.length === 0 ? left : undefined;
    });
    expect(rows).toEqual([]);
  });

  it('should find marks of creations that died half-way', async () => {
    const asset = under.asset(owner.id);
    const reference = uuidv7();
    under.media.references.set(reference, { assetId: asset, kind: 'exercise', ownerId: owner.id });
    await under.dataSource.query(`INSERT INTO asset_references (reference_id, asset_id, kind, owner_id, state, created_at) VALUES ($1, $2, 'exercise', $3, 'pending', now() - interval '6 minutes')`, [reference, asset, owner.id]);
    await released(asset);
  });

  it('should answer 503 while media is away, keep nothing, and release later what could not be released', async () => {
    const { id, asset } = await withAsset();
    under.media.down = true;
    const answer = await owner.http.post(`${API}/exercises`, { name: 'No media', assetId: under.asset(owner.id) });
    expect([answer.status, answer.headers.has('retry-after'), answer.body]).toEqual([503, true, problem('unavailable')]);
    expect((await student.http.post(`${API}/exercises/${id}/playback`, {})).status).toBe(503);
    expect((await student.http.get(`${API}/exercises/${id}`)).status).toBe(200);
    expect((await student.http.post(`${API}/exercises/${id}/comments`, { text: 'Still works', anchor: { startMs: 1 } })).status).toBe(201);
    await owner.http.patch(`${API}/exercises/${id}`, { youtubeUrl: YOUTUBE });
    await eventually(async () => ((await under.dataSource.query<unknown[]>(`SELECT 1 FROM asset_references WHERE asset_id = $1 AND attempts > 0`, [asset])).length > 0 ? true : undefined));
    under.media.down = false;
    await under.dataSource.query(`UPDATE asset_references SET next_attempt_at = now() WHERE asset_id = $1`, [asset]);
    await released(asset);
  });

  it('should play for whoever may read, with media\'s own refusals', async () => {
    const { id, asset } = await withAsset('processing');
    const play = () => student.http.post(`${API}/exercises/${id}/playback`, {});
    expect((await play()).body).toEqual(problem('asset-not-ready'));
    const facts = under.media.assets.get(asset);
    if (facts === undefined) throw new Error('no asset');
    facts.state = 'ready';
    expect([(await play()).status, (await play()).body]).toEqual([200, { url: `https://store.test/${asset}`, expiresAt: '2026-11-24T15:00:00.000Z', contentType: 'video/mp4' }]);
    expect((await student.http.post(`${API}/exercises/${id}/playback`)).status).toBe(200);
    expect((await student.http.post(`${API}/exercises/${id}/playback`, { rendition: 'original' })).status).toBe(422);
    facts.state = 'quarantined';
    expect((await play()).body).toEqual(problem('asset-refused'));
    under.media.assets.delete(asset);
    expect((await play()).body).toEqual(problem('nothing-to-play'));
    expect((await student.http.post(`${API}/exercises/${await under.exercise(owner)}/playback`, {})).body).toEqual(problem('nothing-to-play'));
    const answer = under.asset(student.id);
    const comment = await under.comment(student, id, { assetId: answer });
    expect((await owner.http.post(`${API}/comments/${comment}/playback`, {})).body['url']).toBe(`https://store.test/${answer}`);
  });

  it('should say how long a video plays, in lists and by itself, as soon as media has said so', async () => {
    const [later, asset] = [under.asset(student.id, 'scanning', null), under.asset(owner.id, 'ready', 61_500)];
    const id = await under.exercise(owner, { youtubeUrl: undefined, assetId: asset });
    const comment = await under.comment(student, id, { assetId: later });
    const exercise = await student.http.get(`${API}/exercises/${id}`);
    expect(exercise.body).toMatchObject({ video: { kind: 'asset', assetId: asset, state: 'ready', durationMs: 61_500 } });
    expect((await owner.http.get(`${API}/exercises?owner=me&limit=1`)).body['items']).toEqual([exercise.body]);
    expect((await owner.http.get(`${API}/exercises/${id}/comments`)).body).toMatchObject({ items: [{ video: { assetId: later, state: 'scanning', durationMs: null } }] });
    await receive('practika.media.asset.ready.v1', { assetId: later, ownerId: student.id, state: 'ready', durationMs: 2_000 }, 7);
    expect((await owner.http.get(`${API}/comments/${comment}`)).body).toMatchObject({ video: { state: 'ready', durationMs: 2_000 } });
    // A hole of the projection is filled with both.
    await under.dataSource.query('DELETE FROM asset_states WHERE asset_id = ANY($1)', [[asset, later]]);
    under.media.assets.set(later, { ownerId: student.id, state: 'ready', durationMs: 2_500 });
    expect((await owner.http.get(`${API}/exercises?owner=me&limit=1`)).body['items']).toEqual([exercise.body]);
    expect((await owner.http.get(`${API}/exercises/${id}/comments`)).body).toMatchObject({ items: [{ video: { durationMs: 2_500 } }] });
  });

  it('should send whoever may read on to the picture, and let a browser keep that for less than the signature lives', async () => {
    const { id, asset } = await withAsset('processing');
    const picture = () => student.http.get(`${API}/exercises/${id}/poster`);
    const early = await picture();
    expect([early.body, early.headers.get('cache-control')]).toEqual([problem('asset-not-ready'), 'no-store']);
    const facts = under.media.assets.get(asset);
    if (facts === undefined) throw new Error('no asset');
    facts.state = 'ready';
    const found = await picture();
    expect([found.status, found.headers.get('location'), found.headers.get('vary')]).toEqual([302, `https://store.test/${asset}/poster`, 'Cookie, Authorization']);
    expect(found.headers.get('cache-control')).toMatch(/^private, max-age=2[34]\d$/);
    facts.state = 'rejected';
    expect((await picture()).body).toEqual(problem('asset-refused'));
    under.media.assets.delete(asset);
    expect((await picture()).body).toEqual(problem('nothing-to-play'));
    expect((await student.http.get(`${API}/exercises/${await under.exercise(owner)}/poster`)).body).toEqual(problem('nothing-to-play'));
    const answer = under.asset(student.id);
    expect((await owner.http.get(`${API}/comments/${await under.comment(student, id, { assetId: answer })}/poster`)).headers.get('location')).toBe(`https://store.test/${answer}/poster`);
    expect((await owner.http.get(`${API}/comments/${await under.comment(student, id)}/poster`)).body).toEqual(problem('nothing-to-play'));
  });

  it('should see by event that an asset is quarantined or deleted, whatever the order of arrival', async () => {
    const { id, asset } = await withAsset();
    const data = (state: string) => ({ assetId: asset, ownerId: owner.id, state, durationMs: 60_000 });
    const event = uuidv7();
    await receive('practika.media.asset.quarantined.v1', data('quarantined'), 7, event);
    expect(await stateOf(id)).toBe('quarantined');
    await receive('practika.media.asset.ready.v1', data('ready'), 6);
    await receive('practika.media.asset.quarantined.v1', data('quarantined'), 7, event);
    expect(await stateOf(id)).toBe('quarantined');
    await receive('practika.media.asset.deleted.v1', data('deleted'), 9);
    expect(await stateOf(id)).toBe('deleted');
    expect((await student.http.get(`${API}/exercises?search=exercise&limit=100`)).text).toContain(`"assetId":"${asset}","state":"deleted"`);
  });

  it('should fetch the state of an asset that no event has named', async () => {
    const { id, asset } = await withAsset('processing');
    await under.dataSource.query(`DELETE FROM asset_states WHERE asset_id = $1`, [asset]);
    expect(await stateOf(id)).toBe('processing');
    expect(await under.dataSource.query(`SELECT state, seq FROM asset_states WHERE asset_id = $1`, [asset])).toEqual([{ state: 'processing', seq: '0' }]);
  });

  it('should show a new name after user.updated, and the old one while auth is away', async () => {
    const id = await under.exercise(owner);
    const nameOf = async (): Promise<unknown> => (await student.http.get(`${API}/exercises/${id}`)).body['owner'];
    expect(await nameOf()).toEqual({ id: owner.id, displayName: 'Olga' });
    under.auth.names.set(owner.id, 'Olga Neu');
    under.auth.peopleDown = true;
    await receive('practika.auth.user.updated.v1', { userId: owner.id }, 1);
    expect(await nameOf()).toEqual({ id: owner.id, displayName: 'Olga' });
    under.auth.peopleDown = false;
    expect(await eventually(async () => ((await nameOf()) as { displayName: string }).displayName === 'Olga Neu' || undefined, 8_000)).toBe(true);
  });

  it('should purge what was deleted 30 days ago and release its marks and those of its comments', async () => {
    const { id, asset } = await withAsset();
    const answer = under.asset(student.id);
    const comment = await under.comment(student, id, { assetId: answer });
    await owner.http.delete(`${API}/exercises/${id}`);
    expect(await worker.get(MaintenanceService).purge()).toBe(0);
    expect(under.media.marksOn(asset)).toBe(1);
    await under.dataSource.query(`UPDATE exercises SET deleted_at = now() - interval '30 days 1 second' WHERE id = $1`, [id]);
    expect((await owner.http.get(`${API}/exercises/${id}`)).status).toBe(404);
    expect((await owner.http.post(`${API}/exercises/${id}/restore`)).status).toBe(404);
    expect(await worker.get(MaintenanceService).purge()).toBe(1);
    await released(asset);
    await released(answer);
    expect((await student.http.get(`${API}/comments/${comment}`)).status).toBe(404);
  });

  it('should leave nothing of an erased person but places in threads', async () => {
    const gone = under.person('instructor', { name: 'Gone' });
    const asset = under.asset(gone.id);
    const own = await under.exercise(gone, { youtubeUrl: undefined, assetId: asset });
    await under.comment(student, own);
    const elsewhere = await under.exercise(owner);
    const said = await under.comment(gone, elsewhere, { text: 'My words', assetId: under.asset(gone.id) });
    await under.comment(student, elsewhere, { parentId: said });
    for (let i = 0; i < 2; i += 1) await receive('practika.auth.user.erased.v1', { userId: gone.id }, 2 + i);
    expect((await student.http.get(`${API}/exercises/${own}`)).status).toBe(404);
    expect((await student.http.get(`${API}/comments/${said}`)).body).toMatchObject({ state: 'deleted', author: null, text: null, video: null });
    expect((await student.http.get(`${API}/exercises/${elsewhere}`)).body['commentCount']).toBe(1);
    await released(asset);
    const late = await gone.http.post(`${API}/exercises`, { name: 'Too late', youtubeUrl: YOUTUBE });
    expect([late.status, late.body]).toEqual([403, problem('account-leaving')]);
  });
});

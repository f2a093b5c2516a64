import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@practika/database';
import type { TestAnswer, TestClient } from '@practika/testing';
import { cleanVerdict, openMediaApi, type MediaApiFixture } from '../testing/media-fixture.js';

// Real here: PostgreSQL, Redis, the S3 endpoint.
const ASSETS = '/api/media/v1/assets';
const problem = (type: string) => expect.objectContaining({ type: `/problems/${type}` });

describe('assets', () => {
  let f: MediaApiFixture;
  beforeAll(async () => { f = await openMediaApi(); });
  afterAll(() => f.close());

  /** A ready asset whose objects are really in the store. */
  async function playableAsset(ownerId: string): Promise<string> {
    const { id } = await f.rows.scanning(ownerId);
    const scan = await f.rows.claim(id, 'scanning');
    const put = (key: string, text: string) => f.store.put({ bucket: f.buckets.media, key }, { body: Buffer.from(text), size: text.length, contentType: 'video/mp4' });
    const place = (key: string, versionId: string) => ({ bucket: f.buckets.media, key, versionId });
    const original = await put(`c/${id}`, 'original bytes');
    await f.rows.assets.scanned(scan, cleanVerdict(scan), place(`c/${id}`, original.versionId));
    const work = await f.rows.claim(id, 'processing');
    const [web, poster] = [await put(`r/${id}/web`, 'web bytes'), await put(`r/${id}/poster`, 'a picture')];
    const common = { size: 9, sha256: 'a'.repeat(64) };
    await f.rows.assets.processed(work, [
      { name: 'web', contentType: 'video/mp4', ...common, object: place(`r/${id}/web`, web.versionId) },
      { name: 'poster', contentType: 'image/jpeg', ...common, object: place(`r/${id}/poster`, poster.versionId) },
    ], { permitId: uuidv7(), recordId: null });
    // A later version of the same key is never what is played.
    await put(`r/${id}/web`, 'overwritten');
    return id;
  }

  const play = (client: TestClient, id: string, body?: unknown) => client.post(`${ASSETS}/${id}/playback`, body);

  it("should list one's own, newest first, in stable pages", async () => {
    const client = await f.signedIn();
    const ids: string[] = [];
    for (let i = 0; i < 5; i += 1) ids.unshift((await f.rows.uploaded(client.userId)).id);
    await f.rows.uploaded();
    const first = await client.get(`${ASSETS}?limit=2`);
    await f.rows.uploaded(client.userId);
    const second = await client.get(`${ASSETS}?limit=2&cursor=${String(first.body['nextCursor'])}`);
    const third = await client.get(`${ASSETS}?limit=2&cursor=${String(second.body['nextCursor'])}`);
    expect([first, second, third].flatMap((a) => (a.body['items'] as { id: string }[]).map((x) => x.id))).toEqual(ids);
    expect(third.body['nextCursor']).toBeNull();
    for (const wrong of ['limit=0', 'limit=101', 'limit=x', 'cursor=rubbish', 'cursor=WzFd', 'owner=me']) expect((await client.get(`${ASSETS}?${wrong}`)).status).toBe(422);
    expect((await client.get(`${ASSETS}?unknown=1`)).status).toBe(200);
  });

  it("[S2] should let staff list everybody's, one state at a time if they like, in pages that uploads do not shift", async () => {
    const [one, two, staff, admin] = [await f.signedIn(), await f.signedIn(), await f.signedIn({ role: 'staff' }), await f.signedIn({ role: 'admin' })];
    const [held, older, newer] = [await f.rows.quarantined(one.userId), await f.rows.uploaded(one.userId), await f.rows.uploaded(two.userId)];
    for (const caller of [one, await f.signedIn({ role: 'instructor' })]) expect((await caller.get(`${ASSETS}?owner=all`)).body).toEqual(problem('forbidden'));
    const idsOf = (answer: TestAnswer) => (answer.body['items'] as { id: string }[]).map((a) => a.id);
    expect(idsOf(await admin.get(`${ASSETS}?owner=all&limit=3`))).toEqual([newer.id, older.id, held.id]);
    expect(idsOf(await staff.get(`${ASSETS}?owner=all&state=quarantined&limit=1`))).toEqual([held.id]);
    const first = await staff.get(`${ASSETS}?owner=all&state=uploaded&limit=1`);
    await f.rows.uploaded();
    const second = await staff.get(`${ASSETS}?owner=all&state=uploaded&limit=1&cursor=${String(first.body['nextCursor'])}`);
    expect([...idsOf(first), ...idsOf(second)]).toEqual([newer.id, older.id]);
    expect(idsOf(await one.get(`${ASSETS}?state=quarantined`))).toEqual([held.id]);
    expect(idsOf(await staff.get(`${ASSETS}?owner=${one.userId}&state=ready`))).toEqual([]);
    expect((await staff.get(`${ASSETS}?owner=all&state=broken`)).body).toMatchObject({ errors: [{ pointer: '?state' }] });
  });

  it("[S2] should let staff list and read others', and nobody else", async () => {
    const [owner, other, staff] = [await f.signedIn(), await f.signedIn({ role: 'instructor' }), await f.signedIn({ role: 'staff' })];
    const { id } = await f.rows.uploaded(owner.userId);
    expect((await other.get(`${ASSETS}?owner=${owner.userId}`)).status).toBe(403);
    expect((await owner.get(`${ASSETS}?owner=${owner.userId}`)).status).toBe(200);
    expect((await staff.get(`${ASSETS}?owner=${owner.userId}`)).body['items']).toEqual([expect.objectContaining({ id })]);
    expect((await staff.get(`${ASSETS}/${id}`)).status).toBe(200);
    for (const answer of [await other.get(`${ASSETS}/${id}`), await play(other, id), await other.get(`${ASSETS}/${id}/poster`), await other.delete(`${ASSETS}/${id}`)]) {
      expect([answer.status, answer.body]).toEqual([404, problem('not-found')]);
    }
  });

  it('[M14] should tell the stage, how far it is and how many are ahead', async () => {
    const client = await f.signedIn();
    const [one, two] = [await f.rows.scanning(client.userId), await f.rows.scanning(client.userId)];
    const ahead = async (id: string) => (await client.get(`${ASSETS}/${id}`)).body['progress'] as { ahead: number };
    expect(await ahead(two.id)).toMatchObject({ stage: 'scanning', done: 0, total: 1_000 });
    expect((await ahead(two.id)).ahead - (await ahead(one.id)).ahead).toBe(1);
    const claimed = await f.rows.claim(two.id, 'scanning');
    await f.rows.assets.heartbeat(claimed, 60, { done: 400, total: 1_000 });
    expect(await ahead(two.id)).toEqual({ stage: 'scanning', done: 400, total: 1_000, ahead: 0 });
  });

  it('[M4] should show state, facts, renditions and the whole history', async () => {
    const client = await f.signedIn();
    const { id } = await f.rows.ready(client.userId);
    const { body } = await client.get(`${ASSETS}/${id}`);
    expect(body).toMatchObject({ id, ownerId: client.userId, state: 'ready', reason: null, size: 1_000, durationMs: 2_000, width: 320, height: 180, frameRate: 25, progress: null });
    expect(body['renditions']).toEqual([expect.objectContaining({ name: 'web', contentType: 'video/mp4' })]);
    expect((body['history'] as { state: string; at: string; reason: null }[]).map((h) => h.state)).toEqual(['created', 'uploading', 'uploaded', 'checking', 'scanning', 'processing', 'ready']);
    expect(JSON.stringify(body)).not.toMatch(/bucket|versionId|lease/);
  });

  it('[M11] should play exactly the version that was made, in ranges, for five minutes at most', async () => {
    const client = await f.signedIn();
    const id = await playableAsset(client.userId);
    const answer = await play(client, id);
    expect(answer.status).toBe(200);
    const { url, expiresAt, contentType } = answer.body as { url: string; expiresAt: string; contentType: string };
    expect(contentType).toBe('video/mp4');
    expect(new Date(expiresAt).getTime() - Date.now()).toBeLessThanOrEqual(300_000);
    expect(Number(new URL(url).searchParams.get('X-Amz-Expires'))).toBeLessThanOrEqual(300);
    expect(await (await fetch(url)).text()).toBe('web bytes');
    const part = await fetch(url, { headers: { range: 'bytes=4-8' } });
    expect([part.status, await part.text()]).toEqual([206, 'bytes']);
    expect(await (await fetch((await play(client, id, { rendition: 'original' })).body['url'] as string)).text()).toBe('original bytes');
    expect((await fetch(url.replace(/r%2F|r\//, 'c/'))).status).toBe(403);
    const poster = await client.get(`${ASSETS}/${id}/poster`);
    expect(poster.status).toBe(302);
    expect(poster.headers.get('cache-control')).toMatch(/^private, max-age=2[34]\d$/);
    expect(await (await fetch(poster.headers.get('location') ?? '')).text()).toBe('a picture');
    expect((await play(client, id, { rendition: 'poster' })).status).toBe(422);
    expect((await play(client, id, { rendition: 'web', more: 1 })).status).toBe(422);
    expect((await play(await f.signedIn({ role: 'admin' }), id)).status).toBe(200);
  });

  it('[M6] [M11] should give no grant before a video is ready', async () => {
    const client = await f.signedIn();
    for (const { id } of [await f.rows.uploaded(client.userId), await f.rows.scanning(client.userId), await f.rows.processing(client.userId)]) {
      for (const rendition of ['web', 'original']) {
        const answer = await play(client, id, { rendition });
        expect([answer.status, answer.body]).toEqual([409, problem('asset-not-ready')]);
      }
      expect((await client.get(`${ASSETS}/${id}/poster`)).status).toBe(409);
    }
  });

  it('[M8] should refuse what is in quarantine or rejected to everybody', async () => {
    const [client, admin] = [await f.signedIn(), await f.signedIn({ role: 'admin' })];
    const { id } = await f.rows.quarantined(client.userId);
    for (const who of [client, admin]) {
      for (const body of [undefined, { rendition: 'original' }]) expect((await play(who, id, body)).body).toEqual(problem('asset-refused'));
      expect((await who.get(`${ASSETS}/${id}/poster`)).body).toEqual(problem('asset-refused'));
    }
    const rejected = await f.rows.uploaded(client.userId);
    await f.rows.assets.rejected(await f.rows.claim(rejected.id, 'checking'), { code: 'not-a-video', text: 'No.' });
    expect((await play(client, rejected.id)).body).toEqual(problem('asset-refused'));
  });

  it('[C6] should give the original alone while consent is withdrawn', async () => {
    const client = await f.signedIn();
    const id = await playableAsset(client.userId);
    const consent = await f.service('consent');
    const withdrawn = { subjectId: client.userId, purpose: 'video_processing', recipient: null, epoch: 3 };
    expect((await consent.post('/internal/consents/withdrawn', withdrawn)).status).toBe(204);
    expect((await consent.post('/internal/consents/withdrawn', withdrawn)).status).toBe(204);
    expect((await client.get(`${ASSETS}/${id}`)).body).toMatchObject({ state: 'consent_hold', reason: { code: 'consent-withdrawn' }, renditions: [] });
    expect((await play(client, id)).body).toEqual(problem('asset-not-ready'));
    expect((await client.get(`${ASSETS}/${id}/poster`)).body).toEqual(problem('asset-not-ready'));
    expect(await (await fetch((await play(client, id, { rendition: 'original' })).body['url'] as string)).text()).toBe('original bytes');
    expect((await (await f.service('exercises')).post('/internal/consents/withdrawn', withdrawn)).status).toBe(403);
  });

  it('should delete, and not what is in use unless told to', async () => {
    const client = await f.signedIn();
    const { id } = await f.rows.ready(client.userId);
    const exercises = await f.service('exercises');
    const reference = `/internal/assets/${id}/references/${uuidv7()}`;
    expect((await exercises.put(reference, { kind: 'exercise', ownerId: client.userId })).status).toBe(204);
    expect((await exercises.put(reference, { kind: 'exercise', ownerId: client.userId })).status).toBe(204);
    expect((await client.delete(`${ASSETS}/${id}`)).body).toEqual(problem('asset-in-use'));
    expect((await client.delete(`${ASSETS}/${id}?force=maybe`)).status).toBe(422);
    const deleted = await client.delete(`${ASSETS}/${id}?force=true`);
    expect([deleted.status, deleted.body['state']]).toEqual([202, 'deleting']);
    expect((await client.delete(`${ASSETS}/${id}`)).status).toBe(202);
    expect((await exercises.put(`/internal/assets/${id}/references/${uuidv7()}`, { kind: 'comment', ownerId: client.userId })).status).toBe(409);
    await f.rows.assets.deleted(id);
    expect((await client.get(`${ASSETS}/${id}`)).status).toBe(404);
    expect((await client.get(ASSETS)).body['items']).toEqual([]);
  });

  it('should serve exercises on the internal port, and nobody else', async () => {
    const client = await f.signedIn();
    const id = await playableAsset(client.userId);
    const exercises = await f.service('exercises');
    expect((await exercises.get(`/internal/assets/${id}`)).body).toEqual({ id, ownerId: client.userId, state: 'ready', durationMs: 2_000, contentType: 'video/mp4' });
    expect((await exercises.get(`/internal/assets/${uuidv7()}`)).status).toBe(404);
    const grant = await exercises.post(`/internal/assets/${id}/playback`, { rendition: 'web' });
    expect(await (await fetch(grant.body['url'] as string)).text()).toBe('web bytes');
    expect((await exercises.post(`/internal/assets/${id}/playback`, { rendition: 'original' })).status).toBe(422);
    const picture = await exercises.post(`/internal/assets/${id}/playback`, { rendition: 'poster' });
    expect(await (await fetch(picture.body['url'] as string)).text()).toBe('a picture');
    const reference = `/internal/assets/${id}/references/${uuidv7()}`;
    expect((await exercises.put(reference, { kind: 'exercise', ownerId: uuidv7() })).status).toBe(404);
    expect((await exercises.put(reference, { kind: 'clip', ownerId: client.userId })).status).toBe(422);
    expect((await exercises.put(reference, { kind: 'comment', ownerId: client.userId })).status).toBe(204);
    expect((await exercises.delete(reference)).status).toBe(204);
    expect((await client.delete(`${ASSETS}/${id}`)).status).toBe(202);
    expect((await (await f.service('consent')).get(`/internal/assets/${id}`)).status).toBe(403);
    expect((await client.get(`/internal/assets/${id}`)).status).toBe(404);
  });
});

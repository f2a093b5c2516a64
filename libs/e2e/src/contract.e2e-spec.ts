import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestClient } from '@practika/testing';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { newPerson, mailTo, Person, sha256, signedIn, tokenIn } from './person.js';
import { platform } from './platform.config.js';
import { mp4, webm } from './videos.js';

const problem = (type: string) => expect.objectContaining({ type: `/problems/${type}` });
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('a client written from the contract', () => {
  let instructor: Person;
  let student: Person;
  let video: Buffer;

  beforeAll(async () => {
    instructor = await signedIn('instructor');
    student = await newPerson();
    video = mp4();
    await instructor.give('video_processing');
    await student.give('video_processing');
  });

  it('should do the main job: upload, check, scan, publish, answer, play', async () => {
    const uploaded = await instructor.upload(video, { sha256: sha256(video) });
    expect(uploaded).toEqual(expect.objectContaining({ id: expect.stringMatching(ID), ownerId: instructor.id, size: video.length, state: expect.any(String) }));
    const early = await instructor.post(`/api/media/v1/assets/${uploaded.id}/playback`, {});
    expect([200, 409]).toContain(early.status);
    const ready = await instructor.settled(uploaded.id);
    expect(ready).toEqual(expect.objectContaining({ state: 'ready', reason: null, sha256: sha256(video), width: 320, height: 180, contentType: 'video/mp4' }));
    expect(ready.history.map((h) => h.state)).toEqual(['created', 'uploading', 'uploaded', 'checking', 'scanning', 'processing', 'ready'].filter((s) => ready.history.some((h) => h.state === s)));

    const original = await instructor.must(200, 'POST', `/api/media/v1/assets/${ready.id}/playback`, { rendition: 'original' });
    expect(sha256(new Uint8Array(await (await fetch(String(original['url']))).arrayBuffer()))).toBe(sha256(video));
    expect(Date.parse(String(original['expiresAt'])) - Date.now()).toBeLessThanOrEqual(300_000);
    const range = await fetch(String(original['url']), { headers: { range: 'bytes=0-99' } });
    expect([range.status, (await range.arrayBuffer()).byteLength]).toEqual([206, 100]);

    const exercise = await instructor.must(201, 'POST', '/api/exercises/v1/exercises', { name: `Scales ${Date.now()}`, assetId: ready.id });
    expect(exercise).toEqual(expect.objectContaining({ visibility: 'organisation', video: { kind: 'asset', assetId: ready.id, state: 'ready', durationMs: ready.durationMs }, owner: expect.objectContaining({ id: instructor.id, displayName: expect.any(String) }), commentCount: 0, deletedAt: null }));

    const answer = await student.upload(webm(), { filename: 'answer.webm', contentType: 'video/webm;codecs=vp8' });
    await student.until(answer.id, 'ready', 60_000);
    const comment = await student.must(201, 'POST', `/api/exercises/v1/exercises/${String(exercise['id'])}/comments`, { text: 'Like this?', assetId: answer.id, anchor: { startMs: 500, endMs: 900 } });
    expect(comment).toEqual(expect.objectContaining({ state: 'visible', parentId: null, anchor: { startMs: 500, endMs: 900 }, author: expect.objectContaining({ id: student.id }), editedAt: null }));
    expect((await student.post(`/api/exercises/v1/exercises/${String(exercise['id'])}/comments`, { text: 'late', anchor: { startMs: 60_000 } })).status).toBe(422);

    const played = await student.must(200, 'POST', `/api/exercises/v1/exercises/${String(exercise['id'])}/playback`, {});
    const web = Buffer.from(await (await fetch(String(played['url']))).arrayBuffer());
    expect(sha256(web)).toBe(ready.renditions.find((r) => r.name === 'web')?.sha256);
    expect(web.includes('+48.8584') || web.includes('Secret title')).toBe(false);
    expect((await instructor.post(`/api/exercises/v1/comments/${String(comment['id'])}/playback`, {})).status).toBe(200);
    expect((await student.post(`/api/media/v1/assets/${ready.id}/playback`, {})).status).toBe(404);
    const poster = await instructor.get(`/api/media/v1/assets/${ready.id}/poster`);
    expect(poster.status).toBe(302);
    expect((await fetch(poster.headers.get('location') ?? '')).headers.get('content-type')).toContain('image/');
    expect((await instructor.delete(`/api/media/v1/assets/${ready.id}`)).body).toEqual(problem('asset-in-use'));
  });

  it('should take an upload up again from what has arrived, and complete it once', async () => {
    const size = 6 * 1024 * 1024;
    const bytes = Buffer.concat([video, Buffer.alloc(size - video.length)]);
    const created = await student.post('/api/media/v1/uploads', { filename: 'b.mp4', size, contentType: 'video/mp4' });
    expect([created.status, created.headers.get('location')]).toEqual([201, `/api/media/v1/uploads/${String(created.body['uploadId'])}`]);
    const path = `/api/media/v1/uploads/${String(created.body['uploadId'])}`;
    expect((await student.get(path)).body).toEqual(expect.objectContaining({ state: 'open', parts: [] }));
    expect((await student.post(`${path}/complete`, { parts: [] })).body).toEqual(problem('parts-mismatch'));
    const parts = await student.sendParts(created.body as never, bytes);
    expect(((await student.get(path)).body['parts'] as object[]).length).toBe(created.body['partCount']);
    const answers = await Promise.all(Array.from({ length: 10 }, () => student.post(`${path}/complete`, { parts })));
    expect(new Set(answers.map((a) => a.status))).toEqual(new Set([202]));
    expect((await student.get(path)).body['state']).toBe('completed');
    expect((await student.post(`${path}/parts`, { partNumbers: [1] })).status).toBe(409);
    const other = await student.must(201, 'POST', '/api/media/v1/uploads', { filename: 'c.mp4', size: 10, contentType: 'video/mp4' });
    expect((await student.delete(`/api/media/v1/uploads/${String(other['uploadId'])}`)).status).toBe(204);
    expect((await student.get(`/api/media/v1/uploads/${String(other['uploadId'])}`)).body['state']).toBe('aborted');
  });

  it('should refuse uploads by type, size and missing consent with the problem named', async () => {
    const post = (body: object, who = student) => who.post('/api/media/v1/uploads', { filename: 'a.mp4', size: 10, contentType: 'video/mp4', ...body });
    expect((await post({ contentType: 'image/png' })).status).toBe(415);
    expect((await post({ size: 104_857_601 })).body).toEqual(problem('upload-too-large'));
    expect((await post({ size: 0 })).status).toBe(422);
    expect((await post({ sha256: 'xyz' })).status).toBe(422);
    expect((await post({}, await newPerson())).body).toEqual(problem('consent-required'));
  });

  it('[A1] should verify addresses once, and answer sign-up and forgot alike for known and unknown addresses', async () => {
    const person = await newPerson();
    const stranger = new Person();
    const again = await stranger.post('/api/auth/v1/sign-up', { email: person.email, username: `${person.username}x`, password: 'another long enough one' });
    expect([again.status, again.body]).toEqual([202, {}]);
    for (const email of [person.email, 'nobody@example.org']) expect((await stranger.post('/api/auth/v1/password/forgot', { email })).status).toBe(202);
    const token = tokenIn(await mailTo(person.email, /reset-password/));
    expect((await stranger.post('/api/auth/v1/password/reset', { token, password: 'brand new secret words' })).status).toBe(204);
    expect((await stranger.post('/api/auth/v1/password/reset', { token, password: 'brand new secret words' })).status).toBe(410);
    expect((await person.get('/api/auth/v1/me')).status).toBe(401);
    expect((await person.signIn(person.email, 'brand new secret words')).status).toBe(201);
  });

  it('[A5] should end a session in every service within a second', async () => {
    const person = await newPerson();
    const second = new Person();
    Object.assign(second, { username: person.username, password: person.password });
    await second.signIn();
    const paths = ['/api/auth/v1/me', '/api/media/v1/assets', '/api/exercises/v1/exercises', '/api/consent/v1/consents'];
    for (const path of paths) expect((await second.get(path)).status).toBe(200);
    expect((await person.delete('/api/auth/v1/sessions')).status).toBe(204);
    for (const path of paths) expect((await second.get(path)).status).toBe(401);
    expect((await person.get('/api/auth/v1/me')).status).toBe(200);
  });

  it('[A8] should make API tokens in the shape of the contract that reach what their scopes say', async () => {
    const person = await newPerson();
    const made = await person.must(201, 'POST', '/api/auth/v1/tokens', { name: 'ci', scopes: ['media:read'] });
    expect(made['token']).toMatch(/^prk_[0-9A-Za-z]{46}$/);
    const robot = new TestClient(platform.origin);
    robot.bearer = String(made['token']);
    expect((await robot.get('/api/media/v1/assets')).status).toBe(200);
    expect((await robot.get('/api/exercises/v1/exercises')).body).toEqual(problem('insufficient-scope'));
    expect((await robot.get('/api/auth/v1/sessions')).status).toBe(403);
    expect((await person.delete(`/api/auth/v1/tokens/${String(made['id'])}`)).status).toBe(204);
    expect((await robot.get('/api/media/v1/assets')).status).toBe(401);
  });

  it('[C1] should hand out receipts that verify against the published keys', async () => {
    const given = await student.give('third_party_sharing', 'given', 'youtube');
    const receipt = await student.must(200, 'GET', `/api/consent/v1/receipts/${String(given['receiptId'])}`);
    const keys = createRemoteJWKSet(new URL(`${platform.origin}/api/consent/v1/jwks`));
    const { protectedHeader } = await jwtVerify(String(receipt['jws']), keys, { currentDate: new Date(0), algorithms: ['ES256'] }).catch(async (error: { code?: string }) => {
      if (error.code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED') throw error;
      return jwtVerify(String(receipt['jws']), keys, { algorithms: ['ES256'] });
    });
    expect(protectedHeader.alg).toBe('ES256');
    const consents = (await student.get('/api/consent/v1/consents')).body['items'] as { purpose: string; recipient: string | null; state: string }[];
    expect(consents).toHaveLength(8);
    expect(consents.find((c) => c.purpose === 'third_party_sharing')).toEqual(expect.objectContaining({ recipient: 'youtube', state: 'given' }));
  });

  it('[C2] [C3] should hold videos when processing is no longer allowed, and process anew when it is', async () => {
    const person = await newPerson();
    await person.give('video_processing');
    const asset = await person.upload(video);
    await person.until(asset.id, 'ready', 60_000);
    await person.give('video_processing', 'withdrawn');
    expect((await person.asset(asset.id)).state).toBe('consent_hold');
    expect((await person.post(`/api/media/v1/assets/${asset.id}/playback`, {})).body).toEqual(problem('asset-not-ready'));
    expect((await person.post(`/api/media/v1/assets/${asset.id}/playback`, { rendition: 'original' })).status).toBe(200);
    await eventually(async () => ((await person.asset(asset.id)).renditions.length === 0 ? true : undefined));
    await person.give('video_processing');
    await person.until(asset.id, 'ready', 60_000);
  });

  it('[S12] should set cookies as the contract says and every header on every answer', async () => {
    const answer = await new Person().post('/api/auth/v1/sessions', { identifier: student.username, password: student.password });
    const cookies = answer.headers.getSetCookie();
    expect(cookies.find((c) => c.startsWith('practika_session='))).toMatch(/HttpOnly/i);
    expect(cookies.find((c) => c.startsWith('practika_session='))).toMatch(/SameSite=Lax/i);
    expect(cookies.find((c) => c.startsWith('practika_session='))).not.toMatch(/Max-Age|Expires|Secure/i);
    expect(cookies.find((c) => c.startsWith('practika_csrf='))).not.toMatch(/HttpOnly/i);
    for (const path of ['/', '/api/nothing', '/api/media/v1/assets', '/api/consent/v1/purposes']) {
      const { headers } = await student.get(path);
      for (const [name, value] of [['x-content-type-options', 'nosniff'], ['x-frame-options', 'DENY'], ['referrer-policy', 'strict-origin-when-cross-origin'], ['cross-origin-opener-policy', 'same-origin'], ['x-xss-protection', '0']] as const) expect([path, name, headers.get(name)]).toEqual([path, name, value]);
      expect(headers.get('content-security-policy')).not.toContain('unsafe-inline');
      expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull();
    }
  });

  it('[E1] should keep ETags, idempotency and the life of an exercise', async () => {
    const key = { 'idempotency-key': `k-${Date.now()}` };
    const body = { name: `Once ${Date.now()}`, youtubeUrl: 'https://youtu.be/dQw4w9WgXcQ' };
    const first = await instructor.post('/api/exercises/v1/exercises', body, key);
    expect((await instructor.post('/api/exercises/v1/exercises', body, key)).text).toBe(first.text);
    expect((await instructor.post('/api/exercises/v1/exercises', { ...body, name: 'Another' }, key)).status).toBe(422);
    expect((await instructor.post('/api/exercises/v1/exercises', { ...body, name: body.name.toUpperCase() })).body).toEqual(problem('name-taken'));
    const path = first.headers.get('location') ?? '';
    const etag = (await instructor.get(path)).headers.get('etag') ?? '';
    expect((await instructor.patch(path, { description: 'Better' }, { 'if-match': etag })).status).toBe(200);
    expect((await instructor.patch(path, { description: 'Late' }, { 'if-match': etag })).status).toBe(412);
    expect((await student.patch(path, { description: 'Mine?' })).status).toBe(403);
    expect((await student.post(`${path}/playback`, {})).body).toEqual(problem('nothing-to-play'));
    expect((await instructor.delete(path)).status).toBe(204);
    expect([(await instructor.get(path)).status, (await student.get(path)).status]).toEqual([410, 404]);
    expect((await instructor.post(`${path}/restore`)).status).toBe(200);
    expect((await student.post('/api/exercises/v1/exercises', { ...body, name: `Mine ${Date.now()}`, visibility: 'organisation' })).status).toBe(403);
    const mine = await student.post('/api/exercises/v1/exercises', { ...body, name: `Mine ${Date.now()}` });
    expect([mine.status, mine.body['visibility']]).toEqual([201, 'private']);
    expect((await instructor.get(mine.headers.get('location') ?? '')).status).toBe(404);
  });
});

import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { unavailable } from '@practika/problems';
import type { TestAnswer, TestClient } from '@practika/testing';
import { openMediaApi, type MediaApiFixture } from '../testing/media-fixture.js';
import { PART_BYTES } from './uploads.constants.js';

// Real here: PostgreSQL, Redis, the S3 endpoint. Consent is a switch.
const UPLOADS = '/api/media/v1/uploads';
const problem = (type: string) => expect.objectContaining({ type: `/problems/${type}` });

interface Created { uploadId: string; assetId: string; partSize: number; partCount: number; expiresAt: string }
interface PartUrl { partNumber: number; url: string; headers: Record<string, string>; expiresAt: string }

describe('uploads', () => {
  let f: MediaApiFixture;
  beforeAll(async () => { f = await openMediaApi(); });
  afterAll(() => f.close());
  afterEach(() => { f.gate.answer = 'yes'; });

  const announce = (client: TestClient, body: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<TestAnswer> =>
    client.post(UPLOADS, { filename: 'holiday.mp4', size: 1_000, contentType: 'video/mp4', ...body }, headers);

  async function begin(client: TestClient, size: number): Promise<Created> {
    const answer = await announce(client, { size });
    expect(answer.status).toBe(201);
    return answer.body as unknown as Created;
  }

  async function urls(client: TestClient, upload: Created, numbers: number[]): Promise<PartUrl[]> {
    const answer = await client.post(`${UPLOADS}/${upload.uploadId}/parts`, { partNumbers: numbers });
    expect(answer.status).toBe(200);
    return (answer.body as { parts: PartUrl[] } & Record<string, unknown>).parts;
  }

  /** As a browser does it: PUT, then the ETag from the answer's header. */
  async function send(url: PartUrl, bytes: Buffer): Promise<Response> {
    return fetch(url.url, { method: 'PUT', headers: url.headers, body: new Uint8Array(bytes) });
  }

  async function sendAll(client: TestClient, upload: Created, file: Buffer): Promise<{ partNumber: number; etag: string }[]> {
    const parts: { partNumber: number; etag: string }[] = [];
    for (const url of await urls(client, upload, Array.from({ length: upload.partCount }, (_, i) => i + 1))) {
      const stored = await send(url, file.subarray((url.partNumber - 1) * upload.partSize, url.partNumber * upload.partSize));
      expect(stored.status).toBe(200);
      parts.push({ partNumber: url.partNumber, etag: stored.headers.get('etag') ?? '' });
    }
    return parts;
  }

  it('[M1] [M3] should take a file in parts straight into the store, and know it by version afterwards', async () => {
    const client = await f.signedIn();
    const file = randomBytes(PART_BYTES + 12_345);
    const upload = await begin(client, file.length);
    expect(upload).toMatchObject({ partSize: PART_BYTES, partCount: 2 });
    const parts = await sendAll(client, upload, file);
    const done = await client.post(`${UPLOADS}/${upload.uploadId}/complete`, { parts });
    expect(done.status).toBe(202);
    expect(done.headers.get('location')).toBe(`/api/media/v1/assets/${upload.assetId}`);
    expect(done.body).toMatchObject({ id: upload.assetId, ownerId: client.userId, filename: 'holiday.mp4', contentType: 'video/mp4', size: file.length, sha256: null, state: 'uploaded', reason: null, renditions: [] });
    expect((done.body['history'] as { state: string }[]).map((h) => h.state)).toEqual(['created', 'uploading', 'uploaded']);
    expect(await f.rows.jobs(upload.assetId)).toEqual([{ queue: 'media-checksum', attempt: 1 }]);
    expect(await f.rows.events(upload.assetId)).toEqual(['uploaded']);
    const asset = await f.rows.reads.find(upload.assetId);
    const body = await f.store.read(asset?.object ?? { bucket: '', key: '', versionId: '' });
    const hash = createHash('sha256');
    for await (const chunk of body.chunks) hash.update(chunk);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(file).digest('hex'));
  });

  it('[M12] should answer ten completions at once, and later ones, with one and the same answer and one job', async () => {
    const client = await f.signedIn();
    const file = randomBytes(2_000);
    const upload = await begin(client, file.length);
    const parts = await sendAll(client, upload, file);
    const complete = () => client.post(`${UPLOADS}/${upload.uploadId}/complete`, { parts: parts.map((p) => ({ ...p, etag: p.etag.replaceAll('"', '') })) });
    const answers = await Promise.all(Array.from({ length: 10 }, complete));
    await f.rows.claim(upload.assetId, 'checking');
    answers.push(await complete());
    expect(answers.map((a) => a.status)).toEqual(Array.from({ length: 11 }, () => 202));
    expect(new Set(answers.map((a) => a.text)).size).toBe(1);
    expect(await f.rows.jobs(upload.assetId)).toHaveLength(1);
    expect(await f.rows.history(upload.assetId)).toEqual(['created', 'uploading', 'uploaded', 'checking']);
  });

  it('[M1] should say what has arrived, so that another device can go on, and stay open on wrong or missing parts', async () => {
    const client = await f.signedIn();
    const file = randomBytes(PART_BYTES + 10);
    const upload = await begin(client, file.length);
    const [first, second] = await urls(client, upload, [1, 2]);
    const stored = await send(first as PartUrl, file.subarray(0, PART_BYTES));
    const status = await client.get(`${UPLOADS}/${upload.uploadId}`);
    expect(status.body).toEqual({ uploadId: upload.uploadId, assetId: upload.assetId, state: 'open', partSize: PART_BYTES, partCount: 2, parts: [{ partNumber: 1, size: PART_BYTES, etag: expect.any(String) }] });
    const etag = stored.headers.get('etag') ?? '';
    const complete = (parts: unknown) => client.post(`${UPLOADS}/${upload.uploadId}/complete`, { parts });
    for (const wrong of [[], [{ partNumber: 1, etag }], [{ partNumber: 1, etag }, { partNumber: 2, etag: '"0123456789abcdef0123456789abcdef"' }], [{ partNumber: 1, etag }, { partNumber: 3, etag }]]) {
      const answer = await complete(wrong);
      expect([answer.status, answer.body]).toEqual([409, problem('parts-mismatch')]);
    }
    const rest = await send(second as PartUrl, file.subarray(PART_BYTES));
    const done = await complete([{ partNumber: 2, etag: rest.headers.get('etag') }, { partNumber: 1, etag: etag.replaceAll('"', '') }]);
    expect(done.status).toBe(202);
    expect((await client.get(`${UPLOADS}/${upload.uploadId}`)).body).toMatchObject({ state: 'completed' });
  });

  it('[M1] should mend an upload whose completion died between the store and our row, by the same call', async () => {
    const client = await f.signedIn();
    const file = randomBytes(3_000);
    const upload = await begin(client, file.length);
    const parts = await sendAll(client, upload, file);
    const row = await f.rows.uploads.find(upload.uploadId);
    await f.store.completeMultipart({ bucket: row?.bucket ?? '', key: row?.key ?? '', uploadId: row?.storeUploadId ?? '' }, parts);
    const done = await client.post(`${UPLOADS}/${upload.uploadId}/complete`, { parts });
    expect([done.status, done.body['state']]).toEqual([202, 'uploaded']);
  });

  it('[M2] [file-upload-security.file-size-limits] should sign the exact length of each part', async () => {
    const client = await f.signedIn();
    const upload = await begin(client, 1_000);
    const [url] = await urls(client, upload, [1]);
    for (const size of [999, 1_001, 5_000]) expect((await send(url as PartUrl, randomBytes(size))).status).toBe(403);
    expect((await send(url as PartUrl, randomBytes(1_000))).status).toBe(200);
  });

  it('[M7] should leave no way to write once the upload is complete', async () => {
    const client = await f.signedIn();
    const file = randomBytes(1_000);
    const upload = await begin(client, file.length);
    const [url] = await urls(client, upload, [1]);
    const parts = await sendAll(client, upload, file);
    await client.post(`${UPLOADS}/${upload.uploadId}/complete`, { parts });
    expect((await send(url as PartUrl, randomBytes(1_000))).status).toBe(404);
    const more = await client.post(`${UPLOADS}/${upload.uploadId}/parts`, { partNumbers: [1] });
    expect([more.status, more.body]).toEqual([409, problem('upload-closed')]);
    expect((await client.delete(`${UPLOADS}/${upload.uploadId}`)).status).toBe(409);
  });

  it.each([
    ['a byte too many', { size: 104_857_601 }, 413, 'upload-too-large'],
    ['far too many bytes and everything else wrong', { size: 1e300, filename: '', contentType: 'text/plain' }, 413, 'upload-too-large'],
    ['another type', { contentType: 'image/png' }, 415, 'unsupported-media-type'],
    ['another type with a wrong size', { contentType: 'video/x-matroska', size: 0 }, 415, 'unsupported-media-type'],
    ['no byte', { size: 0 }, 422, 'validation-failed'],
    ['half a byte', { size: 1.5 }, 422, 'validation-failed'],
    ['a negative size', { size: -1 }, 422, 'validation-failed'],
    ['a size in words', { size: '1000' }, 422, 'validation-failed'],
    ['no name', { filename: '   ' }, 422, 'validation-failed'],
    ['a name that is too long', { filename: 'ä'.repeat(256) }, 422, 'validation-failed'],
    ['NUL in the name', { filename: 'a\0b' }, 422, 'validation-failed'],
    ['a digest that is none', { sha256: 'xyz' }, 422, 'validation-failed'],
    ['an unknown field', { owner: 'me' }, 422, 'validation-failed'],
  ])('[M2] [file-upload-security.mime-type-validation] should refuse %s', async (_, body, status, type) => {
    const answer = await announce(await f.signedIn(), body);
    expect([answer.status, answer.body]).toEqual([status, problem(type)]);
  });

  it.each(['video/mp4; codecs="avc1.42E01E, mp4a.40.2"', 'Video/WebM;codecs=vp9', 'video/quicktime'])('[M2] should take %s and the largest size', async (contentType) => {
    expect((await announce(await f.signedIn(), { contentType, size: 104_857_600 })).status).toBe(201);
  });

  it('[C3] should begin nothing without consent, nor with consent unreachable', async () => {
    const client = await f.signedIn();
    f.gate.answer = 'no';
    const refused = await announce(client);
    expect([refused.status, refused.body]).toEqual([403, problem('consent-required')]);
    f.gate.answer = unavailable('The consent service');
    const unknown = await announce(client);
    expect([unknown.status, unknown.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await f.rows.reads.list({ ownerId: client.userId, state: null }, { limit: 10, before: null })).toEqual([]);
  });

  it('should refuse people whose account is leaving', async () => {
    const client = await f.signedIn({ leaving: true });
    expect((await announce(client)).body).toEqual(problem('account-leaving'));
    expect((await announce(client, { size: 0 })).status).toBe(422);
  });

  it('should give the same upload for the same Idempotency-Key, and refuse another body under it', async () => {
    const client = await f.signedIn();
    const key = { 'idempotency-key': randomBytes(8).toString('hex') };
    const [one, two] = [await announce(client, {}, key), await announce(client, {}, key)];
    expect([two.status, two.text, two.headers.get('location')]).toEqual([201, one.text, one.headers.get('location')]);
    expect((await announce(client, { size: 2_000 }, key)).status).toBe(422);
    expect(await f.rows.reads.list({ ownerId: client.userId, state: null }, { limit: 10, before: null })).toHaveLength(1);
  });

  it('should hide uploads from everybody else, staff included', async () => {
    const owner = await f.signedIn();
    const upload = await begin(owner, 1_000);
    for (const other of [await f.signedIn(), await f.signedIn({ role: 'admin' })]) {
      expect((await other.get(`${UPLOADS}/${upload.uploadId}`)).status).toBe(404);
      expect((await other.post(`${UPLOADS}/${upload.uploadId}/parts`, { nonsense: true })).status).toBe(404);
      expect((await other.post(`${UPLOADS}/${upload.uploadId}/complete`, { parts: [] })).status).toBe(404);
      expect((await other.delete(`${UPLOADS}/${upload.uploadId}`)).status).toBe(404);
    }
    expect((await owner.get(`${UPLOADS}/not-an-id`)).status).toBe(404);
  });

  it('[M2] should bound part numbers and parts in a request', async () => {
    const client = await f.signedIn();
    const upload = await begin(client, 1_000);
    const parts = (partNumbers: unknown) => client.post(`${UPLOADS}/${upload.uploadId}/parts`, { partNumbers });
    for (const wrong of [[], [0], [-1], [1.5], ['1'], [2], [10_001], Array.from({ length: 10_001 }, (_, i) => i + 1), 'all', null]) expect((await parts(wrong)).status).toBe(422);
    const complete = await client.post(`${UPLOADS}/${upload.uploadId}/complete`, { parts: Array.from({ length: 10_001 }, (_, i) => ({ partNumber: i + 1, etag: 'x' })) });
    expect(complete.status).toBe(422);
    expect((await client.post(`${UPLOADS}/${upload.uploadId}/complete`, { parts: [{ partNumber: 1, etag: 'a' }, { partNumber: 1, etag: 'b' }] })).status).toBe(422);
    expect((await client.post(`${UPLOADS}/${upload.uploadId}/complete`, {})).status).toBe(422);
  });

  it('should abort for good: the parts go, the asset says why, and again is fine', async () => {
    const client = await f.signedIn();
    const upload = await begin(client, 1_000);
    const [url] = await urls(client, upload, [1]);
    await send(url as PartUrl, randomBytes(1_000));
    expect((await client.delete(`${UPLOADS}/${upload.uploadId}`)).status).toBe(204);
    expect((await client.delete(`${UPLOADS}/${upload.uploadId}`)).status).toBe(204);
    expect((await send(url as PartUrl, randomBytes(1_000))).status).toBe(404);
    expect((await client.get(`${UPLOADS}/${upload.uploadId}`)).body).toMatchObject({ state: 'aborted', parts: [] });
    expect((await client.get(`/api/media/v1/assets/${upload.assetId}`)).body).toMatchObject({ state: 'expired', reason: { code: 'upload-aborted', text: expect.any(String) } });
    expect((await client.post(`${UPLOADS}/${upload.uploadId}/complete`, { parts: [] })).body).toEqual(problem('upload-closed'));
  });
});

describe('uploads under a quota', () => {
  let f: MediaApiFixture;
  beforeAll(async () => { f = await openMediaApi({ bytes: 10_000, assets: 5 }); });
  afterAll(() => f.close());

  it('[M14] should let fifty that begin at once not pass the quota together', async () => {
    const client = await f.signedIn();
    const answers = await Promise.all(Array.from({ length: 50 }, () => client.post(UPLOADS, { filename: 'a.mp4', size: 3_000, contentType: 'video/mp4' })));
    expect(answers.filter((a) => a.status === 201)).toHaveLength(3);
    expect(answers.filter((a) => a.status === 409 && a.body['type'] === '/problems/quota-exceeded')).toHaveLength(47);
  });

  it('[M14] should count what was rejected as long as its bytes are kept, or rubbish could fill the store', async () => {
    const client = await f.signedIn();
    const body = { filename: 'a.mp4', size: 10_000, contentType: 'video/mp4' };
    const { uploadId, assetId } = (await client.post(UPLOADS, body)).body as { uploadId: string; assetId: string };
    await f.rows.uploads.completed(uploadId, 'v1', body.size);
    await f.rows.assets.rejected(await f.rows.claim(assetId, 'checking'), { code: 'type-mismatch', text: 'No.' });
    expect((await client.post(UPLOADS, body)).body).toMatchObject({ type: '/problems/quota-exceeded' });
    expect((await client.delete(`/api/media/v1/assets/${assetId}`)).status).toBe(202);
    expect((await client.post(UPLOADS, body)).status).toBe(201);
  });

  it('[M14] should give the room back when an upload is cancelled', async () => {
    const client = await f.signedIn();
    const body = { filename: 'a.mp4', size: 10_000, contentType: 'video/mp4' };
    const first = await client.post(UPLOADS, body);
    expect((await client.post(UPLOADS, { ...body, size: 1 })).status).toBe(409);
    await client.delete(`${UPLOADS}/${String(first.body['uploadId'])}`);
    expect((await client.post(UPLOADS, body)).status).toBe(201);
  });
});

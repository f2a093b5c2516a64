import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAnswer, TestClient } from '@practika/testing';
import { openMediaApi, type MediaApiFixture } from '../testing/media-fixture.js';
import { MAX_UPLOAD_BYTES, PART_BYTES } from './uploads.constants.js';

// Real here: PostgreSQL, Redis, the S3 endpoint. Consent is a switch.
const UPLOADS = '/api/media/v1/uploads';
const problem = (type: string) => expect.objectContaining({ type: `/problems/${type}` });
const RECORDING = { filename: 'me.webm', contentType: 'video/webm;codecs=vp9', recording: true };

interface Created { uploadId: string; assetId: string; partSize: number; partCount: number }
interface PartUrl { partNumber: number; url: string; headers: Record<string, string> }

describe('recordings', () => {
  let f: MediaApiFixture;
  beforeAll(async () => { f = await openMediaApi({ bytes: MAX_UPLOAD_BYTES + 1_000, assets: 5 }); });
  afterAll(() => f.close());

  async function begin(client: TestClient): Promise<Created> {
    const answer = await client.post(UPLOADS, RECORDING);
    expect(answer.status).toBe(201);
    return answer.body as unknown as Created;
  }

  const ask = (client: TestClient, upload: Created, parts: unknown): Promise<TestAnswer> => client.post(`${UPLOADS}/${upload.uploadId}/parts`, { parts });
  const put = (url: PartUrl, bytes: Buffer): Promise<Response> => fetch(url.url, { method: 'PUT', headers: url.headers, body: new Uint8Array(bytes) });

  async function send(client: TestClient, upload: Created, partNumber: number, bytes: Buffer): Promise<{ partNumber: number; etag: string }> {
    const answer = await ask(client, upload, [{ partNumber, size: bytes.length }]);
    expect(answer.status).toBe(200);
    const [url] = (answer.body as { parts: PartUrl[] } & Record<string, unknown>).parts;
    const stored = await put(url as PartUrl, bytes);
    expect(stored.status).toBe(200);
    return { partNumber, etag: stored.headers.get('etag') ?? '' };
  }

  const complete = (client: TestClient, upload: Created, parts: unknown): Promise<TestAnswer> => client.post(`${UPLOADS}/${upload.uploadId}/complete`, { parts });

  it('[M1] [M3] should take a recording whose size nobody knew, and know it by what arrived', async () => {
    const client = await f.signedIn();
    const upload = await begin(client);
    expect(upload).toMatchObject({ partSize: PART_BYTES, partCount: 13 });
    const film = randomBytes(PART_BYTES + 4_321);
    const first = await send(client, upload, 1, film.subarray(0, PART_BYTES));
    // A tab that was killed goes on from here.
    expect((await client.get(`${UPLOADS}/${upload.uploadId}`)).body).toMatchObject({ state: 'open', recording: true, parts: [{ partNumber: 1, size: PART_BYTES }] });
    expect((await client.get(`/api/media/v1/assets/${upload.assetId}`)).body).toMatchObject({ state: 'uploading', size: null });
    const parts = [first, await send(client, upload, 2, film.subarray(PART_BYTES))];
    const answers = await Promise.all(Array.from({ length: 5 }, () => complete(client, upload, parts)));
    expect(answers.map((a) => a.status)).toEqual([202, 202, 202, 202, 202]);
    expect(new Set(answers.map((a) => a.text)).size).toBe(1);
    expect(answers[0]?.body).toMatchObject({ id: upload.assetId, contentType: 'video/webm', size: film.length, state: 'uploaded' });
    expect(await f.rows.jobs(upload.assetId)).toEqual([{ queue: 'media-checksum', attempt: 1 }]);
    expect(await f.rows.claim(upload.assetId, 'checking')).toMatchObject({ declaredSize: film.length, declaredSha256: null });
    expect((await client.get(`${UPLOADS}/${upload.uploadId}`)).body).toMatchObject({ state: 'completed', partCount: 2 });
    const asset = await f.rows.reads.find(upload.assetId);
    const hash = createHash('sha256');
    for await (const chunk of (await f.store.read(asset?.object ?? { bucket: '', key: '', versionId: '' })).chunks) hash.update(chunk);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(film).digest('hex'));
  });

  it('[M14] should hold room for the largest video until it is known how large this one is', async () => {
    const client = await f.signedIn();
    const upload = await begin(client);
    const file = { filename: 'a.mp4', size: 2_000, contentType: 'video/mp4' };
    expect((await client.post(UPLOADS, file)).body).toEqual(problem('quota-exceeded'));
    expect((await client.post(UPLOADS, RECORDING)).body).toEqual(problem('quota-exceeded'));
    expect((await complete(client, upload, [await send(client, upload, 1, randomBytes(700))])).status).toBe(202);
    expect((await client.post(UPLOADS, file)).status).toBe(201);
  });

  it('[M2] should stay open on holes, on parts that are not full, and on anything but what has arrived', async () => {
    const client = await f.signedIn();
    const upload = await begin(client);
    expect((await complete(client, upload, [])).body).toEqual(problem('parts-mismatch'));
    const third = await send(client, upload, 3, randomBytes(10));
    expect((await complete(client, upload, [third])).body).toEqual(problem('parts-mismatch'));
    const short = await send(client, upload, 1, randomBytes(PART_BYTES - 1));
    const second = await send(client, upload, 2, randomBytes(PART_BYTES));
    expect((await complete(client, upload, [short, second, third])).body).toEqual(problem('parts-mismatch'));
    const full = await send(client, upload, 1, randomBytes(PART_BYTES));
    for (const wrong of [[full, second], [full, second, { ...third, etag: short.etag }], [short, second, third]]) {
      expect((await complete(client, upload, wrong)).body).toEqual(problem('parts-mismatch'));
    }
    expect((await complete(client, upload, [third, full, second])).body).toMatchObject({ size: 2 * PART_BYTES + 10 });
  });

  it('[M2] [file-upload-security.file-size-limits] should sign the exact length of each part, and none that could pass the largest video', async () => {
    const client = await f.signedIn();
    const upload = await begin(client);
    const [url] = ((await ask(client, upload, [{ partNumber: 1, size: 500 }])).body as { parts: PartUrl[] } & Record<string, unknown>).parts;
    for (const size of [499, 501]) expect((await put(url as PartUrl, randomBytes(size))).status).toBe(403);
    expect((await ask(client, upload, [{ partNumber: 13, size: MAX_UPLOAD_BYTES - 12 * PART_BYTES }])).status).toBe(200);
    expect((await ask(client, upload, [{ partNumber: 13, size: MAX_UPLOAD_BYTES - 12 * PART_BYTES + 1 }])).body).toMatchObject({ errors: [{ pointer: '/parts/0/size' }] });
    expect((await ask(client, upload, [{ partNumber: 14, size: 1 }])).body).toMatchObject({ errors: [{ pointer: '/parts/0/partNumber' }] });
    for (const wrong of [[], [{ partNumber: 1 }], [{ partNumber: 1, size: 0 }], [{ partNumber: 1, size: PART_BYTES + 1 }], [{ partNumber: 0, size: 1 }], [{ partNumber: 1, size: 1 }, { partNumber: 1, size: 2 }]]) {
      expect((await ask(client, upload, wrong)).status).toBe(422);
    }
    expect((await client.post(`${UPLOADS}/${upload.uploadId}/parts`, { partNumbers: [1] })).status).toBe(422);
  });

  it.each([
    ['a size too', { ...RECORDING, size: 5 }, '/size'],
    ['a digest too', { ...RECORDING, sha256: 'a'.repeat(64) }, '/sha256'],
    ['neither', { filename: 'a.mp4', contentType: 'video/mp4' }, '/size'],
    ['one that is none', { ...RECORDING, recording: false }, '/size'],
    ['one in words', { ...RECORDING, recording: 'yes', size: 5 }, '/recording'],
    ['a field that is not known', { ...RECORDING, owner: 'me' }, '/owner'],
  ])('should refuse a recording with %s', async (_, body, pointer) => {
    const answer = await (await f.signedIn()).post(UPLOADS, body);
    expect([answer.status, answer.body]).toEqual([422, expect.objectContaining({ errors: [expect.objectContaining({ pointer })] })]);
  });

  it('[M1] should mend a recording whose completion died between the store and our row, by the same call', async () => {
    const client = await f.signedIn();
    const upload = await begin(client);
    const parts = [await send(client, upload, 1, randomBytes(900))];
    const row = await f.rows.uploads.find(upload.uploadId);
    await f.store.completeMultipart({ bucket: row?.bucket ?? '', key: row?.key ?? '', uploadId: row?.storeUploadId ?? '' }, parts);
    const done = await complete(client, upload, parts);
    expect([done.status, done.body['size']]).toEqual([202, 900]);
  });

  it("[M1] should list one's own open uploads, newest first, to go on with on any device", async () => {
    const client = await f.signedIn();
    const [a, b, c] = [await client.post(UPLOADS, { filename: 'a.mp4', size: 10, contentType: 'video/mp4' }), await client.post(UPLOADS, { filename: 'b.mp4', size: 10, contentType: 'video/mp4' }), await client.post(UPLOADS, { filename: 'c.mp4', size: 20, contentType: 'video/mp4' })];
    await client.delete(`${UPLOADS}/${String(b.body['uploadId'])}`);
    await (await f.signedIn()).post(UPLOADS, RECORDING);
    const all = await client.get(UPLOADS);
    expect(all.body).toEqual({
      nextCursor: null,
      items: [c, a].map(({ body }) => expect.objectContaining({ uploadId: body['uploadId'], assetId: body['assetId'], partSize: PART_BYTES, partCount: 1, state: 'open', recording: false, contentType: 'video/mp4', createdAt: expect.any(String), expiresAt: expect.any(String) })),
    });
    expect(all.body).toMatchObject({ items: [{ filename: 'c.mp4', size: 20 }, { filename: 'a.mp4', size: 10 }] });
    const first = await client.get(`${UPLOADS}?limit=1`);
    const rest = await client.get(`${UPLOADS}?limit=1&cursor=${String(first.body['nextCursor'])}`);
    expect(rest.body).toMatchObject({ items: [{ uploadId: a.body['uploadId'] }], nextCursor: null });
    expect((await client.get(`${UPLOADS}?cursor=rubbish`)).status).toBe(422);
    const recorder = await f.signedIn();
    const recording = await begin(recorder);
    expect((await recorder.get(UPLOADS)).body).toMatchObject({ items: [{ uploadId: recording.uploadId, recording: true, size: null, contentType: 'video/webm' }] });
  });
});

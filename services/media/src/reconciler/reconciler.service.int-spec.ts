import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type IdempotencyRepository, uuidv7 } from '@practika/database';
import { openMediaApi, type MediaApiFixture } from '../testing/media-fixture.js';
import { ReconcilerService } from './reconciler.service.js';

// Real here: PostgreSQL, the S3 endpoint.
describe('reconciler on uploads', () => {
  let f: MediaApiFixture;
  let reconciler: ReconcilerService;
  beforeAll(async () => {
    f = await openMediaApi();
    reconciler = new ReconcilerService(f.rows.reconciler, f.rows.uploads, f.store, { purge: async () => 0 } as Partial<IdempotencyRepository> as IdempotencyRepository);
  });
  afterAll(() => f.close());

  /** An upload with its one part in the store. */
  async function sent(recording = false): Promise<{ id: string; assetId: string; multipart: { bucket: string; key: string; uploadId: string }; parts: { partNumber: number; etag: string }[] }> {
    const [id, assetId] = [uuidv7(), uuidv7()];
    const place = { bucket: f.buckets.uploads, key: `u/${assetId}/1` };
    await f.rows.uploads.reserve({ id, assetId, ownerId: uuidv7(), filename: 'a', contentType: 'video/mp4', size: recording ? 100_000_000 : 2_000, recording, sha256: null, ...place, partSize: 8_388_608, partCount: recording ? 12 : 1 }, { bytes: 1e9, assets: 10 });
    const multipart = { ...place, uploadId: await f.store.createMultipart(place, 'video/mp4') };
    await f.rows.uploads.began(id, multipart.uploadId);
    const { url, headers } = await f.store.presignPart(multipart, { partNumber: 1, size: 2_000, expiresSeconds: 60 });
    await fetch(url, { method: 'PUT', headers, body: new Uint8Array(randomBytes(2_000)) });
    return { id, assetId, multipart, parts: ((await f.store.listParts(multipart)) ?? []).map(({ partNumber, etag }) => ({ partNumber, etag })) };
  }
  const past = (id: string, column: 'expires_at' | 'completing_until') => f.rows.dataSource.query(`UPDATE uploads SET ${column} = now() - interval '1 minute' WHERE id = $1`, [id]);

  it('[M1] [M12] should finish an upload that the store had joined when somebody died, though nobody calls again', async () => {
    const upload = await sent();
    await f.rows.uploads.beginCompleting(upload.id, 10);
    const made = await f.store.completeMultipart(upload.multipart, upload.parts);
    await past(upload.id, 'completing_until');
    await reconciler.round();
    expect((await f.rows.reads.find(upload.assetId))?.object).toEqual({ bucket: upload.multipart.bucket, key: upload.multipart.key, versionId: made.versionId });
    expect(await f.rows.row(upload.assetId)).toMatchObject({ state: 'uploaded' });
    expect(await f.rows.jobs(upload.assetId)).toEqual([{ queue: 'media-checksum', attempt: 1 }]);
  });

  it('[M1] [M12] should finish a recording likewise, with the size that was joined', async () => {
    const upload = await sent(true);
    await f.rows.uploads.beginCompleting(upload.id, 10);
    await f.store.completeMultipart(upload.multipart, upload.parts);
    await past(upload.id, 'completing_until');
    await reconciler.round();
    expect(await f.rows.reads.find(upload.assetId)).toMatchObject({ state: 'uploaded', declaredSize: 2_000 });
    expect(await f.rows.uploads.find(upload.id)).toMatchObject({ state: 'completed', partCount: 1 });
  });

  it('[M12] should open an upload again whose completion died before the store joined it', async () => {
    const upload = await sent();
    await f.rows.uploads.beginCompleting(upload.id, 10);
    await past(upload.id, 'completing_until');
    await reconciler.round();
    expect(await f.rows.uploads.find(upload.id)).toMatchObject({ state: 'open' });
    expect(await f.rows.uploads.stale(10)).toEqual([]);
  });

  it('[M1] should end an upload that was idle for a day, with its parts', async () => {
    const upload = await sent();
    await past(upload.id, 'expires_at');
    await reconciler.round();
    expect(await f.rows.row(upload.assetId)).toMatchObject({ state: 'expired', reason_code: 'upload-expired' });
    expect(await f.store.listParts(upload.multipart)).toBeNull();
  });

  it('[M1] should not end an upload that was idle for a day when its object is there', async () => {
    const upload = await sent();
    await f.store.completeMultipart(upload.multipart, upload.parts);
    await past(upload.id, 'expires_at');
    await reconciler.round();
    expect((await f.rows.row(upload.assetId)).state).toBe('uploaded');
  });
});

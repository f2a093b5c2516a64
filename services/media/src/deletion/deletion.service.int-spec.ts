import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeAssets } from '../testing/fake-assets.js';
import { createTestBuckets, type TestBuckets } from '../testing/test-buckets.js';
import { DeletionService } from './deletion.service.js';

// Real here: the S3 endpoint with the deleter's own identity.
const body = Buffer.from('bytes');

describe('deleting an asset', () => {
  let t: TestBuckets;
  beforeAll(async () => { t = await createTestBuckets(); });
  afterAll(() => t?.close());

  const put = async (bucket: string, key: string) => ({ bucket, key, versionId: (await t.owner.put({ bucket, key }, { body, size: body.length, contentType: 'x/y' })).versionId });
  const count = async (id: string) => {
    let n = 0;
    for (const bucket of Object.values(t.buckets)) {
      for await (const v of t.owner.versions(bucket, '')) n += v.key.includes(id) ? 1 : 0;
      for await (const u of t.owner.multipartUploads(bucket, '')) n += u.key.includes(id) ? 1 : 0;
    }
    return n;
  };

  it('[E5] should remove every version of every object in every bucket, delete markers, strays and open uploads, and nothing of another', async () => {
    const [id, ownerId, other] = [randomUUID(), randomUUID(), randomUUID()];
    const original = await put(t.buckets.media, `c/${ownerId}/${id}/aa`);
    await put(t.buckets.media, original.key);
    const web = await put(t.buckets.media, `r/${ownerId}/${id}/web`);
    await put(t.buckets.uploads, `u/${id}/1`);
    await put(t.buckets.quarantine, `q/${ownerId}/${id}/aa`);
    const odd = await put(t.buckets.media, `elsewhere/${id}`);
    const storeUploadId = await t.owner.createMultipart({ bucket: t.buckets.uploads, key: `u/${id}/2` }, 'video/mp4');
    await t.owner.createMultipart({ bucket: t.buckets.uploads, key: `u/${id}/3` }, 'video/mp4');
    await put(t.buckets.media, `c/${ownerId}/${other}/aa`);
    await put(t.buckets.uploads, `u/${other}/1`);
    const assets = new FakeAssets({ object: original });
    assets.target = { id, ownerId, original, renditions: [web, odd], openUploads: [{ bucket: t.buckets.uploads, key: `u/${id}/2`, storeUploadId }] };
    const service = new DeletionService(assets, t.as('DELETER'), t.buckets);
    await service.delete(id, 0, 'everything', AbortSignal.timeout(20_000));
    expect(assets.said).toEqual([{ what: 'deleted' }]);
    expect(await count(id)).toBe(0);
    expect(await count(other)).toBe(2);
    await service.delete(id, 0, 'everything', AbortSignal.timeout(20_000));
    expect(assets.said).toHaveLength(2);
  });

  it('[C3] should remove withdrawn renditions by version and keep the original and newer ones', async () => {
    const [id, ownerId] = [randomUUID(), randomUUID()];
    const original = await put(t.buckets.media, `c/${ownerId}/${id}/aa`);
    const old = await put(t.buckets.media, `r/${ownerId}/${id}/web`);
    const newer = await put(t.buckets.media, `r/${ownerId}/${id}/web`);
    const assets = new FakeAssets({ object: original });
    assets.target = { id, ownerId, original, renditions: [old], openUploads: [] };
    await new DeletionService(assets, t.as('DELETER'), t.buckets).delete(id, 0, 'renditions', AbortSignal.timeout(20_000));
    expect(await t.owner.stat(old)).toBeNull();
    expect(await t.owner.stat(newer)).not.toBeNull();
    expect(await t.owner.stat(original)).not.toBeNull();
  });

  it('should do nothing for an asset that is not to be deleted', async () => {
    const assets = new FakeAssets({ object: { bucket: t.buckets.media, key: 'x', versionId: 'x' } });
    await new DeletionService(assets, t.as('DELETER'), t.buckets).delete(randomUUID(), 0, 'everything', AbortSignal.timeout(5_000));
    expect(assets.said).toEqual([]);
  });
});

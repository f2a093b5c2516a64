import { describe, expect, it } from '@jest/globals';
import { GetObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';
import { s3Client } from './s3.client.js';
import { S3Presigner } from './s3.presigner.js';

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const endpoints = ['http://minio:9000', 'http://localhost:8080', 'https://s3.example.org', 'https://s3.example.org:8443', 'http://store.internal'];

/** As the SDK would sign it. */
const part = new Set(['host', 'content-length']);
const sdk = { part: { unhoistableHeaders: part, signableHeaders: part } };

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 24 }).filter((s) => s.isWellFormed() && !s.includes('\0'));
const segment = text.filter((s) => !/^\.{1,2}$/.test(s) && !s.includes('/'));
const cases = fc.record({
  endpoint: fc.constantFrom(...endpoints), forcePathStyle: fc.boolean(), region: fc.constantFrom('us-east-1', 'eu-central-1'),
  bucket: fc.constantFrom('uploads', 'practika-media', 'videos.example.org'),
  key: fc.array(segment, { minLength: 1, maxLength: 4 }).map((s) => s.join('/')),
  at: fc.date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2036-01-01T00:00:00Z'), noInvalidDate: true }), expiresSeconds: fc.integer({ min: 1, max: 604_800 }),
});

function presigners({ endpoint, forcePathStyle, region, at }: { endpoint: string; forcePathStyle: boolean; region: string; at: Date }) {
  const client = s3Client({ endpoint: 'http://10.0.0.1:9000', publicEndpoint: endpoint, region, forcePathStyle }, keys, 'public');
  return { client, ours: new S3Presigner(client, { ...keys, region }, () => at) };
}

/** A query has no order: ours is in that of the signature. */
const parts = (url: string) => {
  const { origin, pathname, searchParams } = new URL(url);
  return { origin, pathname, query: [...searchParams].sort() };
};

describe('presigned URLs', () => {
  it('[M1] should sign parts as the SDK does, whatever the key, the endpoint and the time', async () => {
    await fc.assert(fc.asyncProperty(cases, text, fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 5e9 }), async (c, uploadId, partNumber, size) => {
      const { client, ours } = presigners(c);
      const mine = await ours.part({ bucket: c.bucket, key: c.key, uploadId }, { partNumber, size, expiresSeconds: c.expiresSeconds });
      const command = new UploadPartCommand({ Bucket: c.bucket, Key: c.key, UploadId: uploadId, PartNumber: partNumber, ContentLength: size });
      expect(parts(mine.url)).toEqual(parts(await getSignedUrl(client, command, { ...sdk.part, expiresIn: c.expiresSeconds, signingDate: c.at })));
      expect(mine.headers).toEqual({});
      expect(mine.expiresAt.getTime()).toBe(c.at.getTime() + c.expiresSeconds * 1_000);
    }), { numRuns: 150 });
  });

  it('[M3] should sign the digests of a part as headers that must be sent', async () => {
    const at = new Date('2026-11-24T12:00:00Z');
    const { client, ours } = presigners({ endpoint: endpoints[0] ?? '', forcePathStyle: true, region: 'us-east-1', at });
    const digests = { sha256: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=', md5: 'CY9rzUYh03PK3k6DJie09g==' };
    const mine = await ours.part({ bucket: 'uploads', key: 'u/1', uploadId: 'id' }, { partNumber: 1, size: 4, ...digests, expiresSeconds: 60 });
    const signed = new Set([...part, 'x-amz-checksum-sha256', 'content-md5']);
    const command = new UploadPartCommand({ Bucket: 'uploads', Key: 'u/1', UploadId: 'id', PartNumber: 1, ContentLength: 4, ChecksumSHA256: digests.sha256, ContentMD5: digests.md5 });
    expect(parts(mine.url)).toEqual(parts(await getSignedUrl(client, command, { expiresIn: 60, signingDate: at, unhoistableHeaders: signed, signableHeaders: signed })));
    expect(mine.headers).toEqual({ 'x-amz-checksum-sha256': digests.sha256, 'content-md5': digests.md5 });
  });

  it('[M11] should sign downloads as the SDK does, whatever the names of files', async () => {
    await fc.assert(fc.asyncProperty(cases, text, text, async (c, versionId, filename) => {
      const { client, ours } = presigners(c);
      const disposition = `inline; filename="${filename}"`;
      const mine = await ours.get({ bucket: c.bucket, key: c.key, versionId }, { contentType: 'video/mp4', disposition, expiresSeconds: c.expiresSeconds });
      const command = new GetObjectCommand({
        Bucket: c.bucket, Key: c.key, VersionId: versionId, ResponseContentType: 'video/mp4', ResponseContentDisposition: disposition, ResponseCacheControl: 'private, max-age=300',
      });
      expect(parts(mine.url)).toEqual(parts(await getSignedUrl(client, command, { expiresIn: c.expiresSeconds, signingDate: c.at })));
    }), { numRuns: 150 });
  });
});

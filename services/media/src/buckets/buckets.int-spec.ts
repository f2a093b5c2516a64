import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isObjectStoreError, type ObjectFacts, type S3ObjectStore } from '@practika/object-store';
import { backends } from '@practika/testing';
import { createTestBuckets, type TestBuckets } from '../testing/test-buckets.js';
import { bucketPolicy, GRANTEES, type Grantee } from './bucket-grants.js';
import { BucketSetupService } from './bucket-setup.service.js';

// Real here: the S3 endpoint, its accounts and its policies.
type BucketRole = 'uploads' | 'media' | 'quarantine';
const ROLES: readonly BucketRole[] = ['uploads', 'media', 'quarantine'];
const body = Buffer.from('bytes');

const VERBS = {
  get: (s: S3ObjectStore, b: string, o: ObjectFacts) => s.read({ bucket: b, key: 'k', versionId: o.versionId }).then(async ({ chunks }) => { for await (const c of chunks) expect(c.length).toBe(5); }),
  stat: (s: S3ObjectStore, b: string, o: ObjectFacts) => s.stat({ bucket: b, key: 'k', versionId: o.versionId }),
  put: (s: S3ObjectStore, b: string) => s.put({ bucket: b, key: 'new' }, { body, size: body.length, contentType: 'text/plain' }),
  copy: (s: S3ObjectStore, b: string, o: ObjectFacts) => s.copy({ bucket: b, key: 'k', versionId: o.versionId }, { bucket: b, key: 'copied' }, { ifMatch: o.etag, contentType: 'text/plain' }),
  list: (s: S3ObjectStore, b: string) => first(s.versions(b, '')),
  delete: async (s: S3ObjectStore, b: string, _: ObjectFacts, t: TestBuckets) => {
    const { versionId } = await t.owner.put({ bucket: b, key: 'victim' }, { body, size: body.length, contentType: 'text/plain' });
    await s.deleteVersion({ bucket: b, key: 'victim', versionId });
  },
  begin: (s: S3ObjectStore, b: string) => s.createMultipart({ bucket: b, key: 'mp' }, 'video/mp4'),
  part: async (s: S3ObjectStore, b: string, _: ObjectFacts, t: TestBuckets) => {
    const upload = { bucket: b, key: 'mp', uploadId: await t.owner.createMultipart({ bucket: b, key: 'mp' }, 'video/mp4') };
    const { url, headers } = await s.presignPart(upload, { partNumber: 1, size: body.length, expiresSeconds: 60 });
    const answer = await fetch(url, { method: 'PUT', body: new Uint8Array(body), headers });
    if (answer.status === 403) throw Object.assign(new Error('denied'), { kind: 'denied' });
    expect(answer.status).toBe(200);
  },
  parts: async (s: S3ObjectStore, b: string, _: ObjectFacts, t: TestBuckets) =>
    s.listParts({ bucket: b, key: 'mp', uploadId: await t.owner.createMultipart({ bucket: b, key: 'mp' }, 'video/mp4') }),
  uploads: (s: S3ObjectStore, b: string) => first(s.multipartUploads(b, '')),
  abort: async (s: S3ObjectStore, b: string, _: ObjectFacts, t: TestBuckets) =>
    s.abortMultipart({ bucket: b, key: 'mp', uploadId: await t.owner.createMultipart({ bucket: b, key: 'mp' }, 'video/mp4') }),
} as const;
type Verb = keyof typeof VERBS;
const ALL = Object.keys(VERBS) as Verb[];

/** Written by hand and not derived from the grants, so that a grant too many fails here. */
const MAY: Readonly<Record<Grantee, Partial<Record<BucketRole, readonly Verb[]>>>> = {
  UPLOADER: { uploads: ['put', 'list', 'begin', 'part', 'parts', 'uploads', 'abort'] },
  PLAYBACK: { media: ['get', 'stat'] },
  CHECKSUM: { uploads: ['get', 'stat'], quarantine: ['get', 'stat'] },
  SCAN: {
    uploads: ['get', 'stat', 'list', 'delete'], quarantine: ['get', 'stat', 'put', 'copy', 'list', 'delete', 'begin', 'part'],
    media: ['get', 'stat', 'put', 'copy', 'delete', 'begin', 'part'],
  },
  PROCESS: { media: ['get', 'stat', 'put', 'copy', 'delete', 'begin', 'part'] },
  DELETER: { uploads: ['list', 'delete', 'uploads', 'abort'], media: ['list', 'delete', 'uploads', 'abort'], quarantine: ['list', 'delete', 'uploads', 'abort'] },
};

/** Asks for the first page alone: a listing that is forbidden fails there. */
async function first(items: AsyncIterable<unknown>): Promise<void> {
  await items[Symbol.asyncIterator]().next();
}

describe('[S3] [S4] buckets', () => {
  let t: TestBuckets;
  const objects = {} as Record<BucketRole, ObjectFacts>;

  beforeAll(async () => {
    t = await createTestBuckets();
    for (const role of ROLES) objects[role] = await t.owner.put({ bucket: t.buckets[role], key: 'k' }, { body, size: body.length, contentType: 'text/plain' });
  });
  afterAll(() => t?.close());

  describe.each(GRANTEES)('[S3] identity %s', (grantee) => {
    it.each(ROLES)('should do in %s what it is there for, and nothing else', async (role) => {
      const allowed: Verb[] = [];
      for (const verb of ALL) {
        try {
          await VERBS[verb](t.as(grantee), t.buckets[role], objects[role], t);
          allowed.push(verb);
        } catch (error) {
          expect([verb, (error as { kind?: string }).kind]).toEqual([verb, 'denied']);
        }
      }
      expect(allowed).toEqual(ALL.filter((verb) => MAY[grantee][role]?.includes(verb)));
    });
  });

  it('[S3] [M7] should let the scanner carry a version from uploads to media, and no other identity', async () => {
    const from = { bucket: t.buckets.uploads, key: 'k', versionId: objects.uploads.versionId };
    const carry = (g: Grantee) => t.as(g).copy(from, { bucket: t.buckets.media, key: 'carried' }, { ifMatch: objects.uploads.etag, contentType: 'text/plain' });
    for (const grantee of GRANTEES) {
      if (grantee === 'SCAN') await expect(carry(grantee)).resolves.toMatchObject({ size: 5 });
      else await expect(carry(grantee)).rejects.toMatchObject({ kind: 'denied' });
    }
  });

  it('[S4] should give nothing to those who do not sign', async () => {
    for (const role of ROLES) {
      expect((await fetch(`${backends.s3.endpoint}/${t.buckets[role]}/k`)).status).toBe(403);
      expect((await fetch(`${backends.s3.endpoint}/${t.buckets[role]}`)).status).toBe(403);
    }
  });

  it('[S3] should refuse a forged signature', async () => {
    const { url } = await t.as('PLAYBACK').presignGet({ bucket: t.buckets.media, key: 'k', versionId: objects.media.versionId }, { contentType: 'video/mp4', disposition: 'inline', expiresSeconds: 60 });
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url.replace(/Signature=[0-9a-f]{8}/, 'Signature=00000000'))).status).toBe(403);
    expect((await fetch(url.replace(t.buckets.media, t.buckets.uploads))).status).toBe(403);
  });

  it('[S4] should read back as they were set up', async () => {
    for (const role of ROLES) {
      const now = await t.settings.current(t.buckets[role]);
      expect(now.versioning).toBe(true);
      const principals = Object.fromEntries(GRANTEES.map((g) => [g, t.keys[g].accessKeyId]));
      expect(JSON.parse(now.policy ?? '{}')).toMatchObject({ Statement: bucketPolicy(role, t.buckets[role], principals, { requireTls: false }) });
      expect(now.cors).toEqual(role === 'quarantine' ? null : expect.objectContaining({ origins: ['http://localhost:8080'], exposeHeaders: expect.arrayContaining(['ETag']) }));
    }
  });

  it('[S4] should say what the store cannot do, and do the rest again without harm', async () => {
    expect(t.lines).toContain(`${t.buckets.uploads}: versioning on`);
    expect(t.lines.filter((line) => line.includes('NOT supported')).every((line) => /; .+/.test(line))).toBe(true);
    const again: string[] = [];
    const plan = { buckets: t.buckets, origins: ['http://localhost:8080'], principals: Object.fromEntries(GRANTEES.map((g) => [g, t.keys[g].accessKeyId])), requireTls: false };
    await new BucketSetupService(t.settings, (line) => again.push(line)).setUp(plan);
    expect(again).toEqual(t.lines.map((line) => line.replace(/: created$/, ': there')));
    expect(isObjectStoreError(await t.as('UPLOADER').read({ bucket: t.buckets.uploads, key: 'k', versionId: objects.uploads.versionId }).catch((e: unknown) => e), 'denied')).toBe(true);
  });
});

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ObjectStoreErrorKind } from './object-store.error.js';
import type { MultipartUpload, ObjectBody, ObjectStore } from './object-store.js';

export interface ContractSubject {
  readonly store: ObjectStore;
  /** Two empty buckets with versioning, of one owner. */
  readonly bucket: string;
  readonly other: string;
  readonly close: () => Promise<void>;
}

const MiB = 1024 * 1024;
const sha256 = (b: Buffer) => createHash('sha256').update(b).digest('hex');
const md5 = (b: Buffer) => createHash('md5').update(b).digest('base64');
const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
};
const all = async (body: ObjectBody) => Buffer.concat(await collect(body.chunks));
const kind = (wanted: ObjectStoreErrorKind) => expect.objectContaining({ name: 'ObjectStoreError', kind: wanted });
const webm = 'video/webm';

/** PUT as a browser does it. A store may cut the connection on a request that it refuses: that is a refusal too. */
async function put(request: { url: string; headers: Readonly<Record<string, string>> }, body: Buffer, headers?: Record<string, string>) {
  const answer = await fetch(request.url, { method: 'PUT', headers: headers ?? request.headers, body: new Uint8Array(body) }).catch(() => null);
  return answer?.status ?? 0;
}

/** What the platform relies on, whatever the store. Run it against every store that an operator brings. */
export function objectStoreContract(name: string, make: () => Promise<ContractSubject>): void {
  describe(`object store contract: ${name}`, () => {
    let s: ContractSubject;
    let store: ObjectStore;
    const key = () => `u/${randomUUID()}/1`;
    const small = Buffer.from('a small object');
    const putSmall = (k = key(), body = small) => store.put({ bucket: s.bucket, key: k }, { body, size: body.length, contentType: webm });
    const begin = async (k = key()): Promise<MultipartUpload> => ({ bucket: s.bucket, key: k, uploadId: await store.createMultipart({ bucket: s.bucket, key: k }, webm) });
    const part = async (upload: MultipartUpload, partNumber: number, body: Buffer) => {
      expect(await put(await store.presignPart(upload, { partNumber, size: body.length, expiresSeconds: 60 }), body)).toBe(200);
    };
    const uploaded = async (body: Buffer, k = key()) => {
      const upload = await begin(k);
      await part(upload, 1, body);
      return { upload, parts: await store.listParts(upload) ?? [] };
    };

    beforeAll(async () => {
      s = await make();
      store = s.store;
    });
    afterAll(() => s?.close());

    it('should give every write a version of its own and read back exactly the version asked for', async () => {
      const k = key();
      const first = await putSmall(k, Buffer.from('first'));
      const second = await putSmall(k, Buffer.from('second'));
      expect(first.versionId).not.toBe(second.versionId);
      expect((await all(await store.read({ bucket: s.bucket, key: k, versionId: first.versionId }))).toString()).toBe('first');
      expect((await store.stat({ bucket: s.bucket, key: k, versionId: first.versionId }))?.size).toBe(5);
      expect((await store.stat({ bucket: s.bucket, key: k }))?.versionId).toBe(second.versionId);
    });

    it('should answer null for an object or version that is not there, and throw missing when it is read', async () => {
      const { versionId } = await putSmall();
      expect(await store.stat({ bucket: s.bucket, key: key() })).toBeNull();
      expect(await store.stat({ bucket: s.bucket, key: key(), versionId })).toBeNull();
      await expect(store.read({ bucket: s.bucket, key: key(), versionId })).rejects.toEqual(kind('missing'));
    });

    it('should take a bucket that is not there for a wrong set-up, never for a missing object', async () => {
      const nowhere = { bucket: `${s.bucket}-not-there`, key: key(), versionId: (await putSmall()).versionId };
      await expect(store.stat(nowhere)).rejects.toEqual(kind('denied'));
      await expect(store.read(nowhere)).rejects.toEqual(kind('denied'));
      await expect(store.deleteVersion(nowhere)).rejects.toEqual(kind('denied'));
    });

    it('should serve a range with the size of the whole', async () => {
      const k = key();
      const { versionId } = await putSmall(k);
      const body = await store.read({ bucket: s.bucket, key: k, versionId }, { range: { start: 2, end: 6 } });
      expect(body.facts.size).toBe(small.length);
      expect((await all(body)).toString()).toBe('small');
    });

    it('should refuse to read when the etag is another one', async () => {
      const k = key();
      const { versionId } = await putSmall(k);
      await expect(store.read({ bucket: s.bucket, key: k, versionId }, { ifMatch: 'another' })).rejects.toEqual(kind('precondition'));
    });

    it('[M3] should refuse bytes that do not have the promised SHA-256', async () => {
      await expect(store.put({ bucket: s.bucket, key: key() }, { body: small, size: small.length, contentType: webm, sha256: sha256(Buffer.from('x')) })).rejects.toEqual(kind('digest-mismatch'));
      await expect(store.put({ bucket: s.bucket, key: key() }, { body: small, size: small.length, contentType: webm, sha256: sha256(small) })).resolves.toMatchObject({ size: small.length });
    });

    it('should take a stream of known length', async () => {
      const body = randomBytes(3 * MiB);
      const k = key();
      const { versionId } = await store.put({ bucket: s.bucket, key: k }, { body: chunked(body), size: body.length, contentType: webm, sha256: sha256(body) });
      expect(sha256(await all(await store.read({ bucket: s.bucket, key: k, versionId })))).toBe(sha256(body));
    });

    it('should not replace an object that was to be new', async () => {
      const k = key();
      await putSmall(k);
      await expect(store.put({ bucket: s.bucket, key: k }, { body: small, size: small.length, contentType: webm }, { onlyNew: true })).rejects.toEqual(kind('precondition'));
    });

    it('[M7] should copy exactly the version asked for, also after the key was overwritten, and state its SHA-256', async () => {
      const from = key();
      const first = await putSmall(from, Buffer.from('scanned'));
      await putSmall(from, Buffer.from('smuggled'));
      const to = { bucket: s.other, key: `c/${randomUUID()}` };
      const copy = await store.copy({ bucket: s.bucket, key: from, versionId: first.versionId }, to, { ifMatch: first.etag, contentType: 'video/mp4' });
      expect((await all(await store.read({ ...to, versionId: copy.versionId }))).toString()).toBe('scanned');
      expect(copy).toMatchObject({ size: 7, contentType: 'video/mp4', sha256: sha256(Buffer.from('scanned')) });
    });

    it('[M7] should state the SHA-256 over the whole copy of an object that came in parts', async () => {
      const body = randomBytes(MiB);
      const { upload, parts } = await uploaded(body);
      const made = await store.completeMultipart(upload, parts);
      const to = { bucket: s.other, key: `c/${randomUUID()}` };
      const copy = await store.copy({ bucket: s.bucket, key: upload.key, versionId: made.versionId }, to, { ifMatch: made.etag, contentType: webm });
      expect(copy).toMatchObject({ size: MiB, sha256: sha256(body) });
    });

    it('[M7] should not copy when the etag is another one', async () => {
      const from = key();
      const { versionId } = await putSmall(from);
      await expect(store.copy({ bucket: s.bucket, key: from, versionId }, { bucket: s.other, key: 'c/x' }, { ifMatch: 'another', contentType: webm })).rejects.toEqual(kind('precondition'));
    });

    it('should delete one version for good, twice without complaint, and leave the others', async () => {
      const k = key();
      const first = await putSmall(k);
      const second = await putSmall(k);
      await store.deleteVersion({ bucket: s.bucket, key: k, versionId: first.versionId });
      await store.deleteVersion({ bucket: s.bucket, key: k, versionId: first.versionId });
      expect((await collect(store.versions(s.bucket, k))).map((v) => v.versionId)).toEqual([second.versionId]);
    });

    it('should list all versions under a prefix and nothing else', async () => {
      const prefix = `u/${randomUUID()}/`;
      await putSmall(`${prefix}a`);
      await putSmall(`${prefix}a`);
      await putSmall(`${prefix}b`);
      await putSmall(`${prefix.slice(0, -1)}-not/b`);
      const listed = await collect(store.versions(s.bucket, prefix));
      expect(listed.map((v) => v.key).sort()).toEqual([`${prefix}a`, `${prefix}a`, `${prefix}b`]);
      expect(listed.filter((v) => v.latest)).toHaveLength(2);
      expect(listed.every((v) => !v.marker && v.size === small.length)).toBe(true);
    });

    it('[M1] should join presigned parts and tell what has arrived meanwhile', async () => {
      const upload = await begin();
      const bodies = [randomBytes(5 * MiB), randomBytes(1_000)];
      await part(upload, 2, bodies[1] as Buffer);
      expect((await store.listParts(upload))?.map((p) => p.partNumber)).toEqual([2]);
      await part(upload, 1, bodies[0] as Buffer);
      const parts = await store.listParts(upload) ?? [];
      expect(parts.map((p) => [p.partNumber, p.size])).toEqual([[1, 5 * MiB], [2, 1_000]]);
      const made = await store.completeMultipart(upload, parts);
      expect(made.size).toBe(5 * MiB + 1_000);
      const body = await store.read({ bucket: s.bucket, key: upload.key, versionId: made.versionId });
      expect(sha256(await all(body))).toBe(sha256(Buffer.concat(bodies)));
      expect(body.facts.contentType).toBe(webm);
    });

    it('[M12] should answer the same version when complete is said again, one after the other and at once', async () => {
      const { upload, parts } = await uploaded(small);
      const first = await store.completeMultipart(upload, parts);
      const again = await Promise.all(Array.from({ length: 5 }, () => store.completeMultipart(upload, parts)));
      expect(new Set([first, ...again].map((f) => f.versionId)).size).toBe(1);
      expect(await collect(store.versions(s.bucket, upload.key))).toHaveLength(1);
    });

    it('should refuse parts that it does not have and keep the upload open', async () => {
      const { upload, parts } = await uploaded(small);
      await expect(store.completeMultipart(upload, [{ partNumber: 1, etag: '0'.repeat(32) }])).rejects.toEqual(kind('parts-mismatch'));
      await expect(store.completeMultipart(upload, [...parts, { partNumber: 2, etag: '0'.repeat(32) }])).rejects.toEqual(kind('parts-mismatch'));
      expect(await store.listParts(upload)).toHaveLength(1);
    });

    it('should refuse parts below 5 MiB that are not the last', async () => {
      const upload = await begin();
      await part(upload, 1, small);
      await part(upload, 2, small);
      await expect(store.completeMultipart(upload, await store.listParts(upload) ?? [])).rejects.toEqual(kind('parts-mismatch'));
    });

    it('should forget an aborted upload, twice without complaint', async () => {
      const { upload, parts } = await uploaded(small);
      expect((await collect(store.multipartUploads(s.bucket, upload.key))).map((u) => u.uploadId)).toEqual([upload.uploadId]);
      await store.abortMultipart(upload);
      await store.abortMultipart(upload);
      expect(await store.listParts(upload)).toBeNull();
      expect(await collect(store.multipartUploads(s.bucket, upload.key))).toEqual([]);
      await expect(store.completeMultipart(upload, parts)).rejects.toEqual(kind('upload-gone'));
    });

    it('[M1] should take a presigned part in exactly the signed length only', async () => {
      const request = await store.presignPart(await begin(), { partNumber: 1, size: small.length, expiresSeconds: 60 });
      expect(await put(request, Buffer.concat([small, small]))).not.toBe(200);
      expect(await put(request, small.subarray(1))).not.toBe(200);
      expect(await put(request, small)).toBe(200);
    });

    it('[M3] should hold a presigned part to its signed SHA-256 and MD5', async () => {
      const digest = createHash('sha256').update(small).digest('base64');
      const other = Buffer.from(small).fill('x');
      for (const signed of [{ sha256: digest }, { md5: md5(small) }]) {
        const request = await store.presignPart(await begin(), { partNumber: 1, size: small.length, expiresSeconds: 60, ...signed });
        expect(await put(request, other)).not.toBe(200);
        expect(await put(request, small, {})).not.toBe(200);
        expect(await put(request, small)).toBe(200);
      }
    });

    it('[M11] should refuse a presigned URL that was altered or is too old', async () => {
      const k = key();
      const { versionId } = await putSmall(k);
      const answer = { contentType: webm, disposition: 'inline', expiresSeconds: 1 };
      const { url } = await store.presignGet({ bucket: s.bucket, key: k, versionId }, { ...answer, expiresSeconds: 60 });
      const status = async (u: string) => (await fetch(u)).status;
      expect(await status(url)).toBe(200);
      expect(await status(url.replace(k, `${k.slice(0, -1)}2`))).toBe(403);
      expect(await status(url.replace(versionId, 'null'))).toBe(403);
      expect(await status(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000'))).toBe(403);
      expect(await status(url.split('?')[0] ?? '')).toBe(403);
      const short = await store.presignGet({ bucket: s.bucket, key: k, versionId }, answer);
      await new Promise((r) => setTimeout(r, 2_100));
      expect(await status(short.url)).toBe(403);
    });

    it('[M11] should serve a presigned version with its type, disposition and ranges, also after an overwrite', async () => {
      const k = key();
      const { versionId } = await putSmall(k);
      await putSmall(k, Buffer.from('overwritten'));
      const { url } = await store.presignGet({ bucket: s.bucket, key: k, versionId }, { contentType: 'video/mp4', disposition: 'attachment; filename="a.mp4"', expiresSeconds: 60 });
      const answer = await fetch(url);
      expect(await answer.text()).toBe(small.toString());
      expect(answer.headers.get('content-type')).toBe('video/mp4');
      expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a.mp4"');
      const range = await fetch(url, { headers: { range: 'bytes=0-3' } });
      expect([range.status, range.headers.get('content-range'), await range.text()]).toEqual([206, `bytes 0-3/${small.length}`, 'a sm']);
      expect((await fetch(url, { headers: { range: 'bytes=999-' } })).status).toBe(416);
    });

    it('should stop with the caller\'s reason when aborted, before and in the middle of a body', async () => {
      const body = randomBytes(8 * MiB);
      const k = key();
      const { versionId } = await store.put({ bucket: s.bucket, key: k }, { body, size: body.length, contentType: webm });
      const abort = new AbortController();
      const reason = new Error('enough');
      const reading = await store.read({ bucket: s.bucket, key: k, versionId }, { signal: abort.signal });
      await expect((async () => {
        for await (const chunk of reading.chunks) if (chunk.length > 0) abort.abort(reason);
      })()).rejects.toBe(reason);
      await expect(store.stat({ bucket: s.bucket, key: k }, { signal: abort.signal })).rejects.toBe(reason);
    });
  });
}

async function* chunked(body: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < body.length; at += 100_000) yield body.subarray(at, at + 100_000);
}

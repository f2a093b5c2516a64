import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CopyObjectCommand, CreateMultipartUploadCommand, DeleteObjectCommand,
  GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client,
} from '@aws-sdk/client-s3';
import { isObjectStoreError, ObjectStoreError } from './object-store.error.js';
import {
  ObjectStore,
  type Abortable, type MultipartUpload, type ObjectBody, type ObjectFacts, type ObjectPlace, type ObjectVersion, type OpenUpload,
  type PresignedRequest, type StoredVersion, type UploadedPart,
} from './object-store.js';
import { guardedBody } from './s3.body.js';
import { DEFAULT_TIMEOUTS, s3Client, type S3Connection, type S3Keys, type S3Timeouts } from './s3.client.js';
import { storeError } from './s3.errors.js';
import { bare, listAllParts, listUploads, listVersions } from './s3.listing.js';
import { S3Presigner } from './s3.presigner.js';

const hex = (base64: string | undefined) => (base64 === undefined || base64.includes('-') ? null : Buffer.from(base64, 'base64').toString('hex'));
const base64 = (digest: string) => Buffer.from(digest, 'hex').toString('base64');
const place = (object: ObjectPlace) => ({ Bucket: object.bucket, Key: object.key });
const abortable = (options?: Abortable) => (options?.signal ? { abortSignal: options.signal } : {});

/** Any S3 with versioning; tried with versitygw by the contract suite. */
export class S3ObjectStore extends ObjectStore {
  private readonly inner: S3Client;
  private readonly presigner: S3Presigner;

  constructor(connection: S3Connection, keys: S3Keys, private readonly timeouts: S3Timeouts = DEFAULT_TIMEOUTS) {
    super();
    this.inner = s3Client(connection, keys, 'inner', timeouts);
    this.presigner = new S3Presigner(s3Client(connection, keys, 'public', timeouts), {
      region: connection.region, get accessKeyId() { return keys.accessKeyId; }, get secretAccessKey() { return keys.secretAccessKey; },
    });
  }

  async stat(object: ObjectPlace & { versionId?: string }, options?: Abortable): Promise<ObjectFacts | null> {
    try {
      const head = await this.inner.send(new HeadObjectCommand({ ...place(object), VersionId: object.versionId, ChecksumMode: 'ENABLED' }), abortable(options));
      return {
        versionId: head.VersionId ?? object.versionId ?? 'null', size: head.ContentLength ?? 0, etag: bare(head.ETag),
        contentType: head.ContentType ?? null, sha256: head.ChecksumType === 'COMPOSITE' ? null : hex(head.ChecksumSHA256),
      };
    } catch (error) {
      const meaning = storeError(error, options?.signal);
      if (!isObjectStoreError(meaning, 'missing')) throw meaning;
      await this.requireBucket(object, options);
      return null;
    }
  }

  async read(object: ObjectVersion, options?: Abortable & { range?: { start: number; end?: number }; ifMatch?: string }): Promise<ObjectBody> {
    const range = options?.range;
    const answer = await this.send(() => this.inner.send(new GetObjectCommand({
      ...place(object), VersionId: object.versionId,
      ...(range === undefined ? {} : { Range: `bytes=${range.start}-${range.end ?? ''}` }),
      ...(options?.ifMatch === undefined ? {} : { IfMatch: `"${options.ifMatch}"` }),
    }), abortable(options)), options?.signal);
    const length = answer.ContentLength ?? 0;
    const total = /\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1];
    return {
      facts: {
        versionId: answer.VersionId ?? object.versionId, size: total === undefined ? length : Number(total), etag: bare(answer.ETag),
        contentType: answer.ContentType ?? null, sha256: null,
      },
      length,
      chunks: guardedBody(answer.Body as Readable, length, this.timeouts.idleMs, options?.signal),
    };
  }

  async put(
    to: ObjectPlace,
    content: { body: Buffer | AsyncIterable<Buffer>; size: number; contentType: string; sha256?: string },
    options?: Abortable & { onlyNew?: boolean },
  ): Promise<ObjectFacts> {
    const stored = await this.send(() => this.inner.send(new PutObjectCommand({
      ...place(to), ContentType: content.contentType, ContentLength: content.size,
      Body: Buffer.isBuffer(content.body) ? content.body : Readable.from(content.body, { objectMode: false }),
      ...(content.sha256 === undefined ? {} : { ChecksumSHA256: base64(content.sha256) }),
      ...(options?.onlyNew === true ? { IfNoneMatch: '*' } : {}),
    }), abortable(options)), options?.signal);
    return { versionId: stored.VersionId ?? 'null', size: content.size, etag: bare(stored.ETag), contentType: content.contentType, sha256: hex(stored.ChecksumSHA256) };
  }

  async copy(from: ObjectVersion, to: ObjectPlace, options: Abortable & { ifMatch: string; contentType: string }): Promise<ObjectFacts> {
    const copied = await this.send(() => this.inner.send(new CopyObjectCommand({
      ...place(to), CopySource: `${from.bucket}/${encodeURIComponent(from.key).replaceAll('%2F', '/')}?versionId=${encodeURIComponent(from.versionId)}`,
      CopySourceIfMatch: `"${options.ifMatch}"`, MetadataDirective: 'REPLACE', ContentType: options.contentType,
      // The store reads all bytes anyway; a digest over what it wrote is what the caller compares with the scanned one.
      ChecksumAlgorithm: 'SHA256',
    }), abortable(options)), options.signal);
    if (copied.VersionId === undefined) throw new ObjectStoreError('unsupported', `bucket ${to.bucket} keeps no versions`);
    const facts = await this.stat({ ...to, versionId: copied.VersionId }, options);
    if (facts === null) throw new ObjectStoreError('missing', 'object store: the copy is not there');
    return { ...facts, sha256: facts.sha256 ?? hex(copied.CopyObjectResult?.ChecksumSHA256) };
  }

  async deleteVersion(object: ObjectVersion, options?: Abortable): Promise<void> {
    await this.quietly('missing', () => this.inner.send(new DeleteObjectCommand({ ...place(object), VersionId: object.versionId }), abortable(options)), options?.signal);
  }

  versions(bucket: string, prefix: string, options?: Abortable): AsyncIterable<StoredVersion> {
    return listVersions(this.inner, bucket, prefix, options?.signal);
  }

  async createMultipart(to: ObjectPlace, contentType: string): Promise<string> {
    const created = await this.send(() => this.inner.send(new CreateMultipartUploadCommand({ ...place(to), ContentType: contentType })));
    return created.UploadId ?? '';
  }

  async listParts(upload: MultipartUpload): Promise<UploadedPart[] | null> {
    return (await this.quietly('upload-gone', () => listAllParts(this.inner, upload))) ?? null;
  }

  async completeMultipart(upload: MultipartUpload, parts: readonly { partNumber: number; etag: string }[]): Promise<ObjectFacts> {
    try {
      const done = await this.inner.send(new CompleteMultipartUploadCommand({
        ...place(upload), UploadId: upload.uploadId, IfNoneMatch: '*',
        MultipartUpload: { Parts: parts.map((p) => ({ PartNumber: p.partNumber, ETag: `"${bare(p.etag)}"` })) },
      }));
      // A repeated call may answer without a version: the listing has it.
      const made = await this.listed(upload, done.VersionId);
      if (made !== null) return made;
      throw new ObjectStoreError('missing', 'object store: the completed object is not listed');
    } catch (error) {
      const meaning = storeError(error);
      // Completed before and the answer lost: the upload is gone, or the key is taken. One key serves one upload only.
      if (isObjectStoreError(meaning, 'upload-gone', 'precondition')) {
        const made = await this.listed(upload, undefined);
        if (made !== null) return made;
        throw new ObjectStoreError('upload-gone', meaning.message, error);
      }
      throw meaning;
    }
  }

  async abortMultipart(upload: MultipartUpload): Promise<void> {
    await this.quietly('upload-gone', () => this.inner.send(new AbortMultipartUploadCommand({ ...place(upload), UploadId: upload.uploadId })));
  }

  multipartUploads(bucket: string, prefix: string, options?: Abortable): AsyncIterable<OpenUpload> {
    return listUploads(this.inner, bucket, prefix, options?.signal);
  }

  presignPart(upload: MultipartUpload, part: { partNumber: number; size: number; sha256?: string; md5?: string; expiresSeconds: number }): Promise<PresignedRequest> {
    return this.presigner.part(upload, part);
  }

  presignGet(object: ObjectVersion, answer: { contentType: string; disposition: string; expiresSeconds: number }): Promise<PresignedRequest> {
    return this.presigner.get(object, answer);
  }

  /** Closes idle connections; for shutdown and tests. */
  close(): void {
    this.inner.destroy();
  }

  /** An answer to HEAD has no body to say whether the object is missing or its whole bucket; GET's has. */
  private async requireBucket(object: ObjectPlace & { versionId?: string }, options?: Abortable): Promise<void> {
    const found = await this.quietly('missing', () => this.inner.send(new GetObjectCommand({ ...place(object), VersionId: object.versionId, Range: 'bytes=0-0' }), abortable(options)), options?.signal);
    (found?.Body as Readable | undefined)?.destroy();
  }

  private async listed(object: ObjectPlace, versionId: string | undefined): Promise<ObjectFacts | null> {
    for await (const v of this.versions(object.bucket, object.key)) {
      if (v.key !== object.key || v.marker || (versionId === undefined ? !v.latest : v.versionId !== versionId)) continue;
      return { versionId: v.versionId, size: v.size, etag: v.etag ?? '', contentType: null, sha256: null };
    }
    return null;
  }

  private async send<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw storeError(error, signal);
    }
  }

  private async quietly<T>(kind: 'missing' | 'upload-gone', call: () => Promise<T>, signal?: AbortSignal): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      const meaning = storeError(error, signal);
      if (isObjectStoreError(meaning, kind)) return undefined;
      throw meaning;
    }
  }
}

/** One stored version. Everything that decides anything names a version: a key alone may be overwritten at any time. */
export interface ObjectVersion {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
}

export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
}

export interface ObjectFacts {
  readonly versionId: string;
  /** Bytes. */
  readonly size: number;
  /** Without quotes. Not a digest of the content where the object was uploaded in parts. */
  readonly etag: string;
  readonly contentType: string | null;
  /** Lower-case hex over the whole object, where the store computed one. */
  readonly sha256: string | null;
}

export interface ObjectBody {
  readonly facts: ObjectFacts;
  /** Bytes that follow. Fewer is a `short-body` error at the end of the iteration, never a quiet end. */
  readonly length: number;
  /** Pull it to the end, or leave the loop: both release the connection. */
  readonly chunks: AsyncIterable<Buffer>;
}

export interface StoredVersion extends ObjectVersion {
  /** A delete marker hides older versions and has no bytes. */
  readonly marker: boolean;
  readonly latest: boolean;
  readonly size: number;
  readonly etag: string | null;
  readonly lastModified: Date;
}

export interface MultipartUpload extends ObjectPlace {
  readonly uploadId: string;
}

export interface OpenUpload extends MultipartUpload {
  readonly initiated: Date;
}

export interface UploadedPart {
  readonly partNumber: number;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
}

export interface PresignedRequest {
  readonly url: string;
  /** To be sent exactly like this; Content-Length is signed too, but browsers set it themselves. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: Date;
}

export interface Abortable {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Where the bytes are. One instance speaks as one identity: what it may do is decided by the store's policies, and each
 * process has its own (see the service's bucket policies).
 *
 * Every method throws ObjectStoreError for what the caller can act on, and DomainError `unavailable` when the store does
 * not answer, answers 5xx or 429, or stalls; the signal's reason when the caller aborts.
 */
export abstract class ObjectStore {
  /** Facts of one version (of the latest where `versionId` is left out), null where there is none. Needs the right to read. */
  abstract stat(object: ObjectPlace & { versionId?: string }, options?: Abortable): Promise<ObjectFacts | null>;

  /** Streams one version; `range` in bytes, `end` inclusive; `ifMatch` an etag. */
  abstract read(
    object: ObjectVersion,
    options?: Abortable & { range?: { start: number; end?: number }; ifMatch?: string },
  ): Promise<ObjectBody>;

  /** `sha256` as lower-case hex: the store refuses other bytes (`digest-mismatch`). `size` in bytes. */
  abstract put(
    to: ObjectPlace,
    content: { body: Buffer | AsyncIterable<Buffer>; size: number; contentType: string; sha256?: string },
    options?: Abortable & { onlyNew?: boolean },
  ): Promise<ObjectFacts>;

  /** Copies exactly that version, within the store; `ifMatch` is the etag of the version that was checked. */
  abstract copy(
    from: ObjectVersion,
    to: ObjectPlace,
    options: Abortable & { ifMatch: string; contentType: string },
  ): Promise<ObjectFacts>;

  /** Removes one version for good; one that is not there is done already. */
  abstract deleteVersion(object: ObjectVersion, options?: Abortable): Promise<void>;

  /** All versions and delete markers under a prefix, in no promised order. */
  abstract versions(bucket: string, prefix: string, options?: Abortable): AsyncIterable<StoredVersion>;

  abstract createMultipart(to: ObjectPlace, contentType: string): Promise<string>;

  /** What has arrived, ordered by number; null where the upload is unknown. */
  abstract listParts(upload: MultipartUpload): Promise<UploadedPart[] | null>;

  /**
   * Joins the parts into a new object; refuses to replace one. Said twice, it answers the version of the first time.
   * Throws `parts-mismatch` or `upload-gone`. Needs the right to list, not to read: facts come from the listing.
   */
  abstract completeMultipart(upload: MultipartUpload, parts: readonly { partNumber: number; etag: string }[]): Promise<ObjectFacts>;

  /** One that is not there is done already. */
  abstract abortMultipart(upload: MultipartUpload): Promise<void>;

  abstract multipartUploads(bucket: string, prefix: string, options?: Abortable): AsyncIterable<OpenUpload>;

  /** A PUT of one part for whoever holds the URL: length, and digest where given (base64), are part of the signature. */
  abstract presignPart(
    upload: MultipartUpload,
    part: { partNumber: number; size: number; sha256?: string; md5?: string; expiresSeconds: number },
  ): Promise<PresignedRequest>;

  /** A GET of one version for whoever holds the URL, for at most `expiresSeconds`. Range requests work. */
  abstract presignGet(
    object: ObjectVersion,
    answer: { contentType: string; disposition: string; expiresSeconds: number },
  ): Promise<PresignedRequest>;
}

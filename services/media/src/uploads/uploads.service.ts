import { Inject, Injectable } from '@nestjs/common';
import { toPage, uuidv7, type Page } from '@practika/database';
import type { Principal } from '@practika/identity';
import { DomainError, invalid } from '@practika/problems';
import { sliceOf } from '../assets/assets.service.js';
import { ConsentGate } from '../consent/consent-gate.js';
import { MediaSettings } from '../media-settings.js';
import { UploaderStore } from '../store/stores.js';
import { videoType } from './content-type.js';
import { partSizeOf } from './parts.js';
import { UploadRepository, type Upload } from './upload.repository.js';
import { MAX_UPLOAD_BYTES, PART_BYTES, PART_URL_SECONDS, VIDEO_TYPES } from './uploads.constants.js';
import type { OpenUploadView, PartUrls, UploadCreated, UploadStatus } from './uploads.dto.js';

export interface Announced {
  readonly filename: string;
  /** Bytes; left out of a recording, for which the largest video's room is kept until it is completed. */
  readonly size?: number | undefined;
  readonly contentType: string;
  readonly sha256?: string | undefined;
}

@Injectable()
export class UploadsService {
  constructor(
    @Inject(UploadRepository) private readonly uploads: UploadRepository,
    @Inject(UploaderStore) private readonly store: UploaderStore,
    @Inject(ConsentGate) private readonly consent: ConsentGate,
    @Inject(MediaSettings) private readonly settings: MediaSettings,
  ) {}

  /** @throws upload-too-large, unsupported-media-type: both before anything else about the body is said */
  refuseByKind({ size, contentType }: { size: number | null; contentType: string | null }): void {
    if (size !== null && size > MAX_UPLOAD_BYTES) throw new DomainError('upload-too-large', { detail: `A video may have ${MAX_UPLOAD_BYTES} bytes at most.` });
    if (contentType !== null && videoType(contentType) === null) throw new DomainError('unsupported-media-type', { detail: `Send one of ${VIDEO_TYPES.join(', ')}.` });
  }

  /**
   * @param id of the upload; the same one when a request is repeated after a crash, which then finds its first half done
   * @throws consent-required, quota-exceeded, unavailable (consent or the store cannot be reached)
   */
  async create(caller: Principal, id: string, announced: Announced): Promise<UploadCreated> {
    if (!(await this.consent.check(caller.userId, 'video_processing')).allow) {
      throw new DomainError('consent-required', { detail: 'Uploading a video needs your consent to video processing.' });
    }
    const assetId = uuidv7();
    const size = announced.size ?? MAX_UPLOAD_BYTES;
    const reserved = await this.uploads.reserve({
      id, assetId, ownerId: caller.userId, filename: announced.filename, contentType: videoType(announced.contentType) ?? announced.contentType,
      size, recording: announced.size === undefined, sha256: announced.sha256 ?? null, bucket: this.settings.buckets.uploads, key: `u/${assetId}/1`,
      partSize: PART_BYTES, partCount: Math.ceil(size / PART_BYTES),
    }, this.settings.quota);
    if (reserved === 'quota-exceeded') throw new DomainError('quota-exceeded', { detail: 'There is no room for this video. Delete one that you no longer need.' });
    const upload = reserved.storeUploadId === null ? await this.begin(reserved) : reserved;
    return { uploadId: upload.id, assetId: upload.assetId, partSize: upload.partSize, partCount: upload.partCount, expiresAt: upload.expiresAt.toISOString() };
  }

  /** What can be gone on with, on whatever device: newest first. */
  async list(caller: Principal, query: { limit: number; cursor?: string | undefined }): Promise<Page<OpenUploadView>> {
    return toPage(await this.uploads.openOf(caller.userId, sliceOf(query)), query.limit, (u) => [u.id], (u): OpenUploadView => ({
      uploadId: u.id, assetId: u.assetId, filename: u.filename, size: u.recording ? null : u.size, contentType: u.contentType, partSize: u.partSize, partCount: u.partCount,
      createdAt: u.createdAt.toISOString(), expiresAt: u.expiresAt.toISOString(), state: 'open', recording: u.recording,
    }));
  }

  /** @throws not-found for another's upload, staff included: nobody else may add to a file */
  async own(caller: Principal, id: string): Promise<Upload> {
    const upload = await this.uploads.find(id);
    if (upload === null || upload.ownerId !== caller.userId) throw new DomainError('not-found');
    return upload;
  }

  /** @throws upload-closed, validation-failed for numbers that the upload does not have */
  async presign(upload: Upload, partNumbers: readonly number[]): Promise<PartUrls> {
    partNumbers.forEach((n, i) => {
      if (n > upload.partCount) throw invalid(`/partNumbers/${i}`, `must be at most ${upload.partCount}`);
    });
    return this.urls(upload, [...new Set(partNumbers)].map((partNumber) => ({ partNumber, size: partSizeOf(upload, partNumber) })));
  }

  /** Of a recording. @throws upload-closed, validation-failed for parts that would go beyond the largest video */
  async presignRecorded(upload: Upload, parts: readonly { partNumber: number; size: number }[]): Promise<PartUrls> {
    parts.forEach(({ partNumber, size }, i) => {
      if (partNumber > upload.partCount) throw invalid(`/parts/${i}/partNumber`, `must be at most ${upload.partCount}`);
      if (size > partSizeOf(upload, partNumber)) throw invalid(`/parts/${i}/size`, `must be at most ${partSizeOf(upload, partNumber)}`);
    });
    return this.urls(upload, parts);
  }

  /** What has arrived, as the store says: any client can go on from here. */
  async status(upload: Upload): Promise<UploadStatus> {
    const arrived = upload.state === 'open' && upload.storeUploadId !== null ? await this.store.listParts(this.multipart(upload)) : [];
    return {
      uploadId: upload.id, assetId: upload.assetId, state: upload.state, partSize: upload.partSize, partCount: upload.partCount, ...(upload.recording ? { recording: true as const } : {}),
      parts: (arrived ?? []).map(({ partNumber, size, etag }) => ({ partNumber, size, etag })),
    };
  }

  /** @throws upload-closed when it was completed, in-progress while it is being completed */
  async abort(upload: Upload): Promise<void> {
    if (upload.state === 'completed') throw closed();
    if (upload.state !== 'open') return;
    if (!(await this.uploads.close(upload.id, 'aborted', 'upload-aborted'))) {
      const now = await this.uploads.find(upload.id);
      if (now === null || now.state === 'aborted' || now.state === 'expired') return;
      throw now.state === 'completed' ? closed() : new DomainError('in-progress', { retryAfter: 1 });
    }
    // Closed in our books first: a part that still arrives is then nobody's, and the sweeper takes what a failure here leaves.
    if (upload.storeUploadId !== null) await this.store.abortMultipart(this.multipart(upload));
  }

  private async urls(upload: Upload, parts: readonly { partNumber: number; size: number }[]): Promise<PartUrls> {
    if (upload.state !== 'open' || (await this.uploads.touch(upload.id)) === null) throw closed();
    const multipart = this.multipart(upload);
    return {
      parts: await Promise.all(parts.map(async ({ partNumber, size }) => {
        const { url, headers, expiresAt } = await this.store.presignPart(multipart, { partNumber, size, expiresSeconds: PART_URL_SECONDS });
        return { partNumber, url, headers: { ...headers }, expiresAt: expiresAt.toISOString() };
      })),
    };
  }

  private async begin(upload: Upload): Promise<Upload> {
    let storeUploadId: string;
    try {
      storeUploadId = await this.store.createMultipart({ bucket: upload.bucket, key: upload.key }, upload.contentType);
    } catch (error) {
      // Or every try during an outage would hold its room in the quota for a day. Failing here leaves that day as the end.
      await this.uploads.giveUp(upload.id).catch(() => undefined);
      throw error;
    }
    const begun = await this.uploads.began(upload.id, storeUploadId);
    if (begun?.storeUploadId !== storeUploadId) await this.store.abortMultipart({ bucket: upload.bucket, key: upload.key, uploadId: storeUploadId });
    if (begun === null) throw closed();
    return begun;
  }

  private multipart(upload: Upload) {
    if (upload.storeUploadId === null) throw closed();
    return { bucket: upload.bucket, key: upload.key, uploadId: upload.storeUploadId };
  }
}

export const closed = (): DomainError => new DomainError('upload-closed', { detail: 'The upload was completed, cancelled or has expired.' });

import { Inject, Injectable } from '@nestjs/common';
import { isObjectStoreError } from '@practika/object-store';
import { DomainError } from '@practika/problems';
import { AssetReads } from '../assets/asset-reads.repository.js';
import { toCompletedView } from '../assets/asset-record.js';
import type { AssetView } from '../assets/asset.dto.js';
import { UploaderStore } from '../store/stores.js';
import { bareEtag, joinedSize } from './parts.js';
import { UploadRepository, type Upload } from './upload.repository.js';
import { COMPLETING_SECONDS } from './uploads.constants.js';
import type { CompleteUpload } from './uploads.dto.js';
import { closed } from './uploads.service.js';

/** Milliseconds. A little longer than one request may hold the upload, so that the next one takes over within the same call. */
const WAIT = COMPLETING_SECONDS * 1_000 + 2_000;
const POLL = 50;

/**
 * Completes uploads. One request at a time joins the parts; the others wait for its outcome, so ten at once get the same
 * answer. A crash between the store's part and ours is mended by whoever comes next: the store says the same version again.
 */
@Injectable()
export class CompletionService {
  constructor(
    @Inject(UploadRepository) private readonly uploads: UploadRepository,
    @Inject(UploaderStore) private readonly store: UploaderStore,
    @Inject(AssetReads) private readonly assets: AssetReads,
  ) {}

  /** @throws parts-mismatch (the upload stays open), upload-closed, in-progress */
  async complete(upload: Upload, named: CompleteUpload['parts']): Promise<AssetView> {
    const until = performance.now() + WAIT;
    for (let current: Upload | null = upload; ; current = await this.uploads.find(upload.id)) {
      if (current?.state === 'completed') return this.answer(current);
      if (current?.state !== 'open') throw closed();
      if (await this.uploads.beginCompleting(current.id, COMPLETING_SECONDS)) break;
      if (performance.now() > until) throw new DomainError('in-progress', { retryAfter: 2 });
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
    try {
      await this.join(upload, named);
    } catch (error) {
      await this.uploads.endCompleting(upload.id).catch(() => undefined);
      throw error;
    }
    return this.answer(upload);
  }

  private async join(upload: Upload, named: CompleteUpload['parts']): Promise<void> {
    if (upload.storeUploadId === null) throw closed();
    const multipart = { bucket: upload.bucket, key: upload.key, uploadId: upload.storeUploadId };
    const arrived = await this.store.listParts(multipart);
    // null: the store knows no such upload (any more). If an earlier try has joined it, completing says which version came of it.
    const agreed = arrived === null ? null : joinedSize(upload, arrived, named);
    if (arrived !== null && agreed === null) throw mismatch();
    let joined: { readonly versionId: string; readonly size: number };
    try {
      const parts = named.map((p) => ({ partNumber: p.partNumber, etag: bareEtag(p.etag) })).sort((a, b) => a.partNumber - b.partNumber);
      joined = await this.store.completeMultipart(multipart, parts);
      if (joined.size > upload.size || joined.size !== (agreed ?? (upload.recording ? joined.size : upload.size))) throw mismatch();
    } catch (error) {
      if (isObjectStoreError(error, 'parts-mismatch')) throw mismatch();
      if (!isObjectStoreError(error, 'upload-gone')) throw error;
      await this.uploads.close(upload.id, 'expired', 'upload-lost');
      throw closed();
    }
    if (await this.uploads.completed(upload.id, joined.versionId, joined.size)) return;
    if ((await this.uploads.find(upload.id))?.state !== 'completed') throw closed();
  }

  private async answer(upload: Upload): Promise<AssetView> {
    const asset = await this.assets.find(upload.assetId);
    if (asset === null) throw new DomainError('not-found');
    return toCompletedView(asset);
  }
}

const mismatch = (): DomainError => new DomainError('parts-mismatch', { detail: 'Some parts are missing or are not the ones that arrived. Read the upload, send what is missing and complete it again.' });

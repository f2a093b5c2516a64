import { logger } from '@practika/observability';
import type { ObjectPlace, ObjectStore } from '@practika/object-store';
import type { AssetObject, AssetRepository, DeletionTarget } from '../assets/asset.repository.js';
import type { Buckets } from '../media.config.js';
import { prefixesOf } from '../promotion/object-keys.js';

const log = logger('deletion');

interface Place {
  readonly bucket: string;
  readonly prefix: string;
}

/**
 * Deletes from all buckets, every version of every object and every open upload, and calls it done only after looking
 * again. It lists by prefix instead of trusting the row: workers that died left objects that no row knows of.
 */
export class DeletionService {
  constructor(
    private readonly assets: AssetRepository,
    private readonly store: ObjectStore,
    private readonly buckets: Buckets,
  ) {}

  /** Throws to be tried again while anything is left. */
  async delete(assetId: string, attempt: number, what: 'everything' | 'renditions', signal: AbortSignal): Promise<void> {
    const target = await this.assets.deletionTarget(assetId, attempt, what);
    if (target === null) return;
    if (what === 'renditions') return this.deleteRenditions(target, signal);
    for (const upload of target.openUploads) {
      await this.store.abortMultipart({ bucket: upload.bucket, key: upload.key, uploadId: upload.storeUploadId });
    }
    let removed = 0;
    const places = this.placesOf(target);
    for (const place of places) removed += await this.empty(place, signal);
    for (const place of places) {
      if (!await this.isEmpty(place, signal)) throw new Error(`objects of asset ${assetId} came back while it was deleted`);
    }
    await this.assets.deleted(assetId);
    log.info({ assetId, removed }, 'every version of every object is gone');
  }

  private async deleteRenditions(target: DeletionTarget, signal: AbortSignal): Promise<void> {
    for (const object of target.renditions) await this.store.deleteVersion(object, { signal });
    for (const object of target.renditions) {
      if (await this.isThere(object, signal)) throw new Error(`a rendition of asset ${target.id} is still there`);
    }
    await this.assets.renditionsDeleted(target.id, target.renditions);
  }

  private placesOf(target: DeletionTarget): Place[] {
    const known = Object.values(prefixesOf(this.buckets, target));
    const covered = (o: ObjectPlace) => known.some((k) => k.bucket === o.bucket && o.key.startsWith(k.prefix));
    const odd = [...target.renditions, ...(target.original === null ? [] : [target.original])].filter((o) => !covered(o));
    return [...known, ...odd.map((o) => ({ bucket: o.bucket, prefix: o.key }))];
  }

  private async empty(place: Place, signal: AbortSignal): Promise<number> {
    let removed = 0;
    for await (const upload of this.store.multipartUploads(place.bucket, place.prefix, { signal })) await this.store.abortMultipart(upload);
    for await (const version of this.store.versions(place.bucket, place.prefix, { signal })) {
      await this.store.deleteVersion(version, { signal });
      removed += 1;
    }
    return removed;
  }

  private async isEmpty(place: Place, signal: AbortSignal): Promise<boolean> {
    for await (const version of this.store.versions(place.bucket, place.prefix, { signal })) return version === undefined;
    for await (const upload of this.store.multipartUploads(place.bucket, place.prefix, { signal })) return upload === undefined;
    return true;
  }

  private async isThere(object: AssetObject, signal: AbortSignal): Promise<boolean> {
    for await (const version of this.store.versions(object.bucket, object.key, { signal })) {
      if (version.key === object.key && version.versionId === object.versionId) return true;
    }
    return false;
  }
}

import { logger } from '@practika/observability';
import { ObjectStoreError, type ObjectFacts, type ObjectPlace, type ObjectStore } from '@practika/object-store';
import type { AssetObject, ClaimedAsset } from '../assets/asset.repository.js';
import { bareType } from '../container/containers.js';
import type { Buckets } from '../media.config.js';
import { cleanPlace, prefixesOf, quarantinePlace } from './object-keys.js';

const log = logger('promotion');

/** A version as it was when it was scanned. */
export interface Scanned {
  readonly etag: string;
  readonly size: number;
  readonly sha256: string;
}

/**
 * Moves originals between buckets by copies within the store. A copy counts only once the row points at it: whoever
 * loses the row to somebody else removes its own copy, by version, and never what the row points at.
 */
export class PromotionService {
  constructor(private readonly store: ObjectStore, private readonly buckets: Buckets) {}

  /** Copies exactly the scanned version into the media bucket. */
  promote(asset: ClaimedAsset, scanned: Scanned, signal: AbortSignal): Promise<AssetObject> {
    return this.copy(asset, scanned, cleanPlace(this.buckets, asset, scanned.sha256), signal);
  }

  /** Copies it into quarantine; what lies there already stays. */
  async quarantine(asset: ClaimedAsset, scanned: Scanned, signal: AbortSignal): Promise<AssetObject> {
    if (asset.object.bucket === this.buckets.quarantine) return asset.object;
    return this.copy(asset, scanned, quarantinePlace(this.buckets, asset, scanned.sha256), signal);
  }

  /** Undoes an own copy that no row points at. */
  async discard(asset: ClaimedAsset, copy: AssetObject): Promise<void> {
    if (copy.versionId === asset.object.versionId && copy.bucket === asset.object.bucket) return;
    await this.quietly(asset, () => this.store.deleteVersion(copy));
  }

  /**
   * Removes what the row pointed at before, in all versions: an upload URL may have written more of them. A failure here
   * costs storage only, and the sweeper finds it.
   */
  async removeSource(asset: ClaimedAsset, now: AssetObject): Promise<void> {
    if (asset.object.bucket === now.bucket) return;
    const { uploads, quarantine } = prefixesOf(this.buckets, asset);
    const left = asset.object.bucket === this.buckets.quarantine ? quarantine : uploads;
    await this.quietly(asset, async () => {
      for await (const version of this.store.versions(left.bucket, left.prefix)) await this.store.deleteVersion(version);
    });
  }

  private async copy(asset: ClaimedAsset, scanned: Scanned, to: ObjectPlace, signal: AbortSignal): Promise<AssetObject> {
    const made = await this.store.copy(asset.object, to, { ifMatch: scanned.etag, contentType: bareType(asset.declaredContentType), signal });
    const copy = { ...to, versionId: made.versionId };
    if (!sameBytes(made, scanned)) {
      await this.discard(asset, copy);
      throw new ObjectStoreError('digest-mismatch', `the copy of asset ${asset.id} is not what was scanned`);
    }
    return copy;
  }

  private async quietly(asset: ClaimedAsset, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error, assetId: asset.id }, 'an object could not be removed; the sweeper will');
    }
  }
}

/** By the digest that the store computed over the copy; stores without one leave the size, and the etag that was required of the source. */
function sameBytes(copy: ObjectFacts, scanned: Scanned): boolean {
  return copy.size === scanned.size && (copy.sha256 === null || copy.sha256 === scanned.sha256);
}

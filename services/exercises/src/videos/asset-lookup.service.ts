import { Injectable } from '@nestjs/common';
import { AssetStatesRepository } from './asset-states.repository.js';
import { MediaClient } from './media.client.js';
import type { ShownAsset } from './video.js';

/** Seconds that an asset which could not be looked up is not asked for again. */
const PATIENCE = 5;
/** Look-ups for one answer; the rest of a page is filled by the next reader. */
const AT_MOST = 10;

/** Fills holes of the projection from media: an asset that is in use here, but of which no event has come. */
@Injectable()
export class AssetLookupService {
  private readonly failed = new Map<string, number>();

  constructor(
    private readonly media: MediaClient,
    private readonly states: AssetStatesRepository,
  ) {}

  /** By asset id, of those that media could name. Never throws for media being away: a list is shown without. */
  async shown(assetIds: readonly string[]): Promise<ReadonlyMap<string, ShownAsset>> {
    const now = performance.now();
    for (const [id, until] of this.failed) if (until < now) this.failed.delete(id);
    const wanted = [...new Set(assetIds)].filter((id) => !this.failed.has(id)).slice(0, AT_MOST);
    const found = new Map<string, ShownAsset>();
    await Promise.all(wanted.map(async (assetId) => {
      try {
        const facts = (await this.media.find(assetId)) ?? { assetId, ownerId: null, state: 'deleted', durationMs: null };
        await this.states.keepFetched([facts]);
        found.set(assetId, facts);
      } catch {
        this.failed.set(assetId, now + PATIENCE * 1_000);
      }
    }));
    return found;
  }
}

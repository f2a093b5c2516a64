import { Inject, Injectable } from '@nestjs/common';
import { decodeCursor, isUuid, toPage, type Page } from '@practika/database';
import { isStaff, type Principal } from '@practika/identity';
import { DomainError, invalid } from '@practika/problems';
import { requireVisible } from './asset-access.js';
import { AssetReads, type Slice } from './asset-reads.repository.js';
import { toAssetView, type AssetRecord } from './asset-record.js';
import { AssetRemoval } from './asset-removal.repository.js';
import type { AssetListQuery, AssetView } from './asset.dto.js';
import { reason } from './asset.words.js';

/** @throws the 422 at `?cursor` for what is no cursor of ours */
export function sliceOf(query: { limit: number; cursor?: string | undefined }): Slice {
  if (query.cursor === undefined) return { limit: query.limit, before: null };
  const [before] = decodeCursor(query.cursor, 1);
  if (typeof before !== 'string' || !isUuid(before)) throw invalid('?cursor', 'is not a cursor of this list');
  return { limit: query.limit, before };
}

export const assetPageOf = (found: readonly AssetRecord[], limit: number): Page<AssetView> => toPage(found, limit, (a) => [a.id], toAssetView);

@Injectable()
export class AssetsService {
  constructor(
    @Inject(AssetReads) private readonly assets: AssetReads,
    @Inject(AssetRemoval) private readonly removal: AssetRemoval,
  ) {}

  /** @throws forbidden: others' and everybody's are for staff */
  async list(caller: Principal, query: AssetListQuery): Promise<Page<AssetView>> {
    const owner = query.owner ?? caller.userId;
    if (owner !== caller.userId && !isStaff(caller.role)) throw new DomainError('forbidden');
    const wanted = { ownerId: owner === 'all' ? null : owner, state: query.state ?? null };
    return assetPageOf(await this.assets.list(wanted, sliceOf(query)), query.limit);
  }

  /** @throws not-found for somebody else's, unless the caller is staff */
  async visible(caller: Principal, id: string): Promise<AssetRecord> {
    return requireVisible(caller, await this.assets.find(id));
  }

  /** @throws asset-in-use when an exercise or comment shows it and `force` is not given */
  async remove(caller: Principal, asset: AssetRecord, force: boolean): Promise<AssetView> {
    const started = await this.removal.start(asset.id, {
      force, reason: reason('deleted-by-person'), by: { userId: caller.userId, staff: caller.userId !== asset.ownerId },
    });
    if (started === 'in-use') throw new DomainError('asset-in-use', { detail: 'An exercise or a comment shows this video. Delete it with force=true to delete it all the same.' });
    const now = await this.assets.find(asset.id);
    // Gone between the two reads: the deletion was quick, and this answer is about its beginning.
    return toAssetView(now ?? { ...asset, state: 'deleting', reason: reason('deleted-by-person') });
  }
}

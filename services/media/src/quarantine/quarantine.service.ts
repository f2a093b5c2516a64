import { Inject, Injectable } from '@nestjs/common';
import type { Page } from '@practika/database';
import type { Principal } from '@practika/identity';
import { DomainError } from '@practika/problems';
import { AssetReads } from '../assets/asset-reads.repository.js';
import { toAssetView, type AssetRecord } from '../assets/asset-record.js';
import type { AssetView } from '../assets/asset.dto.js';
import { assetPageOf, sliceOf } from '../assets/assets.service.js';
import type { HeldView, ReleaseAnswer } from './quarantine.dto.js';
import { APPROVALS_NEEDED, QuarantineRepository } from './quarantine.repository.js';

@Injectable()
export class QuarantineService {
  constructor(
    @Inject(AssetReads) private readonly assets: AssetReads,
    @Inject(QuarantineRepository) private readonly reviews: QuarantineRepository,
  ) {}

  async list(query: { limit: number; cursor?: string | undefined }): Promise<Page<HeldView>> {
    const page = assetPageOf(await this.assets.list({ ownerId: null, state: 'quarantined' }, sliceOf(query)), query.limit);
    const approvals = await this.reviews.approvals(page.items.map(({ id }) => id));
    return { ...page, items: page.items.map((asset) => ({ ...asset, approvals: approvals.filter(({ assetId }) => assetId === asset.id).map(({ reviewerId, at, reason }) => ({ reviewerId, at: at.toISOString(), reason })) })) };
  }

  /** @throws not-found; forbidden for one's own: nobody decides about their own file */
  async reviewable(reviewer: Principal, assetId: string): Promise<AssetRecord> {
    const asset = await this.assets.find(assetId);
    if (asset === null) throw new DomainError('not-found');
    if (asset.ownerId === reviewer.userId) throw new DomainError('forbidden', { detail: 'Somebody else has to decide about your own video.' });
    return asset;
  }

  /** @throws second-person-required, conflict when it is not in quarantine */
  async release(reviewer: Principal, asset: AssetRecord, reason: string): Promise<ReleaseAnswer> {
    const approved = await this.reviews.approve({ assetId: asset.id, reviewerId: reviewer.userId, reason });
    if (approved === null) throw notInQuarantine();
    if (approved.repeated) throw new DomainError('second-person-required', { detail: 'You have approved the release already. It takes another person.' });
    const count = { approvals: approved.approvals, needed: APPROVALS_NEEDED };
    if (approved.approvals < APPROVALS_NEEDED) return count;
    return { ...toAssetView((await this.assets.find(asset.id)) ?? asset), ...count };
  }

  /** @throws conflict when it is not in quarantine */
  async reject(reviewer: Principal, asset: AssetRecord, reason: string): Promise<AssetView> {
    if (!(await this.reviews.reject({ assetId: asset.id, reviewerId: reviewer.userId, reason }))) throw notInQuarantine();
    return toAssetView((await this.assets.find(asset.id)) ?? asset);
  }
}

const notInQuarantine = (): DomainError => new DomainError('conflict', { detail: 'The video is not in quarantine.' });

import { randomUUID } from 'node:crypto';
import { AssetRepository, type AssetObject, type CheckFacts, type ClaimedAsset, type DeletionTarget, type Reason, type Rendition, type Verdict } from '../assets/asset.repository.js';

/** What a worker did to an asset, in order. */
export type Said =
  | { readonly what: 'checked'; readonly facts: CheckFacts }
  | { readonly what: 'rejected' | 'failed'; readonly reason: Reason }
  | { readonly what: 'scanned'; readonly verdict: Verdict; readonly object: AssetObject }
  | { readonly what: 'quarantined'; readonly reason: Reason; readonly verdict: Verdict | null; readonly object: AssetObject }
  | { readonly what: 'blocked'; readonly why: string; readonly verdict: Verdict }
  | { readonly what: 'attempt'; readonly verdict: Verdict }
  | { readonly what: 'processed'; readonly renditions: readonly Rendition[]; readonly permitId: string }
  | { readonly what: 'held' | 'released' | 'stumbled' | 'deleted' };

/** One asset in memory that notes what is said of it. `fenced` makes every write come too late, as after a lost lease. */
export class FakeAssets extends AssetRepository {
  readonly said: Said[] = [];
  fenced = false;
  target: DeletionTarget | null = null;
  readonly asset: ClaimedAsset;
  private claimed = false;

  constructor(asset: Partial<ClaimedAsset> & { object: AssetObject }) {
    super();
    this.asset = {
      id: randomUUID(), ownerId: randomUUID(), attempt: 0, leaseToken: randomUUID(), declaredContentType: 'video/mp4', declaredSize: 0,
      declaredSha256: null, sha256: null, releasedFromQuarantine: false, ...asset,
    };
  }

  get last(): Said | undefined {
    return this.said.at(-1);
  }

  async claim(assetId: string, attempt: number): Promise<ClaimedAsset | null> {
    if (this.claimed || assetId !== this.asset.id || attempt !== this.asset.attempt) return null;
    this.claimed = true;
    return this.asset;
  }

  async heartbeat(): Promise<boolean> { return !this.fenced; }
  async release(): Promise<boolean> { return this.note({ what: 'released' }); }
  async stumbled(): Promise<boolean> { return this.note({ what: 'stumbled' }); }
  async checked(_: ClaimedAsset, facts: CheckFacts): Promise<boolean> { return this.note({ what: 'checked', facts }); }
  async rejected(_: ClaimedAsset, reason: Reason): Promise<boolean> { return this.note({ what: 'rejected', reason }); }
  async scanned(_: ClaimedAsset, verdict: Verdict, object: AssetObject): Promise<boolean> { return this.note({ what: 'scanned', verdict, object }); }
  async quarantined(_: ClaimedAsset, reason: Reason, verdict: Verdict | null, object: AssetObject): Promise<boolean> { return this.note({ what: 'quarantined', reason, verdict, object }); }
  async scanBlocked(_: ClaimedAsset, why: 'scanner_down' | 'signatures_stale', verdict: Verdict): Promise<boolean> { return this.note({ what: 'blocked', why, verdict }); }
  async recordAttempt(_: ClaimedAsset, verdict: Verdict): Promise<boolean> { return this.note({ what: 'attempt', verdict }); }
  async processed(_: ClaimedAsset, renditions: readonly Rendition[], permit: { permitId: string }): Promise<boolean> { return this.note({ what: 'processed', renditions, permitId: permit.permitId }); }
  async held(): Promise<boolean> { return this.note({ what: 'held' }); }
  async processingFailed(_: ClaimedAsset, reason: Reason): Promise<boolean> { return this.note({ what: 'failed', reason }); }
  async deletionTarget(): Promise<DeletionTarget | null> { return this.target; }
  async deleted(): Promise<boolean> { return this.note({ what: 'deleted' }); }
  async renditionsDeleted(): Promise<void> { this.note({ what: 'deleted' }); }

  private note(said: Said): boolean {
    this.claimed = false;
    if (this.fenced) return false;
    this.said.push(said);
    return true;
  }
}

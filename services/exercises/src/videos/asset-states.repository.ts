import type { AssetFacts } from './asset-state.js';

/** What media last said of each asset: a projection of its events, filled from media where an event is missing. */
export abstract class AssetStatesRepository {
  abstract find(assetId: string): Promise<AssetFacts | null>;
  /** Keeps what was fetched. An event that came first says more, so it stays; only a row that was itself fetched is renewed. */
  abstract keepFetched(facts: readonly AssetFacts[]): Promise<void>;
}

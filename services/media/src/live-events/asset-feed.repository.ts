import type { Reason } from '../assets/asset.repository.js';
import type { AssetView } from '../assets/asset.dto.js';
import type { AssetState } from '../assets/asset.state.js';

/** One line for a person's stream. */
export interface FeedItem {
  /** Number of the history row; null for progress, which is news but no history. */
  readonly seq: string | null;
  readonly assetId: string;
  readonly state: AssetState;
  readonly reason: Reason | null;
  readonly progress: AssetView['progress'];
  readonly at: Date;
}

/** A person's history as a stream. Numbers grow in the order of commits for one person, so a reader can resume at one. */
export abstract class AssetFeed {
  abstract lastSeq(ownerId: string): Promise<string>;
  /** Up to `limit` lines after `seq`. */
  abstract since(ownerId: string, seq: string, limit: number): Promise<readonly FeedItem[]>;
  /** Where the person's assets that are being worked on stand now. */
  abstract progress(ownerId: string): Promise<readonly FeedItem[]>;
}

import type { AssetRecord } from './asset-record.js';
import type { AssetState } from './asset.state.js';

export interface Slice {
  readonly limit: number;
  /** Newest first, below this id; from the newest on when null. */
  readonly before: string | null;
}

/** Assets as people see them. A tombstone is not found. */
export abstract class AssetReads {
  abstract find(id: string): Promise<AssetRecord | null>;
  /** Of one person or, with null, of everybody; in one state or, with null, in any. Up to `limit + 1`: one more than asked for says that there is another page. */
  abstract list(wanted: { readonly ownerId: string | null; readonly state: AssetState | null }, slice: Slice): Promise<readonly AssetRecord[]>;
}

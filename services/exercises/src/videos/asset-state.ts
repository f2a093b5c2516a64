/** States of an asset in which nobody may begin to use it. */
const REFUSED: ReadonlySet<string> = new Set(['rejected', 'quarantined', 'failed', 'expired', 'deleting', 'deleted']);

export function isUsable(state: string): boolean {
  return !REFUSED.has(state);
}

/** What media says of an asset. */
export interface AssetFacts {
  readonly assetId: string;
  /** null: media does not know the asset (any more). */
  readonly ownerId: string | null;
  readonly state: string;
  /** Milliseconds; null while unknown. */
  readonly durationMs: number | null;
}

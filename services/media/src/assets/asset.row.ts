import type { AssetObject, ClaimedAsset, Reason } from './asset.repository.js';
import type { AssetState } from './asset.state.js';

/** A row of `assets` as the driver gives it: bigint comes as text. */
export interface AssetRow {
  readonly id: string;
  readonly owner_id: string;
  readonly filename: string | null;
  readonly declared_content_type: string;
  readonly declared_size: string;
  readonly declared_sha256: string | null;
  readonly state: AssetState;
  readonly reason_code: string | null;
  readonly reason_text: string | null;
  readonly state_since: Date;
  readonly attempt: number;
  readonly lease_token: string | null;
  readonly failures: number;
  readonly deaths: number;
  readonly blocked_reason: 'scanner_down' | 'signatures_stale' | null;
  readonly progress_done: string | null;
  readonly progress_total: string | null;
  readonly sha256: string | null;
  readonly size: string | null;
  readonly detected_container: string | null;
  readonly duration_ms: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly frame_rate: number | null;
  readonly object_bucket: string | null;
  readonly object_key: string | null;
  readonly object_version: string | null;
  readonly released_from_quarantine: boolean;
  readonly created_at: Date;
}

export const numberOf = (value: string | null): number | null => (value === null ? null : Number(value));

export function objectOf(row: Pick<AssetRow, 'object_bucket' | 'object_key' | 'object_version'>): AssetObject | null {
  if (row.object_bucket === null || row.object_key === null || row.object_version === null) return null;
  return { bucket: row.object_bucket, key: row.object_key, versionId: row.object_version };
}

export function reasonOf(row: { readonly reason_code: string | null; readonly reason_text: string | null }): Reason | null {
  return row.reason_code === null ? null : { code: row.reason_code, text: row.reason_text ?? '' };
}

/** @throws for a row without a lease or an object: the caller has just set the one and the state promises the other */
export function claimedOf(row: AssetRow): ClaimedAsset {
  const object = objectOf(row);
  if (row.lease_token === null || object === null) throw new Error(`asset ${row.id} in ${row.state} has no ${object === null ? 'object' : 'lease'}`);
  return {
    id: row.id, ownerId: row.owner_id, attempt: row.attempt, leaseToken: row.lease_token,
    declaredContentType: row.declared_content_type, declaredSize: Number(row.declared_size), declaredSha256: row.declared_sha256,
    sha256: row.sha256, object, releasedFromQuarantine: row.released_from_quarantine,
  };
}

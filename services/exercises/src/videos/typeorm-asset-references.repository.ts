import { Injectable } from '@nestjs/common';
import { DomainError } from '@practika/problems';
import { rows, touched } from '@practika/database';
import { DataSource, type EntityManager } from 'typeorm';
import { AssetReferencesRepository, type AssetReference } from './asset-references.repository.js';
import type { ReferenceKind } from './media.client.js';

@Injectable()
export class TypeormAssetReferencesRepository extends AssetReferencesRepository {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async begin(reference: AssetReference, kind: ReferenceKind, ownerId: string): Promise<void> {
    await rows(
      this.dataSource,
      `INSERT INTO asset_references (reference_id, asset_id, kind, owner_id, state) VALUES ($1, $2, $3, $4, 'pending')`,
      [reference.referenceId, reference.assetId, kind, ownerId],
    );
  }

  async giveUp(reference: AssetReference, kind: ReferenceKind): Promise<void> {
    // An insert where the row is gone: the repair timer was here first, and the mark may have been made after its visit.
    await touched(
      this.dataSource,
      `INSERT INTO asset_references AS r (reference_id, asset_id, kind, state) VALUES ($1, $2, $3, 'releasing')
       ON CONFLICT (reference_id) DO UPDATE SET state = 'releasing', next_attempt_at = now() WHERE r.state = 'pending'`,
      [reference.referenceId, reference.assetId, kind],
    );
  }

  expirePending(): Promise<number> {
    return touched(
      this.dataSource,
      `UPDATE asset_references SET state = 'releasing', next_attempt_at = now() WHERE state = 'pending' AND created_at < now() - interval '5 minutes'`,
    );
  }

  async takeDue(limit: number): Promise<readonly AssetReference[]> {
    const due = await rows<{ reference_id: string; asset_id: string }>(
      this.dataSource,
      `UPDATE asset_references SET attempts = attempts + 1, next_attempt_at = now() + least(interval '1 minute' * (attempts + 1), interval '1 hour')
       WHERE reference_id IN (
         SELECT reference_id FROM asset_references WHERE state = 'releasing' AND next_attempt_at <= now()
         ORDER BY next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING reference_id, asset_id`,
      [limit],
    );
    return due.map((d) => ({ referenceId: d.reference_id, assetId: d.asset_id }));
  }

  async forget(referenceId: string): Promise<void> {
    await touched(this.dataSource, `DELETE FROM asset_references WHERE reference_id = $1 AND state = 'releasing'`, [referenceId]);
  }
}

/** In the transaction that begins to use the asset. @throws unavailable when the repair timer took the mark back meanwhile */
export async function holdReference(manager: EntityManager, referenceId: string | null): Promise<void> {
  if (referenceId === null) return;
  const held = await touched(manager, `UPDATE asset_references SET state = 'held' WHERE reference_id = $1 AND state = 'pending'`, [referenceId]);
  if (held === 0) throw new DomainError('unavailable', { detail: 'It took too long to mark the video as in use. Try again.', retryAfter: 1 });
}

/** In the transaction that stops using assets. The timer then takes the marks back. */
export async function releaseReferences(manager: EntityManager, referenceIds: readonly (string | null)[]): Promise<void> {
  const ids = referenceIds.filter((id) => id !== null);
  if (ids.length === 0) return;
  await touched(manager, `UPDATE asset_references SET state = 'releasing', next_attempt_at = now() WHERE reference_id = ANY($1::uuid[]) AND state = 'held'`, [ids]);
}

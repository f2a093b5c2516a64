import { Inject, Injectable } from '@nestjs/common';
import { row } from '@practika/database';
import { DataSource } from 'typeorm';
import type { AssetState } from '../assets/asset.state.js';
import { ReferenceRepository, type Reference } from './reference.repository.js';

const REFUSED: readonly AssetState[] = ['rejected', 'quarantined', 'failed', 'expired', 'deleting', 'deleted'];

@Injectable()
export class TypeormReferenceRepository extends ReferenceRepository {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {
    super();
  }

  add(reference: Reference): Promise<'added' | 'missing' | 'refused'> {
    return this.dataSource.transaction(async (manager) => {
      // Locked, so that a deletion either comes first and is seen here, or sees this reference.
      const asset = await row<{ owner_id: string; state: AssetState }>(manager, 'SELECT owner_id, state FROM assets WHERE id = $1 FOR SHARE', [reference.assetId]);
      if (asset === null || asset.owner_id !== reference.ownerId || asset.state === 'deleted') return 'missing';
      if (REFUSED.includes(asset.state)) return 'refused';
      await manager.query(
        'INSERT INTO asset_references (asset_id, reference_id, owner_id, kind) VALUES ($1,$2,$3,$4) ON CONFLICT DO NOTHING',
        [reference.assetId, reference.referenceId, reference.ownerId, reference.kind],
      );
      return 'added';
    });
  }

  async remove(assetId: string, referenceId: string): Promise<void> {
    await this.dataSource.query('DELETE FROM asset_references WHERE asset_id = $1 AND reference_id = $2', [assetId, referenceId]);
  }
}

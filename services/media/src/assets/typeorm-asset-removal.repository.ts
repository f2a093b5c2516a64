import { Inject, Injectable } from '@nestjs/common';
import { row } from '@practika/database';
import { DataSource } from 'typeorm';
import { AssetRemoval } from './asset-removal.repository.js';
import type { Reason } from './asset.repository.js';
import type { AssetState } from './asset.state.js';
import { TransitionRepository } from './typeorm-transition.repository.js';

@Injectable()
export class TypeormAssetRemoval extends AssetRemoval {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TransitionRepository) private readonly transitions: TransitionRepository,
  ) {
    super();
  }

  start(assetId: string, options: { force: boolean; reason: Reason; by: { userId: string; staff: boolean } }): Promise<'started' | 'in-use' | 'gone'> {
    return this.dataSource.transaction(async (manager) => {
      // Locked first: a reference that is being added either is seen here or finds the asset going.
      const asset = await row<{ state: AssetState }>(
        manager, 'SELECT state FROM assets WHERE id = $1 FOR UPDATE', [assetId],
      );
      if (asset === null || asset.state === 'deleted') return 'gone';
      if (asset.state === 'deleting') return 'started';
      if (!options.force) {
        const used = await row(manager, 'SELECT 1 FROM asset_references WHERE asset_id = $1 LIMIT 1', [assetId]);
        if (used !== null) return 'in-use';
      }
      await this.transitions.move(manager, {
        id: assetId, to: 'deleting', newAttempt: true, reason: options.reason,
        actor: { kind: options.by.staff ? 'admin' : 'user', pseudonym: options.by.userId },
      });
      await manager.query(`UPDATE uploads SET state = 'aborted', closed_at = now() WHERE asset_id = $1 AND state = 'open'`, [assetId]);
      return 'started';
    });
  }
}

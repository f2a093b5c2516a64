import { Injectable } from '@nestjs/common';
import { row, rows } from '@practika/database';
import { DataSource, type EntityManager } from 'typeorm';
import type { AssetFacts } from './asset-state.js';
import { AssetStatesRepository } from './asset-states.repository.js';

interface StateRow { asset_id: string; owner_id: string | null; state: string; duration_ms: string | null }

@Injectable()
export class TypeormAssetStatesRepository extends AssetStatesRepository {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async find(assetId: string): Promise<AssetFacts | null> {
    const found = await row<StateRow>(this.dataSource, `SELECT asset_id, owner_id, state, duration_ms FROM asset_states WHERE asset_id = $1`, [assetId]);
    if (found === null) return null;
    return { assetId, ownerId: found.owner_id, state: found.state, durationMs: found.duration_ms === null ? null : Number(found.duration_ms) };
  }

  async keepFetched(facts: readonly AssetFacts[]): Promise<void> {
    for (const { assetId, ownerId, state, durationMs } of facts) {
      await rows(
        this.dataSource,
        `INSERT INTO asset_states AS s (asset_id, owner_id, state, duration_ms) VALUES ($1, $2, $3, $4)
         ON CONFLICT (asset_id) DO UPDATE SET
           state = CASE WHEN s.seq = 0 THEN excluded.state ELSE s.state END,
           duration_ms = coalesce(s.duration_ms, excluded.duration_ms), updated_at = now()
         WHERE s.seq = 0 OR (s.duration_ms IS NULL AND excluded.duration_ms IS NOT NULL)`,
        [assetId, ownerId, state, durationMs],
      );
    }
  }
}

/** An event's word on an asset, inside the inbox's transaction. Events may come in any order: the highest seq stays. */
export async function applyAssetEvent(manager: EntityManager, facts: AssetFacts, seq: number): Promise<void> {
  await rows(
    manager,
    `INSERT INTO asset_states AS s (asset_id, owner_id, state, duration_ms, seq) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (asset_id) DO UPDATE SET
       state = excluded.state, duration_ms = coalesce(excluded.duration_ms, s.duration_ms), seq = excluded.seq, updated_at = now()
     WHERE s.seq < excluded.seq`,
    [facts.assetId, facts.ownerId, facts.state, facts.durationMs, seq],
  );
}

import { Inject, Injectable } from '@nestjs/common';
import { row, rows } from '@practika/database';
import { DataSource } from 'typeorm';
import { progressOf } from '../assets/asset-record.js';
import { numberOf, reasonOf } from '../assets/asset.row.js';
import type { AssetState } from '../assets/asset.state.js';
import { AssetFeed, type FeedItem } from './asset-feed.repository.js';

interface FeedRow {
  readonly seq: string | null;
  readonly asset_id: string;
  readonly state: AssetState;
  readonly reason_code: string | null;
  readonly reason_text: string | null;
  readonly at: Date;
  readonly current: boolean;
  readonly progress_done: string | null;
  readonly declared_size: string;
}

@Injectable()
export class TypeormAssetFeed extends AssetFeed {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {
    super();
  }

  async lastSeq(ownerId: string): Promise<string> {
    return (await row<{ seq: string }>(this.dataSource, 'SELECT coalesce(max(seq), 0)::text AS seq FROM asset_history WHERE owner_id = $1', [ownerId]))?.seq ?? '0';
  }

  async since(ownerId: string, seq: string, limit: number): Promise<readonly FeedItem[]> {
    const found = await rows<FeedRow>(
      this.dataSource,
      `SELECT h.seq::text, h.asset_id, h.state, h.reason_code, h.reason_text, h.at, a.state = h.state AS current, a.progress_done, a.declared_size
       FROM asset_history h JOIN assets a ON a.id = h.asset_id WHERE h.owner_id = $1 AND h.seq > $2::bigint ORDER BY h.seq LIMIT $3`,
      [ownerId, seq, limit],
    );
    return found.map(toItem);
  }

  async progress(ownerId: string): Promise<readonly FeedItem[]> {
    const found = await rows<FeedRow>(
      this.dataSource,
      `SELECT NULL AS seq, id AS asset_id, state, reason_code, reason_text, now() AS at, true AS current, progress_done, declared_size
       FROM assets WHERE owner_id = $1 AND lease_token IS NOT NULL AND state IN ('checking','scanning','processing') ORDER BY id LIMIT 100`,
      [ownerId],
    );
    return found.map(toItem);
  }
}

function toItem(found: FeedRow): FeedItem {
  const progress = found.current ? progressOf({ state: found.state, progressDone: numberOf(found.progress_done), declaredSize: Number(found.declared_size), ahead: 0 }) : null;
  return { seq: found.seq, assetId: found.asset_id, state: found.state, reason: reasonOf(found), progress, at: found.at };
}

import { Inject, Injectable } from '@nestjs/common';
import { rows } from '@practika/database';
import { DataSource } from 'typeorm';
import type { AssetRecord } from './asset-record.js';
import { AssetReads, type Slice } from './asset-reads.repository.js';
import { numberOf, objectOf, reasonOf, type AssetRow } from './asset.row.js';
import type { AssetState } from './asset.state.js';

interface ReadRow extends AssetRow {
  readonly ahead: string;
  readonly scanned_clean: boolean;
  readonly renditions: readonly { name: string; content_type: string; size: number; sha256: string; bucket: string; key: string; version_id: string }[];
  readonly history: readonly { state: AssetState; at: string; reason_code: string | null; reason_text: string | null }[];
}

/** Counting stops here: whether 1,000 or 5,000 wait before one is the same news. */
const AHEAD_LIMIT = 1_000;

const SELECT = `
  SELECT a.*,
    CASE WHEN a.lease_token IS NULL AND a.state IN ('uploaded','checking','scanning','processing') THEN
      (SELECT count(*) FROM (SELECT 1 FROM assets w WHERE w.state = a.state AND w.state IN ('uploaded','checking','scanning','processing')
         AND w.lease_token IS NULL AND w.state_since < a.state_since LIMIT ${AHEAD_LIMIT}) waiting)
      ELSE 0 END AS ahead,
    EXISTS (SELECT 1 FROM verdicts v WHERE v.asset_id = a.id AND v.outcome = 'CLEAN' AND v.sha256 = a.sha256 AND v.bytes_scanned = v.bytes_expected) AS scanned_clean,
    (SELECT coalesce(json_agg(r ORDER BY r.id), '[]') FROM renditions r WHERE r.asset_id = a.id AND r.doomed_at IS NULL) AS renditions,
    (SELECT coalesce(json_agg(h ORDER BY h.seq), '[]') FROM asset_history h WHERE h.asset_id = a.id) AS history
  FROM assets a`;

@Injectable()
export class TypeormAssetReads extends AssetReads {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {
    super();
  }

  async find(id: string): Promise<AssetRecord | null> {
    const [found] = await rows<ReadRow>(this.dataSource, `${SELECT} WHERE a.id = $1 AND a.state <> 'deleted'`, [id]);
    return found === undefined ? null : toRecord(found);
  }

  async list({ ownerId, state }: { readonly ownerId: string | null; readonly state: AssetState | null }, { limit, before }: Slice): Promise<readonly AssetRecord[]> {
    const params: unknown[] = [];
    const only = (condition: string, value: unknown): string => (value === null ? '' : ` AND ${condition.replace('?', `$${params.push(value)}`)}`);
    // One statement for each kind of list: with a condition that may be off, a plan could not go by the index of what is on.
    const where = `a.state <> 'deleted'${only('a.owner_id = ?', ownerId)}${only('a.state = ?', state)}${only('a.id < ?::uuid', before)}`;
    return (await rows<ReadRow>(this.dataSource, `${SELECT} WHERE ${where} ORDER BY a.id DESC LIMIT $${params.push(limit + 1)}`, params)).map(toRecord);
  }
}

function toRecord(found: ReadRow): AssetRecord {
  return {
    id: found.id, ownerId: found.owner_id, filename: found.filename, declaredContentType: found.declared_content_type, declaredSize: Number(found.declared_size),
    detectedContainer: found.detected_container, size: numberOf(found.size), sha256: found.sha256, state: found.state, reason: reasonOf(found), attempt: found.attempt,
    durationMs: numberOf(found.duration_ms), width: found.width, height: found.height, frameRate: found.frame_rate,
    progressDone: numberOf(found.progress_done), ahead: Number(found.ahead), createdAt: found.created_at, object: objectOf(found), scannedClean: found.scanned_clean,
    renditions: found.renditions.map((r) => ({
      name: r.name, contentType: r.content_type, size: r.size, sha256: r.sha256, object: { bucket: r.bucket, key: r.key, versionId: r.version_id },
    })),
    history: found.history.map((h) => ({ state: h.state, at: new Date(h.at), reason: reasonOf(h) })),
  };
}

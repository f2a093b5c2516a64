import { Inject, Injectable } from '@nestjs/common';
import { row, rows, touched } from '@practika/database';
import { DataSource, type EntityManager } from 'typeorm';
import type { Slice } from '../assets/asset-reads.repository.js';
import { LIFE_CYCLE } from '../assets/asset.state.js';
import { reason as because } from '../assets/asset.words.js';
import { TransitionRepository } from '../assets/typeorm-transition.repository.js';
import type { Quota } from '../media.config.js';
import { UploadRepository, type NewUpload, type OpenUpload, type Upload, type UploadState } from './upload.repository.js';
import { UPLOAD_DAYS } from './uploads.constants.js';

interface UploadRow {
  readonly id: string;
  readonly asset_id: string;
  readonly owner_id: string;
  readonly state: UploadState;
  readonly bucket: string;
  readonly key: string;
  readonly store_upload_id: string | null;
  readonly part_size: string;
  readonly part_count: number;
  readonly size: string;
  readonly recording: boolean;
  readonly content_type: string;
  readonly expires_at: Date;
  readonly created_at: Date;
}

const COLUMNS = `u.*, a.declared_size AS size, a.declared_content_type AS content_type`;
const FROM = `FROM uploads u JOIN assets a ON a.id = u.asset_id`;
const IDLE = `interval '${LIFE_CYCLE.uploading.deadline?.base ?? 0} seconds'`;

const toUpload = (u: UploadRow): Upload => ({
  id: u.id, assetId: u.asset_id, ownerId: u.owner_id, state: u.state, bucket: u.bucket, key: u.key, storeUploadId: u.store_upload_id,
  partSize: Number(u.part_size), partCount: u.part_count, size: Number(u.size), recording: u.recording, contentType: u.content_type, expiresAt: u.expires_at,
});

class Lost extends Error {}

@Injectable()
export class TypeormUploadRepository extends UploadRepository {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TransitionRepository) private readonly transitions: TransitionRepository,
  ) {
    super();
  }

  reserve(upload: NewUpload, quota: Quota): Promise<Upload | 'quota-exceeded'> {
    return this.dataSource.transaction(async (manager) => {
      // One at a time for each person: fifty that begin at once must not pass the quota together.
      await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('quota:' || $1, 0))`, [upload.ownerId]);
      const existing = await this.load(manager, upload.id);
      if (existing !== null) return existing;
      const used = await row<{ bytes: string; assets: string }>(
        manager,
        `SELECT coalesce(sum(declared_size), 0) AS bytes, count(*) AS assets FROM assets WHERE owner_id = $1 AND state NOT IN ('expired','deleting','deleted')`,
        [upload.ownerId],
      );
      if (Number(used?.bytes ?? 0) + upload.size > quota.bytes || Number(used?.assets ?? 0) + 1 > quota.assets) return 'quota-exceeded';
      await manager.query(
        `INSERT INTO assets (id, owner_id, filename, declared_content_type, declared_size, declared_sha256, state, deadline_at)
         VALUES ($1,$2,$3,$4,$5,$6,'created', now() + ${IDLE})`,
        [upload.assetId, upload.ownerId, upload.filename, upload.contentType, upload.size, upload.sha256],
      );
      await manager.query(
        `INSERT INTO uploads (id, asset_id, owner_id, bucket, key, part_size, part_count, recording, expires_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8, now() + ${IDLE})`,
        [upload.id, upload.assetId, upload.ownerId, upload.bucket, upload.key, upload.partSize, upload.partCount, upload.recording ?? false],
      );
      const made = await this.load(manager, upload.id);
      if (made === null) throw new Error('an upload vanished in its own transaction');
      return made;
    });
  }

  async giveUp(id: string): Promise<void> {
    await touched(
      this.dataSource,
      `DELETE FROM assets a USING uploads u WHERE u.id = $1 AND a.id = u.asset_id AND a.state = 'created' AND u.state = 'open' AND u.store_upload_id IS NULL`, [id],
    );
  }

  began(id: string, storeUploadId: string): Promise<Upload | null> {
    return this.dataSource.transaction(async (manager) => {
      const begun = await row<{ asset_id: string }>(
        manager, `UPDATE uploads SET store_upload_id = $2 WHERE id = $1 AND state = 'open' AND store_upload_id IS NULL RETURNING asset_id`, [id, storeUploadId],
      );
      if (begun !== null) await this.transitions.move(manager, { id: begun.asset_id, to: 'uploading', from: ['created'] });
      return this.load(manager, id);
    });
  }

  find(id: string): Promise<Upload | null> {
    return this.load(this.dataSource, id);
  }

  async openOf(ownerId: string, { limit, before }: Slice): Promise<readonly OpenUpload[]> {
    const found = await rows<UploadRow & { filename: string | null }>(
      this.dataSource,
      `SELECT ${COLUMNS}, a.filename ${FROM}
       WHERE u.owner_id = $1 AND u.state = 'open' AND u.store_upload_id IS NOT NULL AND ($2::uuid IS NULL OR u.id < $2) ORDER BY u.id DESC LIMIT $3`,
      [ownerId, before, limit + 1],
    );
    return found.map((u) => ({ ...toUpload(u), filename: u.filename ?? '', createdAt: u.created_at }));
  }

  async touch(id: string): Promise<Date | null> {
    const moved = await row<{ expires_at: Date }>(
      this.dataSource,
      `WITH kept AS (UPDATE uploads SET expires_at = least(now() + ${IDLE}, created_at + interval '${UPLOAD_DAYS} days') WHERE id = $1 AND state = 'open' RETURNING asset_id, expires_at)
       UPDATE assets SET deadline_at = kept.expires_at FROM kept WHERE assets.id = kept.asset_id AND assets.state = 'uploading' RETURNING kept.expires_at`, [id],
    );
    return moved?.expires_at ?? null;
  }

  async beginCompleting(id: string, seconds: number): Promise<boolean> {
    return (await touched(
      this.dataSource,
      `UPDATE uploads SET completing_until = now() + make_interval(secs => $2::float8) WHERE id = $1 AND state = 'open' AND (completing_until IS NULL OR completing_until < now())`,
      [id, seconds],
    )) === 1;
  }

  async endCompleting(id: string): Promise<void> {
    await this.dataSource.query(`UPDATE uploads SET completing_until = NULL WHERE id = $1 AND state = 'open'`, [id]);
  }

  completed(id: string, versionId: string, size: number): Promise<boolean> {
    return this.commit(async (manager) => {
      const closed = await row<{ asset_id: string; owner_id: string; bucket: string; key: string; recording: boolean }>(
        manager,
        `UPDATE uploads SET state = 'completed', completing_until = NULL, closed_at = now(),
           part_count = CASE WHEN recording THEN ceil($2::numeric / part_size)::integer ELSE part_count END
         WHERE id = $1 AND state = 'open' RETURNING asset_id, owner_id, bucket, key, recording`, [id, size],
      );
      if (closed === null) throw new Lost();
      const moved = await this.transitions.move(manager, {
        id: closed.asset_id, to: 'uploaded', set: { object_bucket: closed.bucket, object_key: closed.key, object_version: versionId, ...(closed.recording ? { declared_size: size } : {}) },
        actor: { kind: 'user', pseudonym: closed.owner_id },
      });
      if (moved === null) throw new Lost();
    });
  }

  close(id: string, how: 'aborted' | 'expired', reason: 'upload-aborted' | 'upload-expired' | 'upload-lost'): Promise<boolean> {
    return this.commit(async (manager) => {
      const closed = await row<{ asset_id: string }>(
        manager,
        `UPDATE uploads SET state = $2, closed_at = now(), completing_until = NULL
         WHERE id = $1 AND state = 'open' AND (completing_until IS NULL OR completing_until < now() OR $3) RETURNING asset_id`, [id, how, reason === 'upload-lost'],
      );
      if (closed === null) throw new Lost();
      await this.transitions.move(manager, { id: closed.asset_id, to: 'expired', reason: because(reason) });
    });
  }

  async stale(limit: number): Promise<readonly (Upload & { readonly why: 'idle' | 'completing' })[]> {
    const found = await rows<UploadRow & { why: 'idle' | 'completing' }>(
      this.dataSource,
      `SELECT ${COLUMNS}, CASE WHEN u.completing_until IS NULL THEN 'idle' ELSE 'completing' END AS why ${FROM}
       WHERE u.state = 'open' AND (u.completing_until < now() - interval '5 seconds' OR (u.completing_until IS NULL AND u.expires_at < now()))
       ORDER BY u.expires_at LIMIT $1`, [limit],
    );
    return found.map((u) => ({ ...toUpload(u), why: u.why }));
  }

  private async load(on: DataSource | EntityManager, id: string): Promise<Upload | null> {
    const found = await row<UploadRow>(on, `SELECT ${COLUMNS} ${FROM} WHERE u.id = $1`, [id]);
    return found === null ? null : toUpload(found);
  }

  private async commit(work: (manager: EntityManager) => Promise<void>): Promise<boolean> {
    try {
      await this.dataSource.transaction(work);
      return true;
    } catch (error) {
      if (error instanceof Lost) return false;
      throw error;
    }
  }
}

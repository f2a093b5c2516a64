import { Inject, Injectable } from '@nestjs/common';
import { row, rows, touched } from '@practika/database';
import { DataSource, type EntityManager } from 'typeorm';
import { lockConsentNews } from '../consent/typeorm-consent-lock.repository.js';
import {
  AssetRepository, type AssetObject, type CheckFacts, type ClaimedAsset, type DeletionTarget, type Reason, type Rendition, type Verdict,
} from './asset.repository.js';
import { countMove, countVerdict } from './asset.metrics.js';
import { claimedOf, objectOf, type AssetRow } from './asset.row.js';
import { EXITS, isWorking, LIFE_CYCLE, MAX_DEATHS, MAX_FAILURES, type AssetState } from './asset.state.js';
import { reason as because } from './asset.words.js';
import { TransitionRepository, type Move } from './typeorm-transition.repository.js';
import { insertVerdict } from './typeorm-verdict.repository.js';
import { promotes } from './verdict.js';

/** Seconds. How soon a scanner that was down is asked again. */
const BLOCKED_RETRY = 10;
/** Seconds. After an orderly release the queue's own retry comes first; this is for when the queue forgot. */
const RELEASED_RETRY = 30;
/** Seconds: 10, 20, 40 … 600. */
const backoff = (failures: number): number => Math.min(600, 10 * 2 ** failures);

/** Thrown to roll a transaction back when the row turns out to be somebody else's. */
class Outrun extends Error {}

const objectColumns = (o: AssetObject): Record<string, unknown> => ({ object_bucket: o.bucket, object_key: o.key, object_version: o.versionId });

@Injectable()
export class TypeormAssetRepository extends AssetRepository {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TransitionRepository) private readonly transitions: TransitionRepository,
  ) {
    super();
  }

  async claim(assetId: string, attempt: number, from: AssetState, to: 'checking' | 'scanning' | 'processing', leaseSeconds: number): Promise<ClaimedAsset | null> {
    const { base, perMegabyte } = LIFE_CYCLE[to].deadline ?? { base: 0, perMegabyte: 0 };
    // Taking over a lease that ended means that its worker died. The last death permitted is left to the reconciler, which ends the asset.
    const claimed = await row<AssetRow & { old_state: AssetState; spent: number }>(
      this.dataSource,
      `UPDATE assets SET state = $4, claimed = true, deaths = deaths + (CASE WHEN lease_token IS NULL THEN 0 ELSE 1 END),
         lease_token = gen_random_uuid(), lease_until = now() + make_interval(secs => $5::float8), next_try_at = NULL,
         deadline_at = now() + make_interval(secs => $6::float8 + $7::float8 * declared_size / 1e6),
         state_since = CASE WHEN state = $4 THEN state_since ELSE now() END,
         progress_done = 0, progress_total = declared_size
       WHERE id = $1 AND attempt = $2 AND state = $3
         AND (lease_token IS NULL OR (lease_until < now() AND deaths + 1 < ${MAX_DEATHS}))
       RETURNING new.*, old.state AS old_state, extract(epoch FROM now() - old.state_since)::float8 AS spent`,
      [assetId, attempt, from, to, leaseSeconds, base, perMegabyte],
    );
    if (claimed === null) return null;
    if (claimed.old_state !== to) countMove(claimed.old_state, to, claimed.spent);
    return claimedOf(claimed);
  }

  async heartbeat(a: ClaimedAsset, leaseSeconds: number, progress?: { done: number; total: number }): Promise<boolean> {
    const beaten = await rows(
      this.dataSource,
      `UPDATE assets SET lease_until = now() + make_interval(secs => $4::float8),
         progress_done = coalesce($5::bigint, progress_done), progress_total = coalesce($6::bigint, progress_total)
       WHERE id = $1 AND attempt = $2 AND lease_token = $3
       RETURNING CASE WHEN $5::bigint IS NOT NULL THEN pg_notify('media_assets', owner_id::text) END`,
      [a.id, a.attempt, a.leaseToken, leaseSeconds, progress?.done ?? null, progress?.total ?? null],
    );
    return beaten.length === 1;
  }

  async release(a: ClaimedAsset): Promise<boolean> {
    return (await touched(
      this.dataSource,
      `UPDATE assets SET lease_token = NULL, lease_until = NULL, next_try_at = now() + make_interval(secs => ${RELEASED_RETRY})
       WHERE id = $1 AND attempt = $2 AND lease_token = $3`,
      [a.id, a.attempt, a.leaseToken],
    )) === 1;
  }

  stumbled(a: ClaimedAsset): Promise<boolean> {
    return this.commit(async (manager) => {
      const now = await row<{ state: AssetState }>(manager, 'SELECT state FROM assets WHERE id = $1 AND attempt = $2 AND lease_token = $3 FOR UPDATE', [a.id, a.attempt, a.leaseToken]);
      if (now === null || !isWorking(now.state)) throw new Outrun();
      const { to, why } = EXITS[now.state];
      await this.countFailure(manager, a, { to, from: [now.state], reason: because(why) }, MAX_FAILURES[now.state]);
    });
  }

  checked(a: ClaimedAsset, facts: CheckFacts): Promise<boolean> {
    return this.commit(async (manager) => {
      await this.move(manager, a, {
        to: 'scanning', from: ['checking'], set: {
          sha256: facts.sha256, size: facts.size, detected_container: facts.detectedContainer,
          duration_ms: facts.durationMs, width: facts.width, height: facts.height, frame_rate: facts.frameRate,
        },
      });
    });
  }

  rejected(a: ClaimedAsset, reason: Reason): Promise<boolean> {
    return this.commit(async (manager) => { await this.move(manager, a, { to: 'rejected', reason }); });
  }

  async scanned(a: ClaimedAsset, verdict: Verdict, promoted: AssetObject): Promise<boolean> {
    const { bucket, key, versionId } = a.object;
    if (!promotes(verdict, a) || verdict.bucket !== bucket || verdict.key !== key || verdict.versionId !== versionId) {
      throw new Error(`a verdict ${verdict.outcome} does not promote asset ${a.id}`);
    }
    const done = await this.commit(async (manager) => {
      await lockConsentNews(manager, a.ownerId, 'to-follow');
      await insertVerdict(manager, a.ownerId, verdict);
      const withdrawn = await row(
        manager, `SELECT 1 FROM consent_states WHERE subject_id = $1 AND purpose = 'video_processing' AND recipient = '' AND state = 'withdrawn'`, [a.ownerId],
      );
      const set = { ...objectColumns(promoted), released_from_quarantine: false };
      await this.move(manager, a, withdrawn === null
        ? { to: 'processing', from: ['scanning'], set }
        : { to: 'consent_hold', from: ['scanning'], set, reason: because('consent-withdrawn') });
    });
    if (done) countVerdict(verdict.outcome);
    return done;
  }

  async quarantined(a: ClaimedAsset, reason: Reason, verdict: Verdict | null, moved: AssetObject): Promise<boolean> {
    const done = await this.commit(async (manager) => {
      if (verdict !== null) await insertVerdict(manager, a.ownerId, verdict);
      await this.move(manager, a, { to: 'quarantined', reason, set: objectColumns(moved) });
    });
    if (done && verdict !== null) countVerdict(verdict.outcome);
    return done;
  }

  scanBlocked(a: ClaimedAsset, reason: 'scanner_down' | 'signatures_stale', verdict: Verdict): Promise<boolean> {
    const { code, text } = because(reason === 'scanner_down' ? 'scanner-down' : 'signatures-stale');
    countVerdict(verdict.outcome);
    return this.commit(async (manager) => {
      const blocked = await row<{ news: boolean }>(
        manager,
        `UPDATE assets SET lease_token = NULL, lease_until = NULL, blocked_reason = $4, reason_code = $5, reason_text = $6,
           next_try_at = now() + make_interval(secs => ${BLOCKED_RETRY}), progress_done = 0
         WHERE id = $1 AND attempt = $2 AND lease_token = $3 AND state = 'scanning' RETURNING old.blocked_reason IS DISTINCT FROM $4 AS news`,
        [a.id, a.attempt, a.leaseToken, reason, code, text],
      );
      if (blocked === null) throw new Outrun();
      // Once per outage: a scanner that is down for hours must not fill the history.
      if (blocked.news) {
        await insertVerdict(manager, a.ownerId, verdict);
        await this.transitions.note(manager, a.id);
      }
    });
  }

  recordAttempt(a: ClaimedAsset, verdict: Verdict): Promise<boolean> {
    countVerdict(verdict.outcome);
    return this.commit(async (manager) => {
      await insertVerdict(manager, a.ownerId, verdict);
      await this.countFailure(manager, a, { to: 'quarantined', from: ['scanning'], reason: because('unscannable') }, MAX_FAILURES.scanning);
    });
  }

  processed(a: ClaimedAsset, renditions: readonly Rendition[], permit: { permitId: string; recordId: string | null }): Promise<boolean> {
    return this.commit(async (manager) => {
      await this.move(manager, a, { to: 'ready', from: ['processing'], set: { consent_record_id: permit.recordId } });
      await manager.query('UPDATE renditions SET doomed_at = now() WHERE asset_id = $1 AND doomed_at IS NULL', [a.id]);
      for (const r of renditions) {
        await manager.query(
          `INSERT INTO renditions (asset_id, owner_id, name, content_type, size, sha256, bucket, key, version_id, attempt, consent_record_id)
           VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`,
          [a.id, a.ownerId, r.name, r.contentType, r.size, r.sha256, r.object.bucket, r.object.key, r.object.versionId, a.attempt, permit.recordId],
        );
      }
    });
  }

  held(a: ClaimedAsset): Promise<boolean> {
    return this.commit(async (manager) => {
      await lockConsentNews(manager, a.ownerId, 'to-follow');
      const since = await row<{ state_since: Date }>(manager, 'SELECT state_since FROM assets WHERE id = $1', [a.id]);
      const held = await this.move(manager, a, { to: 'consent_hold', from: ['processing'], reason: because('consent-withdrawn') });
      // Consent that came back while the permit was being refused found nothing on hold then: this is its news, a moment late.
      const given = await row(
        manager, `SELECT 1 FROM consent_states WHERE subject_id = $1 AND purpose = 'video_processing' AND recipient = '' AND state = 'given' AND at > $2`, [a.ownerId, since?.state_since ?? held.state_since],
      );
      if (given !== null) await this.transitions.move(manager, { id: a.id, to: 'processing', from: ['consent_hold'], newAttempt: true });
    });
  }

  processingFailed(a: ClaimedAsset, reason: Reason): Promise<boolean> {
    return this.commit((manager) => this.countFailure(manager, a, { to: 'failed', from: ['processing'], reason }, MAX_FAILURES.processing));
  }

  async deletionTarget(assetId: string, _attempt: number, what: 'everything' | 'renditions'): Promise<DeletionTarget | null> {
    const asset = await row<AssetRow>(this.dataSource, 'SELECT * FROM assets WHERE id = $1', [assetId]);
    if (asset === null || (what === 'everything' && asset.state !== 'deleting' && asset.state !== 'deleted')) return null;
    const renditions = await rows<{ bucket: string; key: string; version_id: string }>(
      this.dataSource, `SELECT bucket, key, version_id FROM renditions WHERE asset_id = $1 ${what === 'renditions' ? 'AND doomed_at IS NOT NULL' : ''}`, [assetId],
    );
    if (what === 'renditions' && renditions.length === 0) return null;
    const uploads = await rows<{ bucket: string; key: string; store_upload_id: string }>(
      this.dataSource, `SELECT bucket, key, store_upload_id FROM uploads WHERE asset_id = $1 AND store_upload_id IS NOT NULL AND state <> 'completed'`, [assetId],
    );
    return {
      id: asset.id, ownerId: asset.owner_id, original: objectOf(asset),
      renditions: renditions.map((r) => ({ bucket: r.bucket, key: r.key, versionId: r.version_id })),
      openUploads: uploads.map((u) => ({ bucket: u.bucket, key: u.key, storeUploadId: u.store_upload_id })),
    };
  }

  async deleted(assetId: string): Promise<boolean> {
    return this.commit(async (manager) => {
      const moved = await this.transitions.move(manager, { id: assetId, to: 'deleted' });
      if (moved === null) {
        // The second sweep of a tombstone.
        if ((await touched(manager, `UPDATE assets SET deadline_at = NULL WHERE id = $1 AND state = 'deleted'`, [assetId])) === 0) throw new Outrun();
        return;
      }
      await manager.query(
        `UPDATE assets SET filename = NULL, declared_sha256 = NULL, sha256 = NULL, duration_ms = NULL, width = NULL, height = NULL, frame_rate = NULL,
           consent_record_id = NULL, deleted_at = now() WHERE id = $1`, [assetId],
      );
      await manager.query('DELETE FROM renditions WHERE asset_id = $1', [assetId]);
      await manager.query('DELETE FROM asset_references WHERE asset_id = $1', [assetId]);
    });
  }

  async renditionsDeleted(assetId: string, objects: readonly AssetObject[]): Promise<void> {
    for (const o of objects) {
      await this.dataSource.query('DELETE FROM renditions WHERE asset_id = $1 AND doomed_at IS NOT NULL AND bucket = $2 AND key = $3 AND version_id = $4', [assetId, o.bucket, o.key, o.versionId]);
    }
  }

  private async move(manager: EntityManager, a: ClaimedAsset, move: Omit<Move, 'id' | 'lease'>): Promise<AssetRow> {
    const moved = await this.transitions.move(manager, { ...move, id: a.id, lease: a });
    if (moved === null) throw new Outrun();
    return moved;
  }

  /** One failure more: the last one permitted takes the exit, the others wait longer each time. */
  private async countFailure(manager: EntityManager, a: ClaimedAsset, exit: Omit<Move, 'id' | 'lease'>, limit: number): Promise<void> {
    const counted = await row<{ failures: number }>(
      manager, 'UPDATE assets SET failures = failures + 1 WHERE id = $1 AND attempt = $2 AND lease_token = $3 RETURNING failures', [a.id, a.attempt, a.leaseToken],
    );
    if (counted === null) throw new Outrun();
    if (counted.failures >= limit) {
      await this.move(manager, a, exit);
      return;
    }
    await manager.query(
      'UPDATE assets SET lease_token = NULL, lease_until = NULL, next_try_at = now() + make_interval(secs => $2::float8) WHERE id = $1', [a.id, backoff(counted.failures - 1)],
    );
  }

  private async commit(work: (manager: EntityManager) => Promise<void>): Promise<boolean> {
    try {
      await this.dataSource.transaction(work);
      return true;
    } catch (error) {
      if (error instanceof Outrun) return false;
      throw error;
    }
  }
}

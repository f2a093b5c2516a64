import { Inject, Injectable } from '@nestjs/common';
import { row } from '@practika/database';
import { keepFailedJob, Outbox, type EventType } from '@practika/events';
import { ChecksumJob, DeleteJob, ProcessJob, ScanJob } from '@practika/jobs';
import type { EntityManager } from 'typeorm';
import type { Reason } from './asset.repository.js';
import { numberOf, type AssetRow } from './asset.row.js';
import { entriesOf, EXITS, isWorking, LIFE_CYCLE, type AssetState } from './asset.state.js';
import { countMove } from './asset.metrics.js';

/** Who made a change happen. `pseudonym` is an id, never a name. */
export interface Actor {
  readonly kind: 'user' | 'service' | 'admin';
  readonly pseudonym: string;
}
export const MEDIA_ITSELF: Actor = { kind: 'service', pseudonym: 'media' };

export interface Move {
  readonly id: string;
  readonly to: AssetState;
  /** Narrower than the table's entries of `to`; all of them when left out. */
  readonly from?: readonly AssetState[];
  /** The lease that the mover must hold. */
  readonly lease?: { readonly attempt: number; readonly leaseToken: string };
  readonly reason?: Reason | null;
  /** Whatever still works on the asset is of an older attempt from here on. */
  readonly newAttempt?: boolean;
  /** Further columns to set. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly actor?: Actor;
  /** Instead of the state's own event. */
  readonly event?: EventType;
}

/** Seconds after which the reconciler asks whether the work has been taken up. */
export const FIRST_NUDGE = 15;

/**
 * The one way by which an asset changes its state: compare-and-set along the table, and in the same transaction its
 * event and the job of the new state. The history row is written by a trigger, so that no way leads around it.
 */
@Injectable()
export class TransitionRepository {
  constructor(@Inject(Outbox) private readonly outbox: Outbox) {}

  /** The row after the move; null when it was not in a state for it, or the lease is another's. */
  async move(manager: EntityManager, move: Move): Promise<AssetRow | null> {
    const from = (move.from ?? entriesOf(move.to)).filter((state) => LIFE_CYCLE[state].exits.includes(move.to));
    const rule = LIFE_CYCLE[move.to];
    const extra = Object.entries(move.set ?? {});
    const params: unknown[] = [
      move.id, from, move.to, move.reason?.code ?? null, move.reason?.text ?? null, move.newAttempt === true ? 1 : 0,
      rule.job === null ? null : FIRST_NUDGE, rule.deadline?.base ?? null, rule.deadline?.perMegabyte ?? 0, move.lease?.attempt ?? null, move.lease?.leaseToken ?? null,
    ];
    const columns = extra.map(([column, value]) => `${column} = $${params.push(value)}`);
    const moved = await row<AssetRow & { old_state: AssetState; old_attempt: number; tries: number; spent: number }>(
      manager,
      `UPDATE assets SET state = $3, reason_code = $4, reason_text = $5, attempt = assets.attempt + $6, state_since = now(), claimed = false,
         lease_token = NULL, lease_until = NULL, failures = 0, deaths = 0, nudges = 0, blocked_reason = NULL, progress_done = NULL, progress_total = NULL,
         next_try_at = now() + make_interval(secs => $7::float8), deadline_at = now() + make_interval(secs => $8::float8 + $9::float8 * declared_size / 1e6)${columns.map((c) => `, ${c}`).join('')}
       WHERE id = $1 AND state = ANY($2)
         AND ($10::integer IS NULL OR (attempt = $10 AND lease_token = $11::uuid))
       RETURNING new.*, old.state AS old_state, old.attempt AS old_attempt, greatest(1, old.failures + old.deaths) AS tries, extract(epoch FROM now() - old.state_since)::float8 AS spent`,
      params,
    );
    if (moved === null) return null;
    const event = move.event ?? rule.event;
    if (event !== null) await this.publish(manager, event, moved, move.actor ?? MEDIA_ITSELF);
    if (rule.job !== null) await this.sendJob(manager, moved);
    await this.keepExit(manager, move, moved);
    countMove(moved.old_state, move.to, moved.spent);
    return moved;
  }

  /** The job of the state that an asset is in. */
  async sendJob(manager: EntityManager, asset: Pick<AssetRow, 'id' | 'state' | 'attempt'>): Promise<void> {
    const payload = { assetId: asset.id, attempt: asset.attempt };
    switch (LIFE_CYCLE[asset.state].job) {
      case 'checksum': await this.outbox.job(manager, ChecksumJob, payload); break;
      case 'scan': await this.outbox.job(manager, ScanJob, payload); break;
      case 'process': await this.outbox.job(manager, ProcessJob, payload); break;
      case 'delete': await this.outbox.job(manager, DeleteJob, { ...payload, what: 'everything' }); break;
      case null: break;
    }
  }

  /**
   * Sends the work of the state that an asset is in (again), without whoever had it before.
   *
   * @param how `nextTry` in seconds; `set`: what else changes, as SQL
   */
  async again(manager: EntityManager, id: string, how: { readonly newAttempt: boolean; readonly nextTry: number; readonly set: string }): Promise<void> {
    const sent = await row<AssetRow>(
      manager,
      `UPDATE assets SET attempt = attempt + $2, claimed = claimed AND $2 = 0, lease_token = NULL, lease_until = NULL, progress_done = NULL,
         next_try_at = now() + make_interval(secs => $3::float8), ${how.set} WHERE id = $1 RETURNING *`,
      [id, how.newAttempt ? 1 : 0, how.nextTry],
    );
    if (sent !== null) await this.sendJob(manager, sent);
  }

  async sendRenditionDeletion(manager: EntityManager, assetId: string, revision: number): Promise<void> {
    await this.outbox.job(manager, DeleteJob, { assetId, attempt: revision, what: 'renditions' });
  }

  /** A history row without a change of state: a reminder, a wait. Takes the row's own reason. */
  async note(manager: EntityManager, assetId: string): Promise<void> {
    await manager.query(
      `WITH line AS (SELECT pg_advisory_xact_lock(hashtextextended('asset_history:' || owner_id, 0)), id, owner_id, state, reason_code, reason_text FROM assets WHERE id = $1),
         noted AS (INSERT INTO asset_history (asset_id, owner_id, state, reason_code, reason_text) SELECT id, owner_id, state, reason_code, reason_text FROM line RETURNING owner_id)
       SELECT pg_notify('media_assets', owner_id::text) FROM noted`,
      [assetId],
    );
  }

  /** A video over which a step gave up is work that failed, though its last job ended in good order: whoever looks for that finds it. */
  private async keepExit(manager: EntityManager, move: Move, { id, old_state: from, old_attempt: attempt, tries }: { id: string; old_state: AssetState; old_attempt: number; tries: number }): Promise<void> {
    if (!isWorking(from) || move.to !== EXITS[from].to || move.reason?.code !== EXITS[from].why) return;
    const contract = { checking: ChecksumJob, scanning: ScanJob, processing: ProcessJob }[from];
    const payload = { assetId: id, attempt };
    await keepFailedJob(manager, { queue: contract.queue, name: contract.name, jobId: contract.jobId(payload), payload, attempts: tries, kind: 'gave-up' });
  }

  private async publish(manager: EntityManager, type: EventType, asset: AssetRow, actor: Actor): Promise<void> {
    await this.outbox.event(manager, type as 'practika.media.asset.ready.v1', {
      subject: `asset/${asset.id}`, actor,
      data: { assetId: asset.id, ownerId: asset.owner_id, state: asset.state, durationMs: numberOf(asset.duration_ms) },
    });
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { row, rows } from '@practika/database';
import { DataSource, type EntityManager } from 'typeorm';
import { countRepair } from '../assets/asset.metrics.js';
import type { AssetRow } from '../assets/asset.row.js';
import { ASSET_STATES, EXITS, isWorking, LIFE_CYCLE, MAX_DEATHS, MAX_FAILURES, type Working } from '../assets/asset.state.js';
import { reason } from '../assets/asset.words.js';
import { FIRST_NUDGE, TransitionRepository, type Move } from '../assets/typeorm-transition.repository.js';
import { ReconcilerRepository } from './reconciler.repository.js';

/** Seconds between two wake-ups of one asset, at most. */
const NUDGE_MAX = 60;
/** Seconds. A lease counts as dead this long after its end, so that a heartbeat that is a little late is not cut off. */
const LEASE_GRACE = 2;
/** Days until the next reminder. */
const REMIND_AGAIN = 13;

/** Handled with the upload that they belong to. */
const WITH_UPLOAD = ASSET_STATES.filter((s) => LIFE_CYCLE[s].onDeadline === 'expire');

@Injectable()
export class TypeormReconcilerRepository extends ReconcilerRepository {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TransitionRepository) private readonly transitions: TransitionRepository,
  ) {
    super();
  }

  async alone(what: 'rows' | 'uploads', work: () => Promise<void>): Promise<boolean> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const [lock] = (await runner.query(`SELECT pg_try_advisory_lock(hashtext('media-reconciler-' || $1)) AS got`, [what])) as { got: boolean }[];
      if (lock?.got !== true) return false;
      try {
        await work();
      } finally {
        await runner.query(`SELECT pg_advisory_unlock(hashtext('media-reconciler-' || $1))`, [what]);
      }
      return true;
    } finally {
      await runner.release();
    }
  }

  wakeWaiting(limit: number): Promise<number> {
    return this.each('waiting', `lease_token IS NULL AND next_try_at < now() AND state = ANY($1)`, [ASSET_STATES.filter((s) => LIFE_CYCLE[s].job !== null)], 'next_try_at', limit, async (manager, asset) => {
      // The same job again does nothing where the queue still has it. Where the queue has worked it off (claimed), or may
      // keep it as failed (now and then), only a new attempt is a new job.
      const spent = asset.claimed || (asset.nudges >= 8 && Number.isInteger(Math.log2(asset.nudges)));
      await this.transitions.again(manager, asset.id, { newAttempt: spent, nextTry: Math.min(NUDGE_MAX, FIRST_NUDGE * 2 ** asset.nudges), set: 'nudges = nudges + 1' });
    });
  }

  takeOverDead(limit: number): Promise<number> {
    return this.each('dead lease', `lease_token IS NOT NULL AND lease_until < now() - make_interval(secs => ${LEASE_GRACE})`, [], 'lease_until', limit, async (manager, asset) => {
      if (isWorking(asset.state) && asset.deaths + 1 >= MAX_DEATHS) await this.exit(manager, asset, asset.state);
      else await this.transitions.again(manager, asset.id, { newAttempt: true, nextTry: FIRST_NUDGE, set: 'deaths = deaths + 1' });
    });
  }

  passDeadlines(limit: number): Promise<number> {
    return this.each('deadline', `deadline_at < now() AND state <> ALL($1)`, [WITH_UPLOAD], 'deadline_at', limit, async (manager, asset) => {
      switch (LIFE_CYCLE[asset.state].onDeadline) {
        case 'again': return this.lateWork(manager, asset);
        case 'remind': return this.remind(manager, asset);
        case 'reject': return this.move(manager, asset, { to: 'rejected', reason: reason('quarantine-expired') });
        case 'delete': return this.move(manager, asset, { to: 'deleting', reason: reason('retention-over') });
        case 'sweep': return this.sweep(manager, asset);
        case 'expire': case 'nothing': return this.extend(manager, asset, 86_400);
      }
    });
  }

  async resendRenditionDeletions(limit: number): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const doomed = await rows<{ asset_id: string; revision: number }>(
        manager,
        `SELECT DISTINCT r.asset_id, floor(extract(epoch FROM now()) / 60)::integer AS revision FROM renditions r JOIN assets a ON a.id = r.asset_id
         WHERE r.doomed_at < now() - interval '60 seconds' AND a.state NOT IN ('deleting', 'deleted') LIMIT $1`, [limit],
      );
      for (const { asset_id: id, revision } of doomed) await this.transitions.sendRenditionDeletion(manager, id, revision);
      countRepair('rendition deletion', doomed.length);
      return doomed.length;
    });
  }

  async backlog(): Promise<readonly { state: string; count: number; oldest: number }[]> {
    return rows(this.dataSource, `SELECT state, count(*)::integer AS count, coalesce(extract(epoch FROM now() - min(state_since)), 0)::float8 AS oldest FROM assets GROUP BY state`);
  }

  /** Looks first, then locks and looks again: what a worker moved meanwhile is left alone. */
  private async each(what: string, condition: string, params: readonly unknown[], order: string, limit: number, act: (manager: EntityManager, asset: Candidate) => Promise<void>): Promise<number> {
    const found = await rows<{ id: string }>(this.dataSource, `SELECT id FROM assets WHERE ${condition} ORDER BY ${order} LIMIT ${limit}`, params);
    let done = 0;
    for (const { id } of found) {
      done += await this.dataSource.transaction(async (manager) => {
        const asset = await row<Candidate>(manager, `SELECT * FROM assets WHERE ${condition} AND id = $${params.length + 1} FOR UPDATE SKIP LOCKED`, [...params, id]);
        if (asset === null) return 0;
        await act(manager, asset);
        return 1;
      });
    }
    countRepair(what, done);
    return done;
  }

  /** A worker that is alive but took longer than the state may last has failed; waiting in line is no failure. */
  private async lateWork(manager: EntityManager, asset: Candidate): Promise<void> {
    const { state } = asset;
    const failed = asset.lease_token !== null && asset.blocked_reason === null;
    if (failed && isWorking(state) && asset.failures + 1 >= MAX_FAILURES[state]) return this.exit(manager, asset, state);
    await this.extend(manager, asset, (LIFE_CYCLE[state].deadline?.base ?? 0) + ((LIFE_CYCLE[state].deadline?.perMegabyte ?? 0) * Number(asset.declared_size)) / 1e6);
    if (failed || state === 'deleting') await this.transitions.again(manager, asset.id, { newAttempt: true, nextTry: FIRST_NUDGE, set: failed ? 'failures = failures + 1' : 'nudges = 0' });
  }

  private exit(manager: EntityManager, asset: Candidate, from: Working): Promise<void> {
    return this.move(manager, asset, { to: EXITS[from].to, from: [from], reason: reason(EXITS[from].why) });
  }

  private async move(manager: EntityManager, asset: Candidate, move: Omit<Move, 'id'>): Promise<void> {
    await this.transitions.move(manager, { ...move, id: asset.id, newAttempt: true });
  }

  /** Nothing of a person's is deleted without notice, and this version cannot give one: it reminds, and waits on. */
  private async remind(manager: EntityManager, asset: Candidate): Promise<void> {
    const { code, text } = reason(asset.state === 'failed' ? 'failed-reminder' : 'consent-reminder');
    await manager.query('UPDATE assets SET reason_code = $2, reason_text = $3 WHERE id = $1', [asset.id, code, text]);
    await this.transitions.note(manager, asset.id);
    await this.extend(manager, asset, REMIND_AGAIN * 86_400);
  }

  private async sweep(manager: EntityManager, asset: Candidate): Promise<void> {
    await manager.query(`UPDATE assets SET attempt = attempt + 1, deadline_at = now() + interval '1 hour' WHERE id = $1`, [asset.id]);
    await this.transitions.sendJob(manager, { id: asset.id, state: 'deleting', attempt: asset.attempt + 1 });
  }

  private async extend(manager: EntityManager, asset: Candidate, seconds: number): Promise<void> {
    await manager.query('UPDATE assets SET deadline_at = now() + make_interval(secs => $2::float8) WHERE id = $1', [asset.id, seconds]);
  }
}

interface Candidate extends AssetRow {
  readonly claimed: boolean;
  readonly nudges: number;
}

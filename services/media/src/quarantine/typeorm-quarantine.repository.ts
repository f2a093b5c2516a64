import { Inject, Injectable } from '@nestjs/common';
import { row, rows } from '@practika/database';
import { DataSource, type EntityManager } from 'typeorm';
import { reason as because } from '../assets/asset.words.js';
import { TransitionRepository } from '../assets/typeorm-transition.repository.js';
import { APPROVALS_NEEDED, type Approval, QuarantineRepository, type Review } from './quarantine.repository.js';

interface Held {
  readonly owner_id: string;
  readonly attempt: number;
}

@Injectable()
export class TypeormQuarantineRepository extends QuarantineRepository {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TransitionRepository) private readonly transitions: TransitionRepository,
  ) {
    super();
  }

  async approvals(assetIds: readonly string[]): Promise<readonly Approval[]> {
    if (assetIds.length === 0) return [];
    const found = await rows<{ asset_id: string; reviewer_id: string; at: Date; reason: string }>(
      this.dataSource, `SELECT r.asset_id, r.reviewer_id, r.at, r.reason FROM quarantine_reviews r JOIN assets a ON a.id = r.asset_id AND a.attempt = r.attempt
        WHERE r.asset_id = ANY($1) AND r.decision = 'release' ORDER BY r.at`, [assetIds],
    );
    return found.map((one) => ({ assetId: one.asset_id, reviewerId: one.reviewer_id, at: one.at, reason: one.reason }));
  }

  approve(review: Review): Promise<{ approvals: number; repeated: boolean } | null> {
    return this.dataSource.transaction(async (manager) => {
      const held = await this.lock(manager, review.assetId);
      if (held === null) return null;
      const repeated = !(await this.keep(manager, held, review, 'release'));
      // Approvals count for one stay in quarantine: the next one has a higher attempt and begins at nothing.
      const counted = await row<{ approvals: string }>(
        manager, `SELECT count(DISTINCT reviewer_id) AS approvals FROM quarantine_reviews WHERE asset_id = $1 AND attempt = $2 AND decision = 'release'`, [review.assetId, held.attempt],
      );
      const approvals = Number(counted?.approvals ?? 0);
      if (!repeated && approvals >= APPROVALS_NEEDED) {
        await this.transitions.move(manager, {
          id: review.assetId, to: 'checking', from: ['quarantined'], newAttempt: true, reason: because('released'), event: 'practika.media.asset.released.v1',
          set: { released_from_quarantine: true }, actor: { kind: 'admin', pseudonym: review.reviewerId },
        });
      }
      return { approvals, repeated };
    });
  }

  reject(review: Review): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const held = await this.lock(manager, review.assetId);
      if (held === null) return false;
      await this.keep(manager, held, review, 'reject');
      await this.transitions.move(manager, {
        id: review.assetId, to: 'rejected', from: ['quarantined'], newAttempt: true, reason: because('rejected-by-review'), actor: { kind: 'admin', pseudonym: review.reviewerId },
      });
      return true;
    });
  }

  private lock(manager: EntityManager, assetId: string): Promise<Held | null> {
    return row<Held>(manager, `SELECT owner_id, attempt FROM assets WHERE id = $1 AND state = 'quarantined' FOR UPDATE`, [assetId]);
  }

  /** False when this person has decided the same before. */
  private async keep(manager: EntityManager, held: Held, review: Review, decision: 'release' | 'reject'): Promise<boolean> {
    const kept = await row(
      manager,
      `INSERT INTO quarantine_reviews (asset_id, owner_id, reviewer_id, attempt, decision, reason) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING RETURNING id`,
      [review.assetId, held.owner_id, review.reviewerId, held.attempt, decision, review.reason],
    );
    return kept !== null;
  }
}

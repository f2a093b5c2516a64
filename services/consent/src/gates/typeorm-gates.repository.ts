import { Injectable } from '@nestjs/common';
import { prepared, row, touched, uuidv7 } from '@practika/database';
import { DataSource } from 'typeorm';
import { type GateAnswer, type GateQuestion, GatesRepository, type PermitGiven } from './gates.repository.js';

/** Seconds that an answer may be kept. */
const ANSWER_LIFETIME = 30;
/** Seconds: what a withdrawal waits at most. */
const PERMIT_LIFETIME = 5;

interface CheckRow {
  readonly allow: boolean | null;
  readonly epoch: string | null;
  readonly record_id: string | null;
  readonly valid_until: Date;
}

@Injectable()
export class TypeormGatesRepository extends GatesRepository {
  private readonly checkQuery: (params: readonly unknown[]) => Promise<CheckRow[]>;

  constructor(private readonly dataSource: DataSource) {
    super();
    this.checkQuery = prepared<CheckRow>(
      dataSource, 'gate-check',
      `SELECT s.state = 'given' AND (s.expires_at IS NULL OR s.expires_at > now()) AS allow, s.epoch, s.record_id,
         least(now() + interval '${ANSWER_LIFETIME} seconds', CASE WHEN s.expires_at > now() THEN s.expires_at END) AS valid_until
       FROM (SELECT 1) AS one LEFT JOIN consent_states s ON s.subject_id = $1 AND s.purpose = $2 AND s.recipient = $3`,
    );
  }

  async check({ subjectId, purpose, recipient }: GateQuestion): Promise<GateAnswer> {
    const [found] = await this.checkQuery([subjectId, purpose, recipient ?? '']);
    if (found === undefined) throw new Error('a query over one row gave none');
    return { allow: found.allow === true, epoch: Number(found.epoch ?? 0), recordId: found.record_id, validUntil: found.valid_until };
  }

  /**
   * FOR SHARE is the whole race: a withdrawal that is committing makes this wait and then see it (no row, no permit);
   * one that begins later waits for this insert to commit and then finds the permit.
   */
  async takePermit({ subjectId, purpose, recipient }: GateQuestion): Promise<PermitGiven | null> {
    const found = await row<{ permit_id: string; epoch: string; record_id: string; expires_at: Date }>(
      this.dataSource,
      `WITH consent AS MATERIALIZED (
         SELECT epoch, record_id FROM consent_states
         WHERE subject_id = $2 AND purpose = $3 AND recipient = $4 AND state = 'given' AND (expires_at IS NULL OR expires_at > clock_timestamp())
         FOR SHARE
       ), permit AS (
         INSERT INTO consent_permits (permit_id, subject_id, purpose, recipient, epoch, expires_at)
         SELECT $1, $2, $3, $4, epoch, clock_timestamp() + interval '${PERMIT_LIFETIME} seconds' FROM consent
         RETURNING permit_id, epoch, expires_at
       ) SELECT permit.*, consent.record_id FROM permit, consent`,
      [uuidv7(), subjectId, purpose, recipient ?? ''],
    );
    return found === null ? null : { permitId: found.permit_id, epoch: Number(found.epoch), recordId: found.record_id, expiresAt: found.expires_at };
  }

  async returnPermit(permitId: string): Promise<void> {
    await touched(this.dataSource, `DELETE FROM consent_permits WHERE permit_id = $1`, [permitId]);
  }

  clearEnded(): Promise<number> {
    return touched(this.dataSource, `DELETE FROM consent_permits WHERE expires_at < now() - interval '1 minute'`);
  }
}

import { Injectable } from '@nestjs/common';
import { row, rows, touched } from '@practika/database';
import { DataSource } from 'typeorm';
import type { Purpose } from '../notices/purposes.js';
import { EffectsRepository, type OpenEffect } from './effects.repository.js';

interface EffectRow {
  readonly record_id: string;
  readonly subject_id: string;
  readonly purpose: Purpose;
  readonly recipient: string;
  readonly epoch: string;
}

/** Seconds: first gap between tries, doubling up to the last. */
const FIRST_GAP = 5;
const LAST_GAP = 300;
const COLUMNS = 'record_id, subject_id, purpose, recipient, epoch';

const toEffect = (found: EffectRow): OpenEffect => ({
  recordId: found.record_id, subjectId: found.subject_id, purpose: found.purpose, recipient: found.recipient === '' ? null : found.recipient, epoch: Number(found.epoch),
});

@Injectable()
export class TypeormEffectsRepository extends EffectsRepository {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async open(recordId: string): Promise<OpenEffect | null> {
    const found = await row<EffectRow>(this.dataSource, `SELECT ${COLUMNS} FROM consent_effects WHERE record_id = $1 AND effective_at IS NULL`, [recordId]);
    return found === null ? null : toEffect(found);
  }

  async openPermitsFor(effect: OpenEffect): Promise<number> {
    // By epoch: who gives the consent again meanwhile does not hold up the withdrawal before it.
    const found = await row<{ ms: string | null }>(
      this.dataSource,
      `SELECT ceil(extract(epoch FROM max(expires_at) - clock_timestamp()) * 1000) AS ms FROM consent_permits
       WHERE subject_id = $1 AND purpose = $2 AND recipient = $3 AND epoch < $4 AND expires_at > clock_timestamp()`,
      [effect.subjectId, effect.purpose, effect.recipient ?? '', effect.epoch],
    );
    return found?.ms == null ? 0 : Math.max(1, Number(found.ms));
  }

  async settle(recordId: string): Promise<void> {
    await touched(this.dataSource, `UPDATE consent_effects SET effective_at = now() WHERE record_id = $1 AND effective_at IS NULL`, [recordId]);
  }

  async claimDue(limit: number): Promise<readonly OpenEffect[]> {
    const due = await rows<EffectRow>(
      this.dataSource,
      `UPDATE consent_effects SET tries = tries + 1, next_try_at = now() + least($2 * power(2, least(tries, 10)), $3) * interval '1 second'
       WHERE record_id IN (SELECT record_id FROM consent_effects WHERE effective_at IS NULL AND next_try_at <= now() ORDER BY next_try_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING ${COLUMNS}`,
      [limit, FIRST_GAP, LAST_GAP],
    );
    return due.map(toEffect);
  }
}

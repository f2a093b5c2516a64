import { Injectable } from '@nestjs/common';
import { row, rows } from '@practika/database';
import { DomainError } from '@practika/problems';
import type { Tx } from '../transactions/transactions.js';

/** Whose own claim does not count against them. */
export interface Claimant {
  readonly userId: string | null;
  readonly emailKey: string | null;
}

/** A user name is held by a person or by a sign-up that waits: two tables, so a lock on the name stands in for a constraint. */
@Injectable()
export class UserNamesRepository {
  /**
   * Keeps the name for this transaction.
   *
   * @throws username-taken
   */
  async claim(tx: Tx, username: string, claimant: Claimant): Promise<void> {
    await rows(tx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 1))`, [username]);
    const held = await row<{ held: boolean }>(
      tx,
      `SELECT EXISTS (SELECT 1 FROM users WHERE username = $1 AND id IS DISTINCT FROM $2::uuid)
           OR EXISTS (SELECT 1 FROM sign_ups WHERE username = $1 AND email_key IS DISTINCT FROM $3::text AND expires_at > now()) AS held`,
      [username, claimant.userId, claimant.emailKey],
    );
    if (held?.held === true) throw new DomainError('username-taken');
  }
}

import { Injectable } from '@nestjs/common';
import { row, rows, touched, uuidv7 } from '@practika/database';
import type { Tx } from '../transactions/transactions.js';

const VALID = `used_at IS NULL AND expires_at > now()`;

@Injectable()
export class PasswordResetsRepository {
  /** @param ownerId a person, or for an unknown address an id of nobody */
  async insert(tx: Tx, ownerId: string, tokenHash: string): Promise<void> {
    await rows(tx, `INSERT INTO password_resets (id, owner_id, token_hash, expires_at) VALUES ($1, $2, $3, now() + interval '30 minutes')`, [uuidv7(), ownerId, tokenHash]);
  }

  async findOwner(on: Tx, tokenHash: string): Promise<string | null> {
    return (await row<{ owner_id: string }>(on, `SELECT owner_id FROM password_resets WHERE token_hash = $1 AND ${VALID}`, [tokenHash]))?.owner_id ?? null;
  }

  /** Of two who use a link at once, one gets true. */
  async use(tx: Tx, tokenHash: string): Promise<boolean> {
    return (await touched(tx, `UPDATE password_resets SET used_at = now() WHERE token_hash = $1 AND ${VALID}`, [tokenHash])) === 1;
  }

  /** Ends a person's other links. */
  async useAll(tx: Tx, ownerId: string): Promise<void> {
    await touched(tx, `UPDATE password_resets SET used_at = now() WHERE owner_id = $1 AND used_at IS NULL`, [ownerId]);
  }

  purge(on: Tx): Promise<number> {
    return touched(on, `DELETE FROM password_resets WHERE expires_at < now() - interval '1 day'`);
  }
}

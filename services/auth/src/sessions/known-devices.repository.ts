import { Injectable } from '@nestjs/common';
import { row, rows, touched } from '@practika/database';
import type { Tx } from '../transactions/transactions.js';

/** Browsers that signed in to an account before, by the hash of a cookie that is used for this alone. */
@Injectable()
export class KnownDevicesRepository {
  /** @param ownerId null where the account is unknown: the look-up is done all the same */
  async isKnown(on: Tx, ownerId: string | null, tokenHash: string): Promise<boolean> {
    return (await row(on, `SELECT 1 FROM known_devices WHERE owner_id = $1::uuid AND token_hash = $2 AND expires_at > now()`, [ownerId, tokenHash])) !== null;
  }

  async remember(tx: Tx, ownerId: string, tokenHash: string): Promise<void> {
    await rows(
      tx,
      `INSERT INTO known_devices (owner_id, token_hash, expires_at) VALUES ($1, $2, now() + interval '1 year')
       ON CONFLICT (owner_id, token_hash) DO UPDATE SET expires_at = excluded.expires_at`,
      [ownerId, tokenHash],
    );
  }

  /** Whoever knew the former password may have left a device behind. */
  async forgetAll(tx: Tx, ownerId: string, exceptHash: string | null): Promise<void> {
    await touched(tx, `DELETE FROM known_devices WHERE owner_id = $1 AND token_hash IS DISTINCT FROM $2`, [ownerId, exceptHash]);
  }

  purge(on: Tx): Promise<number> {
    return touched(on, `DELETE FROM known_devices WHERE expires_at <= now()`);
  }
}

import { Injectable } from '@nestjs/common';
import { row, rows, touched } from '@practika/database';
import type { Tx } from '../transactions/transactions.js';
import { emailKey } from './email-address.js';

export interface SignUp {
  readonly ownerId: string;
  readonly email: string;
  readonly username: string;
  readonly displayName: string;
  readonly passwordHash: string;
}

const COLUMNS = `owner_id AS "ownerId", email, username, display_name AS "displayName", password_hash AS "passwordHash"`;

@Injectable()
export class SignUpsRepository {
  /**
   * Writes the sign-up of an address in place of an earlier one: a link verifies the names and the password that were
   * given with it, never those of somebody who had typed the address before.
   *
   * @param keep leaves an earlier one as it is, for when no mail will go out
   */
  async replace(tx: Tx, signUp: SignUp, tokenHash: string, keep: boolean): Promise<void> {
    await touched(tx, `DELETE FROM sign_ups WHERE expires_at <= now() AND (email_key = $1 OR username = $2)`, [emailKey(signUp.email), signUp.username]);
    await rows(
      tx,
      `INSERT INTO sign_ups (id, owner_id, email, email_key, username, display_name, password_hash, token_hash, token_expires_at, expires_at)
       VALUES ($1, $1, $2, $3, $4, $5, $6, $7, now() + interval '24 hours', now() + interval '7 days')
       ON CONFLICT (email_key) DO UPDATE SET
         email = excluded.email, username = excluded.username, display_name = excluded.display_name, password_hash = excluded.password_hash,
         token_hash = excluded.token_hash, token_expires_at = excluded.token_expires_at, expires_at = excluded.expires_at
       WHERE NOT $8::boolean`,
      [signUp.ownerId, signUp.email, emailKey(signUp.email), signUp.username, signUp.displayName, signUp.passwordHash, tokenHash, keep],
    );
  }

  /**
   * Gives a waiting sign-up another link, unless `keep`: then the statement runs and changes nothing.
   *
   * @returns null when nobody waits under this address
   */
  renewLink(tx: Tx, email: string, tokenHash: string, keep: boolean): Promise<SignUp | null> {
    return row<SignUp>(
      tx,
      `UPDATE sign_ups SET token_hash = $2, token_expires_at = now() + interval '24 hours'
       WHERE email_key = $1 AND expires_at > now() AND NOT $3::boolean AND NOT EXISTS (SELECT 1 FROM users WHERE email_key = $1)
       RETURNING ${COLUMNS}`,
      [emailKey(email), tokenHash, keep],
    );
  }

  /** Takes the sign-up of a link; the second taker finds nothing. With its end the sign-up lost its user name, so a link renewed shortly before ends then, too. */
  take(tx: Tx, tokenHash: string): Promise<SignUp | null> {
    return row<SignUp>(tx, `DELETE FROM sign_ups WHERE token_hash = $1 AND token_expires_at > now() AND expires_at > now() RETURNING ${COLUMNS}`, [tokenHash]);
  }

  /** For an address that got its account another way. */
  async forget(tx: Tx, email: string): Promise<void> {
    await touched(tx, `DELETE FROM sign_ups WHERE email_key = $1`, [emailKey(email)]);
  }

  purge(tx: Tx): Promise<number> {
    return touched(tx, `DELETE FROM sign_ups WHERE expires_at <= now()`);
  }
}

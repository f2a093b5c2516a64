import { Injectable } from '@nestjs/common';
import { row, rows, touched } from '@practika/database';
import type { Role } from '@practika/identity';
import { emailKey } from '../accounts/email-address.js';
import type { Tx } from '../transactions/transactions.js';

export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const COLUMNS = `id, email, role, created_at AS "createdAt", expires_at AS "expiresAt"`;
const OPEN = `closed_at IS NULL AND expires_at > now()`;

@Injectable()
export class InvitationsRepository {
  find(on: Tx, ownerId: string, id: string): Promise<Invitation | null> {
    return row<Invitation>(on, `SELECT ${COLUMNS} FROM invitations WHERE id = $1 AND owner_id = $2`, [id, ownerId]);
  }

  /** Serialises whoever invites one address, then closes the address's former invitation. */
  async closeOpen(tx: Tx, email: string): Promise<void> {
    await rows(tx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 2))`, [emailKey(email)]);
    await touched(tx, `UPDATE invitations SET closed_at = now() WHERE email_key = $1 AND closed_at IS NULL`, [emailKey(email)]);
  }

  async insert(tx: Tx, invitation: { readonly id: string; readonly ownerId: string; readonly email: string; readonly role: Role; readonly tokenHash: string }): Promise<Invitation> {
    const { id, ownerId, email, role, tokenHash } = invitation;
    const made = await row<Invitation>(
      tx,
      `INSERT INTO invitations (id, owner_id, email, email_key, role, token_hash, expires_at) VALUES ($1, $2, $3, $4, $5, $6, now() + interval '7 days') RETURNING ${COLUMNS}`,
      [id, ownerId, email, emailKey(email), role, tokenHash],
    );
    if (made === null) throw new Error('INSERT gave no row');
    return made;
  }

  findOpen(on: Tx, tokenHash: string): Promise<Invitation | null> {
    return row<Invitation>(on, `SELECT ${COLUMNS} FROM invitations WHERE token_hash = $1 AND ${OPEN}`, [tokenHash]);
  }

  /** Of two who use a link at once, one gets true. */
  async close(tx: Tx, id: string): Promise<boolean> {
    return (await touched(tx, `UPDATE invitations SET closed_at = now() WHERE id = $1 AND ${OPEN}`, [id])) === 1;
  }

  /** Addresses of people who never came are not kept. */
  purge(on: Tx): Promise<number> {
    return touched(on, `DELETE FROM invitations WHERE expires_at < now() - interval '1 day' OR closed_at < now() - interval '1 day'`);
  }
}

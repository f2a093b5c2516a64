import { Injectable } from '@nestjs/common';
import { row, rows, touched } from '@practika/database';
import type { Role } from '@practika/identity';
import type { Tx } from '../transactions/transactions.js';
import { emailKey } from './email-address.js';
import type { User, UserStatus } from './user.js';

const COLUMNS = `u.id, u.email, u.username, u.display_name AS "displayName", u.role, u.status, u.leaving, u.version,
  u.email_verified_at AS "emailVerifiedAt", u.created_at AS "createdAt"`;

export interface NewUser {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly passwordHash: string;
}

export interface UserFilter {
  readonly search: string | null;
  readonly role: Role | null;
  readonly status: UserStatus | null;
}

export type UserWithHash = User & { readonly passwordHash: string };

@Injectable()
export class UsersRepository {
  find(on: Tx, id: string): Promise<User | null> {
    return row<User>(on, `SELECT ${COLUMNS} FROM users u WHERE u.id = $1`, [id]);
  }

  /** Waits for other changes of the same person. */
  findForUpdate(tx: Tx, id: string): Promise<User | null> {
    return row<User>(tx, `SELECT ${COLUMNS} FROM users u WHERE u.id = $1 FOR UPDATE`, [id]);
  }

  findByAddress(on: Tx, email: string): Promise<User | null> {
    return row<User>(on, `SELECT ${COLUMNS} FROM users u WHERE u.email_key = $1`, [emailKey(email)]);
  }

  /** By address or user name: user names contain no @, so the two never meet. */
  findByIdentifier(on: Tx, identifier: string): Promise<UserWithHash | null> {
    return row<UserWithHash>(
      on,
      `SELECT ${COLUMNS}, c.password_hash AS "passwordHash" FROM users u JOIN credentials c ON c.owner_id = u.id WHERE u.email_key = $1 OR u.username = $1`,
      [emailKey(identifier)],
    );
  }

  findWithHash(on: Tx, id: string): Promise<UserWithHash | null> {
    return row<UserWithHash>(on, `SELECT ${COLUMNS}, c.password_hash AS "passwordHash" FROM users u JOIN credentials c ON c.owner_id = u.id WHERE u.id = $1`, [id]);
  }

  /**
   * Whether the person may still sign in with what was verified a moment ago. Holds the password until the transaction
   * ends, so that no session of a former password slips in beside its change.
   */
  async holdPassword(tx: Tx, id: string, passwordHash: string): Promise<boolean> {
    const held = await row(
      tx,
      `SELECT 1 FROM credentials c JOIN users u ON u.id = c.owner_id WHERE c.owner_id = $1 AND c.password_hash = $2 AND u.status = 'active' FOR UPDATE OF c FOR SHARE OF u`,
      [id, passwordHash],
    );
    return held !== null;
  }

  /** @returns false when the address has an account meanwhile */
  async insert(tx: Tx, user: NewUser): Promise<boolean> {
    const made = await row(
      tx,
      `INSERT INTO users (id, email, email_key, username, display_name, role, email_verified_at) VALUES ($1, $2, $3, $4, $5, $6, now())
       ON CONFLICT (email_key) DO NOTHING RETURNING id`,
      [user.id, user.email, emailKey(user.email), user.username, user.displayName, user.role],
    );
    if (made === null) return false;
    await rows(tx, `INSERT INTO credentials (owner_id, password_hash) VALUES ($1, $2)`, [user.id, user.passwordHash]);
    return true;
  }

  async setPassword(tx: Tx, id: string, passwordHash: string): Promise<void> {
    await touched(tx, `UPDATE credentials SET password_hash = $2, changed_at = now() WHERE owner_id = $1`, [id, passwordHash]);
  }

  /** Renews the hash of the same password. */
  async rehash(tx: Tx, id: string, from: string, to: string): Promise<void> {
    await touched(tx, `UPDATE credentials SET password_hash = $3 WHERE owner_id = $1 AND password_hash = $2`, [id, from, to]);
  }

  async updateProfile(tx: Tx, id: string, profile: { readonly username: string; readonly displayName: string }): Promise<User> {
    return one(await row<User>(
      tx,
      `UPDATE users u SET username = $2, display_name = $3, version = version + 1, updated_at = now() WHERE id = $1 RETURNING ${COLUMNS}`,
      [id, profile.username, profile.displayName],
    ));
  }

  async updateStanding(tx: Tx, id: string, standing: { readonly role: Role; readonly status: UserStatus }): Promise<User> {
    return one(await row<User>(
      tx,
      `UPDATE users u SET role = $2, status = $3, version = version + 1, updated_at = now() WHERE id = $1 RETURNING ${COLUMNS}`,
      [id, standing.role, standing.status],
    ));
  }

  /** Newest first; `before` is the id of the last one seen. */
  list(on: Tx, filter: UserFilter, limit: number, before: string | null): Promise<User[]> {
    const pattern = filter.search === null ? null : `%${filter.search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    return rows<User>(
      on,
      `SELECT ${COLUMNS} FROM users u
       WHERE ($1::uuid IS NULL OR u.id < $1) AND ($2::text IS NULL OR u.role = $2) AND ($3::text IS NULL OR u.status = $3)
         AND ($4::text IS NULL OR u.email_key LIKE $4 OR u.username LIKE $4 OR lower(u.display_name) LIKE $4)
       ORDER BY u.id DESC LIMIT $5`,
      [before, filter.role, filter.status, pattern, limit],
    );
  }

  /** Locks every active administrator, in one order, so that two who demote each other take turns. */
  lockActiveAdmins(tx: Tx): Promise<{ readonly id: string }[]> {
    return rows<{ id: string }>(tx, `SELECT id FROM users WHERE role = 'admin' AND status = 'active' ORDER BY id FOR UPDATE`);
  }

  displayNames(on: Tx, ids: readonly string[]): Promise<{ readonly id: string; readonly displayName: string }[]> {
    return rows<{ id: string; displayName: string }>(on, `SELECT id, display_name AS "displayName" FROM users WHERE id = ANY($1::uuid[]) ORDER BY id`, [ids]);
  }
}

function one<T>(found: T | null): T {
  if (found === null) throw new Error('the person was locked a moment ago and is gone');
  return found;
}

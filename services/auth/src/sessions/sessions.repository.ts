import { Injectable } from '@nestjs/common';
import { row, rows, touched } from '@practika/database';
import type { Tx } from '../transactions/transactions.js';
import { ABSOLUTE_SECONDS, type Session } from './session.js';

const LIVE = `revoked_at IS NULL AND ends_at > now() AND last_seen_at + make_interval(secs => idle_seconds) > now()`;
const COLUMNS = `id, created_at AS "createdAt", last_seen_at AS "lastSeenAt", device, ip_prefix AS "ipPrefix",
  least(ends_at, last_seen_at + make_interval(secs => idle_seconds)) AS "expiresAt"`;

export interface NewSession {
  readonly id: string;
  readonly ownerId: string;
  readonly tokenHash: string;
  readonly device: string;
  readonly ipPrefix: string;
  readonly idleSeconds: number;
}

/** All times are the database's: processes whose clocks differ must agree on when a session ends. */
@Injectable()
export class SessionsRepository {
  async insert(tx: Tx, session: NewSession): Promise<Session> {
    const made = await row<Session>(
      tx,
      `INSERT INTO sessions (id, owner_id, token_hash, device, ip_prefix, idle_seconds, ends_at)
       VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => ${ABSOLUTE_SECONDS})) RETURNING ${COLUMNS}`,
      [session.id, session.ownerId, session.tokenHash, session.device, session.ipPrefix, session.idleSeconds],
    );
    if (made === null) throw new Error('INSERT gave no row');
    return made;
  }

  /** Newest first; `before` is the id of the last one seen. */
  list(on: Tx, ownerId: string, limit: number, before: string | null): Promise<Session[]> {
    return rows<Session>(
      on,
      `SELECT ${COLUMNS} FROM sessions WHERE owner_id = $1 AND ${LIVE} AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [ownerId, before, limit],
    );
  }

  /** @returns the hash to be dropped from the cache; null when the person has no such session */
  async revoke(tx: Tx, ownerId: string, id: string): Promise<string | null> {
    const gone = await row<{ token_hash: string }>(tx, `UPDATE sessions SET revoked_at = now() WHERE owner_id = $1 AND id = $2 AND ${LIVE} RETURNING token_hash`, [ownerId, id]);
    return gone?.token_hash ?? null;
  }

  /** Ends the session that a browser still carried when it signed in anew. @returns whose it was */
  async revokeByHash(tx: Tx, tokenHash: string): Promise<string | null> {
    const gone = await row<{ owner_id: string }>(tx, `UPDATE sessions SET revoked_at = now() WHERE token_hash = $1 AND revoked_at IS NULL RETURNING owner_id`, [tokenHash]);
    return gone?.owner_id ?? null;
  }

  /** @returns the hashes to be dropped from the cache */
  async revokeAll(tx: Tx, ownerId: string, exceptId: string | null): Promise<string[]> {
    const gone = await rows<{ token_hash: string }>(
      tx, `UPDATE sessions SET revoked_at = now() WHERE owner_id = $1 AND id IS DISTINCT FROM $2::uuid AND revoked_at IS NULL RETURNING token_hash`, [ownerId, exceptId],
    );
    return gone.map((s) => s.token_hash);
  }

  /** @returns when the password was given, in milliseconds since the epoch; null when the session has ended */
  async confirm(tx: Tx, id: string): Promise<number | null> {
    const confirmed = await row<{ at: string }>(
      tx, `UPDATE sessions SET authenticated_at = now() WHERE id = $1 AND ${LIVE} RETURNING floor(extract(epoch FROM authenticated_at) * 1000) AS at`, [id],
    );
    return confirmed === null ? null : Number(confirmed.at);
  }

  /** Ended sessions are kept for a day, for whoever looks into what happened. */
  purge(on: Tx): Promise<number> {
    return touched(on, `DELETE FROM sessions WHERE ends_at < now() - interval '1 day' OR revoked_at < now() - interval '1 day' OR last_seen_at < now() - interval '2 days'`);
  }
}

import { Injectable } from '@nestjs/common';
import { row, rows, touched } from '@practika/database';
import type { Role, Scope } from '@practika/identity';
import type { Tx } from '../transactions/transactions.js';

/** Seconds. Uses are written down this often at most: a row write per request would be the costliest part of it. */
const TOUCH_EVERY = 55;

interface Found {
  readonly id: string;
  readonly userId: string;
  readonly role: Role;
  readonly leaving: boolean;
  /** Seconds until it ends if it is not used again. */
  readonly secondsLeft: number;
  /** Whether its use should be written down. */
  readonly stale: boolean;
}
export type FoundSession = Found & { readonly authenticatedAt: number };
export type FoundToken = Found & { readonly scopes: readonly Scope[] };

/** Sessions and tokens by hash, with what is true of their owner now. */
@Injectable()
export class CredentialsRepository {
  session(on: Tx, hash: string): Promise<FoundSession | null> {
    return row<FoundSession>(
      on,
      `SELECT s.id, u.id AS "userId", u.role, u.leaving, s.last_seen_at < now() - interval '${TOUCH_EVERY} seconds' AS stale,
         floor(extract(epoch FROM s.authenticated_at) * 1000)::float8 AS "authenticatedAt",
         extract(epoch FROM least(s.ends_at, s.last_seen_at + make_interval(secs => s.idle_seconds)) - now())::float8 AS "secondsLeft"
       FROM sessions s JOIN users u ON u.id = s.owner_id
       WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.ends_at > now()
         AND s.last_seen_at + make_interval(secs => s.idle_seconds) > now() AND u.status = 'active'`,
      [hash],
    );
  }

  /** @returns seconds until it ends if it is not used again, counted from this use */
  async touchSession(on: Tx, id: string): Promise<number | null> {
    const touchedRow = await row<{ left: number }>(
      on,
      `UPDATE sessions SET last_seen_at = now() WHERE id = $1 AND revoked_at IS NULL AND last_seen_at + make_interval(secs => idle_seconds) > now()
       RETURNING extract(epoch FROM least(ends_at - now(), make_interval(secs => idle_seconds)))::float8 AS left`,
      [id],
    );
    return touchedRow?.left ?? null;
  }

  token(on: Tx, hash: string): Promise<FoundToken | null> {
    return row<FoundToken>(
      on,
      `SELECT t.id, u.id AS "userId", u.role, u.leaving, t.scopes, coalesce(t.last_used_at < now() - interval '${TOUCH_EVERY} seconds', true) AS stale,
         extract(epoch FROM t.expires_at - now())::float8 AS "secondsLeft"
       FROM api_tokens t JOIN users u ON u.id = t.owner_id
       WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND t.expires_at > now() AND u.status = 'active'`,
      [hash],
    );
  }

  async touchToken(on: Tx, id: string): Promise<void> {
    await touched(on, `UPDATE api_tokens SET last_used_at = now() WHERE id = $1`, [id]);
  }

  /** Hashes that ended within the last ten minutes: longer than any cache entry lives. */
  async lately(on: Tx, ownerId: string): Promise<string[]> {
    const ended = await rows<{ token_hash: string }>(
      on,
      `SELECT token_hash FROM sessions WHERE owner_id = $1 AND revoked_at > now() - interval '10 minutes'
       UNION ALL SELECT token_hash FROM api_tokens WHERE owner_id = $1 AND revoked_at > now() - interval '10 minutes'`,
      [ownerId],
    );
    return ended.map((e) => e.token_hash);
  }
}

import { Injectable } from '@nestjs/common';
import { row, rows } from '@practika/database';
import type { Scope } from '@practika/identity';
import type { Tx } from '../transactions/transactions.js';

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface LiveToken {
  readonly id: string;
  readonly hash: string;
  readonly scopes: readonly Scope[];
  readonly secondsLeft: number;
}

export interface NewApiToken {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly tokenHash: string;
  /** null: after 90 days. */
  readonly expiresAt: string | null;
}

const COLUMNS = `id, name, scopes, expires_at AS "expiresAt", created_at AS "createdAt", last_used_at AS "lastUsedAt"`;
const LIVE = `revoked_at IS NULL AND expires_at > now()`;

@Injectable()
export class ApiTokensRepository {
  /** @returns null when the end is past or more than a year away (with a minute for clocks that differ) */
  insert(tx: Tx, token: NewApiToken): Promise<ApiToken | null> {
    return row<ApiToken>(
      tx,
      `INSERT INTO api_tokens (id, owner_id, name, scopes, token_hash, expires_at)
       SELECT $1, $2, $3, $4, $5, wanted FROM (SELECT coalesce($6::timestamptz, now() + interval '90 days') AS wanted) w
       WHERE wanted > now() AND wanted <= now() + interval '1 year 1 minute' RETURNING ${COLUMNS}`,
      [token.id, token.ownerId, token.name, token.scopes, token.tokenHash, token.expiresAt],
    );
  }

  /** Newest first; `before` is the id of the last one seen. */
  list(on: Tx, ownerId: string, limit: number, before: string | null): Promise<ApiToken[]> {
    return rows<ApiToken>(on, `SELECT ${COLUMNS} FROM api_tokens WHERE owner_id = $1 AND ${LIVE} AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`, [ownerId, before, limit]);
  }

  /** @returns the hash to be dropped from the cache; null when the person has no such token */
  async revoke(tx: Tx, ownerId: string, id: string): Promise<string | null> {
    const gone = await row<{ token_hash: string }>(tx, `UPDATE api_tokens SET revoked_at = now() WHERE owner_id = $1 AND id = $2 AND ${LIVE} RETURNING token_hash`, [ownerId, id]);
    return gone?.token_hash ?? null;
  }

  async revokeAll(tx: Tx, ownerId: string): Promise<string[]> {
    const gone = await rows<{ token_hash: string }>(tx, `UPDATE api_tokens SET revoked_at = now() WHERE owner_id = $1 AND revoked_at IS NULL RETURNING token_hash`, [ownerId]);
    return gone.map((t) => t.token_hash);
  }

  /** For cached look-ups that no longer say the truth about the owner. */
  live(on: Tx, ownerId: string): Promise<LiveToken[]> {
    return rows<LiveToken>(
      on,
      `SELECT id, token_hash AS hash, scopes, extract(epoch FROM expires_at - now())::float8 AS "secondsLeft" FROM api_tokens WHERE owner_id = $1 AND ${LIVE}`,
      [ownerId],
    );
  }
}

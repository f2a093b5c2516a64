import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { uuidv7 } from '../ids.js';
import { row, touched } from '../query.js';
import { IdempotencyRepository, type IdempotencyClaim, type StoredAnswer } from './idempotency.repository.js';

/** A run that takes longer has died: its key may be taken over, with the same creation id. */
const LEASE = `interval '60 seconds'`;

interface KeyRow {
  body_sha256: string;
  creation_id: string;
  status: number | null;
  headers: Record<string, string> | null;
  answer: unknown;
  running: boolean;
}

@Injectable()
export class TypeormIdempotencyRepository extends IdempotencyRepository {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {
    super();
  }

  async claim(ownerId: string, route: string, key: string, bodySha256: string): Promise<IdempotencyClaim> {
    // One statement decides who runs: a fresh key, one past its 24 h, or one whose runner died. The body is compared
    // before a take-over, so that another body under a dead runner's key is refused like any other.
    const won = await row<{ creation_id: string }>(
      this.dataSource,
      `INSERT INTO idempotency_keys AS k (owner_id, route, key, body_sha256, creation_id, leased_until)
       VALUES ($1, $2, $3, $4, $5, now() + ${LEASE})
       ON CONFLICT (owner_id, route, key) DO UPDATE SET
         body_sha256 = excluded.body_sha256, leased_until = excluded.leased_until, status = NULL, headers = NULL, answer = NULL,
         creation_id = CASE WHEN k.created_at < now() - interval '24 hours' THEN excluded.creation_id ELSE k.creation_id END,
         created_at = CASE WHEN k.created_at < now() - interval '24 hours' THEN now() ELSE k.created_at END
       WHERE k.created_at < now() - interval '24 hours'
          OR (k.status IS NULL AND k.leased_until < now() AND k.body_sha256 = excluded.body_sha256)
       RETURNING creation_id`,
      [ownerId, route, key, bodySha256, uuidv7()],
    );
    if (won !== null) return { kind: 'run', creationId: won.creation_id };
    const kept = await row<KeyRow>(
      this.dataSource,
      `SELECT body_sha256, creation_id, status, headers, answer, status IS NULL AS running
       FROM idempotency_keys WHERE owner_id = $1 AND route = $2 AND key = $3`,
      [ownerId, route, key],
    );
    // Released between the two statements: the other request failed just now, so a retry will win.
    if (kept === null) return { kind: 'running' };
    if (kept.body_sha256 !== bodySha256) return { kind: 'other-body' };
    if (kept.running || kept.status === null) return { kind: 'running' };
    return { kind: 'replay', answer: { status: kept.status, headers: kept.headers ?? {}, body: kept.answer } };
  }

  async keep(ownerId: string, route: string, key: string, answer: StoredAnswer): Promise<void> {
    await touched(
      this.dataSource,
      `UPDATE idempotency_keys SET status = $4, headers = $5, answer = $6 WHERE owner_id = $1 AND route = $2 AND key = $3`,
      [ownerId, route, key, answer.status, JSON.stringify(answer.headers), JSON.stringify(answer.body ?? null)],
    );
  }

  async release(ownerId: string, route: string, key: string): Promise<void> {
    await touched(this.dataSource, `DELETE FROM idempotency_keys WHERE owner_id = $1 AND route = $2 AND key = $3 AND status IS NULL`, [ownerId, route, key]);
  }

  async yield(ownerId: string, route: string, key: string): Promise<void> {
    await touched(
      this.dataSource,
      `UPDATE idempotency_keys SET leased_until = now() - interval '1 second' WHERE owner_id = $1 AND route = $2 AND key = $3 AND status IS NULL`,
      [ownerId, route, key],
    );
  }

  async purge(): Promise<number> {
    return touched(this.dataSource, `DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'`);
  }
}

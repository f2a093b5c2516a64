import { Injectable } from '@nestjs/common';
import { PersonalDataStore, row, rows, touched } from '@practika/database';
import { Outbox } from '@practika/events';
import { RevokingTransactions } from '../sessions/revoking-transactions.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { ApiTokensRepository } from '../tokens/api-tokens.repository.js';
import { type Tx, Transactions } from '../transactions/transactions.js';

type Table = 'users' | 'credentials' | 'sign_ups' | 'sessions' | 'known_devices' | 'api_tokens' | 'password_resets' | 'invitations' | 'mails' | 'security_events' | 'idempotency_keys';

/** What the person may read of each table: no hashes, nobody else. */
const READABLE: Readonly<Record<Table, string>> = {
  users: 'id, email, username, display_name, role, status, email_verified_at, created_at, updated_at',
  credentials: 'changed_at',
  sign_ups: 'email, username, display_name, created_at, expires_at',
  sessions: 'id, device, ip_prefix, created_at, authenticated_at, last_seen_at, ends_at, revoked_at',
  known_devices: 'created_at, expires_at',
  api_tokens: 'id, name, scopes, created_at, expires_at, last_used_at, revoked_at',
  password_resets: 'created_at, expires_at, used_at',
  invitations: 'id, role, created_at, expires_at, closed_at',
  mails: 'kind, created_at, sent_at',
  security_events: 'id, type, outcome, device, ip_prefix, at',
  idempotency_keys: 'route, created_at',
};
const TABLES = Object.keys(READABLE) as Table[];
const columnOf = (table: Table): string => (table === 'users' ? 'id' : table === 'security_events' ? 'subject_id' : 'owner_id');

@Injectable()
export class AuthPersonalData extends PersonalDataStore {
  constructor(
    private readonly transactions: Transactions,
    private readonly revoking: RevokingTransactions,
    private readonly sessions: SessionsRepository,
    private readonly tokens: ApiTokensRepository,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  async count(subjectId: string): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    for (const table of TABLES) {
      const found = await row<{ n: number }>(this.transactions.reader, `SELECT count(*)::integer AS n FROM ${table} WHERE ${columnOf(table)} = $1`, [subjectId]);
      counts[table] = found?.n ?? 0;
    }
    return counts;
  }

  async *collect(subjectId: string): AsyncIterable<{ readonly table: string; readonly row: Readonly<Record<string, unknown>> }> {
    for (const table of TABLES) {
      const found = await rows<Record<string, unknown>>(this.transactions.reader, `SELECT ${READABLE[table]} FROM ${table} WHERE ${columnOf(table)} = $1`, [subjectId]);
      for (const one of found) yield { table, row: one };
    }
  }

  /** One transaction: a person is here as a whole or not at all. Security events stay and name nobody any more. */
  async erase(subjectId: string): Promise<Readonly<Record<string, number>>> {
    return this.revoking.run(subjectId, async (tx, revocations) => {
      revocations.add(subjectId, await this.sessions.revokeAll(tx, subjectId, null));
      revocations.add(subjectId, await this.tokens.revokeAll(tx, subjectId));
      const erased = await this.deleteRows(tx, subjectId);
      const events = await row<{ n: string }>(tx, `SELECT pseudonymise_security_events($1) AS n`, [subjectId]);
      if ((erased['users'] ?? 0) > 0) {
        await this.outbox.event(tx, 'practika.auth.user.erased.v1', { subject: `user/${subjectId}`, data: { userId: subjectId }, actor: { kind: 'service', pseudonym: 'auth' } });
      }
      return { ...erased, security_events: Number(events?.n ?? 0) };
    });
  }

  private async deleteRows(tx: Tx, subjectId: string): Promise<Record<string, number>> {
    const erased: Record<string, number> = {};
    // users goes last: others refer to it.
    for (const table of [...TABLES.filter((t) => t !== 'users' && t !== 'security_events'), 'users' as const]) {
      erased[table] = await touched(tx, `DELETE FROM ${table} WHERE ${columnOf(table)} = $1`, [subjectId]);
    }
    return erased;
  }
}

import { Injectable } from '@nestjs/common';
import { rows, uuidv7 } from '@practika/database';
import type { Tx } from '../transactions/transactions.js';
import type { Client } from './client.js';

export type SecurityEventType =
  | 'sign-up' | 'email.verified' | 'sign-in' | 'sign-out' | 'session.revoked' | 'step-up' | 'profile.updated'
  | 'password.changed' | 'password.reset-requested' | 'password.reset' | 'token.created' | 'token.revoked'
  | 'role.changed' | 'status.changed' | 'invitation.created' | 'invitation.accepted' | 'account.created'
  | 'job.retried' | 'job.discarded';

export interface NewSecurityEvent {
  readonly type: SecurityEventType;
  readonly outcome?: 'success' | 'failure';
  /** Whom it concerns; null when the address or name that was given belongs to nobody. */
  readonly subjectId: string | null;
  /** Who did it, when somebody did. */
  readonly actorId: string | null;
  /** null for what the operator did at the command line. */
  readonly client: Client | null;
}

export interface SecurityEvent {
  readonly id: string;
  readonly at: Date;
  readonly type: SecurityEventType;
  readonly outcome: 'success' | 'failure';
  readonly device: string | null;
  readonly ipPrefix: string | null;
}

/** Append-only: there is no other statement on this table. */
@Injectable()
export class SecurityEventsRepository {
  async record(tx: Tx, event: NewSecurityEvent): Promise<void> {
    await rows(tx, `INSERT INTO security_events (id, subject_id, actor_id, type, outcome, device, ip_prefix) VALUES ($1, $2, $3, $4, $5, $6, $7)`, [
      uuidv7(), event.subjectId, event.actorId, event.type, event.outcome ?? 'success', event.client?.device ?? null, event.client?.ipPrefix ?? null,
    ]);
  }

  /** Newest first; `before` is the id of the last one seen. */
  list(on: Tx, subjectId: string, limit: number, before: string | null): Promise<SecurityEvent[]> {
    return rows<SecurityEvent>(
      on,
      `SELECT id, at, type, outcome, device, ip_prefix AS "ipPrefix" FROM security_events
       WHERE subject_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [subjectId, before, limit],
    );
  }
}

import { Injectable } from '@nestjs/common';
import { row, rows, touched } from '@practika/database';
import type { Tx } from '../transactions/transactions.js';
import type { MailKind, MailVariables } from './mail-kinds.js';

export interface Mail {
  readonly id: string;
  readonly ownerId: string | null;
  readonly kind: MailKind;
  readonly pepperId: string;
  readonly address: string;
  readonly variables: MailVariables;
}

/** Longer than the SMTP time-outs together, so that a lease ends only when its holder has given up or died. */
const LEASE = `interval '60 seconds'`;

@Injectable()
export class MailsRepository {
  async insert(tx: Tx, mail: Mail): Promise<void> {
    await rows(tx, `INSERT INTO mails (id, owner_id, kind, pepper_id, address, variables) VALUES ($1, $2, $3, $4, $5, $6)`, [
      mail.id, mail.ownerId, mail.kind, mail.pepperId, mail.address, JSON.stringify(mail.variables),
    ]);
  }

  /** @returns null when it is sent, given up, or in another worker's hands */
  lease(on: Tx, id: string): Promise<Mail | null> {
    return row<Mail>(
      on,
      `UPDATE mails SET leased_until = now() + ${LEASE}
       WHERE id = $1 AND sent_at IS NULL AND failed_at IS NULL AND (leased_until IS NULL OR leased_until < now())
       RETURNING id, owner_id AS "ownerId", kind, pepper_id AS "pepperId", address, variables`,
      [id],
    );
  }

  /** Whether a worker still has to do something about it. */
  async isWaiting(on: Tx, id: string): Promise<boolean> {
    return (await row(on, `SELECT 1 FROM mails WHERE id = $1 AND sent_at IS NULL AND failed_at IS NULL`, [id])) !== null;
  }

  /** Where a mail stands; waits for whoever writes it down. null: it is not kept (any more). */
  async standing(tx: Tx, id: string): Promise<'waiting' | 'sent' | 'failed' | null> {
    const found = await row<{ sent: boolean; failed: boolean }>(tx, `SELECT sent_at IS NOT NULL AS sent, failed_at IS NOT NULL AS failed FROM mails WHERE id = $1 FOR UPDATE`, [id]);
    if (found === null) return null;
    return found.sent ? 'sent' : found.failed ? 'failed' : 'waiting';
  }

  async markSent(on: Tx, id: string): Promise<void> {
    await touched(on, `UPDATE mails SET sent_at = now(), leased_until = NULL, address = NULL, variables = NULL WHERE id = $1 AND sent_at IS NULL`, [id]);
  }

  async markFailed(on: Tx, id: string): Promise<void> {
    await touched(on, `UPDATE mails SET failed_at = now(), leased_until = NULL, address = NULL, variables = NULL WHERE id = $1 AND sent_at IS NULL`, [id]);
  }

  /** Lets the next attempt have it at once. */
  async release(on: Tx, id: string): Promise<void> {
    await touched(on, `UPDATE mails SET leased_until = NULL WHERE id = $1 AND sent_at IS NULL`, [id]);
  }

  /** Kinds and times are kept for 90 days, like security events. */
  purge(on: Tx): Promise<number> {
    return touched(on, `DELETE FROM mails WHERE created_at < now() - interval '90 days'`);
  }
}

import { Injectable } from '@nestjs/common';
import { row, rows, uuidv7 } from '@practika/database';
import { Outbox } from '@practika/events';
import { DataSource, type EntityManager } from 'typeorm';
import { v4 } from 'uuid';
import { ConsentSettings } from '../consent-settings.js';
import { type Purpose, PURPOSE_TABLE } from '../notices/purposes.js';
import { ReceiptSigner } from '../receipts/receipt-signer.js';
import { ConsentLedger, type CurrentConsent, type Decision, type StoredRecord, type Switch } from './consent-ledger.repository.js';
import { buildRecord, type ConsentRecord, GENESIS } from './consent-record.js';

interface StateRow {
  readonly purpose: Purpose;
  readonly recipient: string;
  readonly state: 'given' | 'withdrawn';
  readonly record_id: string;
  readonly notice_version: string;
  readonly since: Date;
  readonly expires_at: Date | null;
  readonly expired: boolean;
}
interface Chain {
  readonly principalId: string;
  readonly position: number;
  readonly prevHash: string;
}

/** Seconds. The request that withdraws tells everybody itself; the worker takes over when it has not by then. */
const OWN_TIME = 15;
const STATE = `purpose, recipient, state, record_id, notice_version, since, expires_at, coalesce(state = 'given' AND expires_at <= clock_timestamp(), false) AS expired`;

const toCurrent = (found: StateRow): CurrentConsent => ({
  purpose: found.purpose, recipient: found.recipient === '' ? null : found.recipient, state: found.state, recordId: found.record_id,
  noticeVersion: found.notice_version, since: found.expired && found.expires_at !== null ? found.expires_at : found.since, expired: found.expired,
});

@Injectable()
export class TypeormConsentLedger extends ConsentLedger {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly signer: ReceiptSigner,
    private readonly settings: ConsentSettings,
  ) {
    super();
  }

  async current(subjectId: string): Promise<readonly CurrentConsent[]> {
    return (await rows<StateRow>(this.dataSource, `SELECT ${STATE} FROM consent_states WHERE subject_id = $1`, [subjectId])).map(toCurrent);
  }

  change(at: Switch, decide: (current: CurrentConsent | null) => Decision | null): Promise<StoredRecord> {
    return this.dataSource.transaction(async (manager) => {
      const chain = await this.lockChain(manager, at.subjectId);
      const found = await row<StateRow>(
        manager, `SELECT ${STATE} FROM consent_states WHERE subject_id = $1 AND purpose = $2 AND recipient = $3`, [at.subjectId, at.purpose, at.recipient ?? ''],
      );
      const current = found === null ? null : toCurrent(found);
      const decision = decide(current);
      if (decision !== null) return this.append(manager, at, chain, current, decision);
      if (current === null) throw new Error('nothing to keep: there is no record yet');
      return this.stored(manager, current.recordId);
    });
  }

  async expired(limit: number): Promise<readonly Switch[]> {
    const due = await rows<{ subject_id: string; purpose: Purpose; recipient: string }>(
      this.dataSource,
      `SELECT subject_id, purpose, recipient FROM consent_states WHERE state = 'given' AND expires_at IS NOT NULL AND expires_at <= now() ORDER BY expires_at LIMIT $1`, [limit],
    );
    return due.map((d) => ({ subjectId: d.subject_id, purpose: d.purpose, recipient: d.recipient === '' ? null : d.recipient }));
  }

  /** The chain's row is the lock: two writers for one person would both build on the same last hash. */
  private async lockChain(manager: EntityManager, subjectId: string): Promise<Chain> {
    // v4: the pseudonym must not tell when the person came.
    await rows(manager, `INSERT INTO consent_subjects (subject_id, principal_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [subjectId, v4()]);
    const subject = await row<{ principal_id: string }>(manager, `SELECT principal_id FROM consent_subjects WHERE subject_id = $1 FOR SHARE`, [subjectId]);
    if (subject === null) throw new Error('the person was erased meanwhile');
    const { principal_id: principalId } = subject;
    await rows(manager, `INSERT INTO consent_chains (principal_id, last_hash) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [principalId, GENESIS]);
    const chain = await row<{ records: string; last_hash: string }>(manager, `SELECT records, last_hash FROM consent_chains WHERE principal_id = $1 FOR UPDATE`, [principalId]);
    return { principalId, position: Number(chain?.records ?? 0) + 1, prevHash: chain?.last_hash ?? GENESIS };
  }

  private async append(manager: EntityManager, at: Switch, chain: Chain, current: CurrentConsent | null, decision: Decision): Promise<StoredRecord> {
    // After the lock, or a writer that waited would be older than the one it waited for. Milliseconds, as the record says it.
    const clock = await row<{ at: Date }>(manager, `SELECT date_trunc('milliseconds', clock_timestamp()) AS at`);
    const time = clock?.at ?? new Date();
    const ids = { recordId: uuidv7(), receiptId: uuidv7(), eventId: uuidv7() };
    const record = buildRecord({
      ...ids, principalId: chain.principalId, purpose: at.purpose, recipient: at.recipient, at: time, ...decision,
      controller: this.settings.controller, build: this.settings.build, prevHash: chain.prevHash,
    });
    const stored = { recordId: ids.recordId, receiptId: ids.receiptId, record, jws: await this.signer.sign(record) };
    await this.insert(manager, at, chain, stored, decision, time);
    await this.setState(manager, at, chain, current, decision, ids.recordId, time);
    await this.announce(manager, at, chain.position, ids.recordId, decision);
    return stored;
  }

  private async insert(manager: EntityManager, at: Switch, chain: Chain, stored: StoredRecord, decision: Decision, time: Date): Promise<void> {
    const { hash } = stored.record as { readonly hash: string };
    await rows(
      manager,
      `INSERT INTO consent_records (record_id, receipt_id, principal_id, position, purpose, recipient, state, at, prev_hash, hash, record, jws)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [stored.recordId, stored.receiptId, chain.principalId, chain.position, at.purpose, at.recipient, decision.state, time, chain.prevHash, hash, JSON.stringify(stored.record), stored.jws],
    );
    await rows(manager, `UPDATE consent_chains SET records = $2, last_hash = $3 WHERE principal_id = $1`, [chain.principalId, chain.position, hash]);
  }

  private async setState(manager: EntityManager, at: Switch, chain: Chain, current: CurrentConsent | null, decision: Decision, recordId: string, time: Date): Promise<void> {
    const since = current !== null && current.state === decision.state && !current.expired ? current.since : time;
    const validity = decision.state === 'given' ? PURPOSE_TABLE[at.purpose].validity : null;
    await rows(
      manager,
      `INSERT INTO consent_states (subject_id, purpose, recipient, state, epoch, record_id, notice_version, since, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::timestamptz + $10::interval)
       ON CONFLICT (subject_id, purpose, recipient) DO UPDATE SET state = excluded.state, epoch = excluded.epoch, record_id = excluded.record_id,
         notice_version = excluded.notice_version, since = excluded.since, expires_at = excluded.expires_at`,
      [at.subjectId, at.purpose, at.recipient ?? '', decision.state, chain.position, recordId, decision.notice.version, since, time, validity],
    );
  }

  /** The epoch is the record's place in the person's chain: it grows with every record, so it does for each purpose too. */
  private async announce(manager: EntityManager, at: Switch, epoch: number, recordId: string, decision: Decision): Promise<void> {
    const type = decision.state === 'given' ? 'practika.consent.consent.granted.v1' : 'practika.consent.consent.withdrawn.v1';
    await this.outbox.event(manager, type, {
      subject: `consent/${at.subjectId}`, consentEpoch: epoch,
      data: { subjectId: at.subjectId, purpose: at.purpose, recipient: at.recipient, recordId, epoch },
      actor: decision.surface.component === 'system' ? { kind: 'service', pseudonym: 'consent' } : { kind: 'user', pseudonym: at.subjectId },
    });
    if (decision.state === 'given') return;
    await rows(
      manager,
      `INSERT INTO consent_effects (record_id, subject_id, purpose, recipient, epoch, next_try_at) VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 second')`,
      [recordId, at.subjectId, at.purpose, at.recipient ?? '', epoch, decision.surface.component === 'system' ? 0 : OWN_TIME],
    );
  }

  private async stored(manager: EntityManager, recordId: string): Promise<StoredRecord> {
    const found = await row<{ record_id: string; receipt_id: string; record: ConsentRecord; jws: string }>(
      manager, `SELECT record_id, receipt_id, record, jws FROM consent_records WHERE record_id = $1`, [recordId],
    );
    if (found === null) throw new Error('a state without its record');
    return { recordId: found.record_id, receiptId: found.receipt_id, record: found.record, jws: found.jws };
  }
}

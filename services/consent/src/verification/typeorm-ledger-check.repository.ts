import { row, rows } from '@practika/database';
import type { DataSource } from 'typeorm';
import type { ConsentRecord } from '../consents/consent-record.js';
import type { StoredLink } from './chain-check.js';
import { type ChainHead, LedgerCheckRepository } from './ledger-check.repository.js';

interface LinkRow {
  readonly record_id: string;
  readonly receipt_id: string;
  readonly principal_id: string;
  readonly position: string;
  readonly purpose: string;
  readonly recipient: string | null;
  readonly state: string;
  readonly at: Date;
  readonly prev_hash: string;
  readonly hash: string;
  readonly record: ConsentRecord;
  readonly jws: string;
}

const BATCH = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';
const OF = `($1::uuid IS NULL OR principal_id = (SELECT principal_id FROM consent_subjects WHERE subject_id = $1))`;

export class TypeormLedgerCheck extends LedgerCheckRepository {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async *links(subjectId: string | null): AsyncIterable<StoredLink> {
    let [principal, position]: [string, string] = [FIRST, '0'];
    for (;;) {
      const batch = await rows<LinkRow>(
        this.dataSource, `SELECT * FROM consent_records WHERE ${OF} AND (principal_id, position) > ($2::uuid, $3::bigint) ORDER BY principal_id, position LIMIT ${BATCH}`, [subjectId, principal, position],
      );
      for (const r of batch) yield toLink(r);
      const last = batch.at(-1);
      if (last === undefined || batch.length < BATCH) return;
      [principal, position] = [last.principal_id, last.position];
    }
  }

  async *heads(subjectId: string | null): AsyncIterable<ChainHead> {
    let principal = FIRST;
    for (;;) {
      const batch = await rows<{ principal_id: string; records: string; last_hash: string }>(
        this.dataSource, `SELECT principal_id, records, last_hash FROM consent_chains WHERE ${OF} AND principal_id > $2::uuid ORDER BY principal_id LIMIT ${BATCH}`, [subjectId, principal],
      );
      for (const r of batch) yield { principalId: r.principal_id, records: Number(r.records), lastHash: r.last_hash };
      const last = batch.at(-1);
      if (last === undefined || batch.length < BATCH) return;
      principal = last.principal_id;
    }
  }

  async strayStates(subjectId: string | null): Promise<readonly string[]> {
    const stray = await rows<{ record_id: string }>(
      this.dataSource,
      `SELECT s.record_id FROM consent_states s
       LEFT JOIN consent_subjects p USING (subject_id)
       LEFT JOIN LATERAL (SELECT record_id, state, position FROM consent_records r
         WHERE r.principal_id = p.principal_id AND r.purpose = s.purpose AND coalesce(r.recipient, '') = s.recipient ORDER BY position DESC LIMIT 1) newest ON true
       WHERE ($1::uuid IS NULL OR s.subject_id = $1)
         AND (newest.record_id IS DISTINCT FROM s.record_id OR newest.state IS DISTINCT FROM s.state OR newest.position IS DISTINCT FROM s.epoch)`,
      [subjectId],
    );
    return stray.map((s) => s.record_id);
  }

  async knows(subjectId: string): Promise<boolean> {
    return (await row(this.dataSource, `SELECT 1 FROM consent_subjects WHERE subject_id = $1`, [subjectId])) !== null;
  }
}

const toLink = (r: LinkRow): StoredLink => ({
  recordId: r.record_id, receiptId: r.receipt_id, principalId: r.principal_id, position: Number(r.position), purpose: r.purpose, recipient: r.recipient, state: r.state, at: r.at,
  prevHash: r.prev_hash, hash: r.hash, record: r.record, jws: r.jws,
});

import { Injectable } from '@nestjs/common';
import { PersonalDataStore, row, rows, touched } from '@practika/database';
import { DataSource, type EntityManager } from 'typeorm';

const OF_SUBJECT = 'principal_id = (SELECT principal_id FROM consent_subjects WHERE subject_id = $1)';

/** Which rows are a person's, and what of them the person may read. */
const READABLE = {
  consent_records: { where: OF_SUBJECT, columns: 'record, jws', order: 'position' },
  consent_chains: { where: OF_SUBJECT, columns: 'records, last_hash', order: '1' },
  consent_states: { where: 'subject_id = $1', columns: 'purpose, recipient, state, notice_version, since, expires_at', order: '1, 2' },
  consent_permits: { where: 'subject_id = $1', columns: 'purpose, recipient, expires_at', order: 'expires_at' },
  consent_effects: { where: 'subject_id = $1', columns: 'purpose, recipient, effective_at', order: 'epoch' },
  consent_subjects: { where: 'subject_id = $1', columns: 'principal_id, created_at', order: '1' },
  idempotency_keys: { where: 'owner_id = $1', columns: 'route, created_at', order: 'created_at' },
} as const;
type Table = keyof typeof READABLE;
const TABLES = Object.keys(READABLE) as Table[];
/** The records stay as proof (Art. 17(3)(b) GDPR) and name nobody once the row of consent_subjects is gone; that one goes last. */
const ERASED: readonly Table[] = ['consent_permits', 'consent_effects', 'consent_states', 'idempotency_keys', 'consent_subjects'];

@Injectable()
export class TypeormConsentPersonalData extends PersonalDataStore {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async count(subjectId: string): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    for (const table of TABLES) {
      const found = await row<{ n: number }>(this.dataSource, `SELECT count(*)::integer AS n FROM ${table} WHERE ${READABLE[table].where}`, [subjectId]);
      counts[table] = found?.n ?? 0;
    }
    return counts;
  }

  async *collect(subjectId: string): AsyncIterable<{ readonly table: string; readonly row: Readonly<Record<string, unknown>> }> {
    for (const table of TABLES) {
      const { where, columns, order } = READABLE[table];
      const found = await rows<Record<string, unknown>>(this.dataSource, `SELECT ${columns} FROM ${table} WHERE ${where} ORDER BY ${order}`, [subjectId]);
      for (const one of found) yield { table, row: one };
    }
  }

  erase(subjectId: string): Promise<Readonly<Record<string, number>>> {
    return this.dataSource.transaction((manager) => this.eraseWithin(manager, subjectId));
  }

  /** For the event that a person is gone, inside the transaction that records it. */
  async eraseWithin(manager: EntityManager, subjectId: string): Promise<Readonly<Record<string, number>>> {
    // First the lock that a writer of this person's chain shares: none may put rows back behind this.
    await rows(manager, 'SELECT 1 FROM consent_subjects WHERE subject_id = $1 FOR UPDATE', [subjectId]);
    const erased: Record<string, number> = {};
    for (const table of ERASED) erased[table] = await touched(manager, `DELETE FROM ${table} WHERE ${READABLE[table].where}`, [subjectId]);
    return erased;
  }
}

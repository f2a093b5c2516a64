import type { Purpose } from '../notices/purposes.js';
import type { Notice } from '../notices/notice-archive.js';
import type { ConsentEventType, ConsentRecord, ConsentState, Surface } from './consent-record.js';

/** One switch: a purpose and, where it has some, a recipient. */
export interface Switch {
  readonly subjectId: string;
  readonly purpose: Purpose;
  readonly recipient: string | null;
}

export interface CurrentConsent {
  readonly purpose: Purpose;
  readonly recipient: string | null;
  readonly state: ConsentState;
  readonly recordId: string;
  readonly noticeVersion: string;
  readonly since: Date;
  /** A consent that is given and whose time is over. */
  readonly expired: boolean;
}

/** What is to be written; null leaves everything as it is. */
export interface Decision {
  readonly state: ConsentState;
  readonly type: ConsentEventType;
  readonly notice: Notice;
  readonly surface: Surface;
}

export interface StoredRecord {
  readonly recordId: string;
  readonly receiptId: string;
  readonly record: ConsentRecord;
  readonly jws: string;
}

/** The append-only records and the states that follow from them. */
export abstract class ConsentLedger {
  /** Every switch the person has touched. */
  abstract current(subjectId: string): Promise<readonly CurrentConsent[]>;

  /**
   * Decides and writes while nobody else writes for this person: record, state, event and, for a withdrawal, the note
   * that it has to become effective are one transaction.
   *
   * @param decide may throw, which writes nothing
   * @returns the record written, or the one in force when `decide` leaves everything as it is
   */
  abstract change(at: Switch, decide: (current: CurrentConsent | null) => Decision | null): Promise<StoredRecord>;

  /** Switches whose consent has run out. */
  abstract expired(limit: number): Promise<readonly Switch[]>;
}

import { type ConsentRecord, GENESIS, hashOf } from '../consents/consent-record.js';

/** A record as it lies in the table. */
export interface StoredLink {
  readonly recordId: string;
  readonly receiptId: string;
  readonly principalId: string;
  readonly position: number;
  readonly purpose: string;
  readonly recipient: string | null;
  readonly state: string;
  readonly at: Date;
  readonly prevHash: string;
  readonly hash: string;
  readonly record: ConsentRecord;
  readonly jws: string;
}

interface ReadRecord {
  readonly record_id: unknown;
  readonly receipt_id: unknown;
  readonly pii_principal_id: unknown;
  readonly prev_hash: unknown;
  readonly hash: unknown;
  readonly processing?: readonly { readonly purpose?: unknown; readonly recipients?: readonly unknown[] }[];
  readonly events?: readonly { readonly state?: unknown; readonly time?: unknown }[];
}

/** Checks one person's chain record by record; feed the records in order of their position. */
export class ChainCheck {
  private position = 0;
  private lastHash = GENESIS;

  constructor(private readonly signed: (jws: string, record: ConsentRecord) => Promise<boolean>) {}

  /** @returns what is wrong with this record, or null */
  async next(link: StoredLink): Promise<string | null> {
    const expected = this.position + 1;
    const linked = link.prevHash === this.lastHash;
    this.position = link.position;
    this.lastHash = link.hash;
    if (link.position !== expected) return `is number ${link.position} of its chain where number ${expected} should be: a record is missing`;
    if (!linked) return 'does not continue the record before it';
    if (hashOf(link.record) !== link.hash) return 'was changed: its content does not have its hash';
    const column = strayColumn(link);
    if (column !== null) return `was changed: its column ${column} says something else than the record`;
    if (!(await this.signed(link.jws, link.record))) return 'has a signature that does not fit';
    return null;
  }

  /** @returns what is wrong with the end of the chain, or null */
  end(head: { readonly records: number; readonly lastHash: string } | null): string | null {
    if (head === null) return 'has no head: the row of consent_chains is missing';
    if (head.records !== this.position || head.lastHash !== this.lastHash) return `ends at number ${this.position}, its head says ${head.records}: a record is missing at the end, or the head was changed`;
    return null;
  }
}

function strayColumn(link: StoredLink): string | null {
  const record = link.record as unknown as ReadRecord;
  const [processing] = record.processing ?? [];
  const [event] = record.events ?? [];
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['record_id', link.recordId, record.record_id], ['receipt_id', link.receiptId, record.receipt_id], ['principal_id', link.principalId, record.pii_principal_id],
    ['prev_hash', link.prevHash, record.prev_hash], ['hash', link.hash, record.hash], ['purpose', link.purpose, processing?.purpose],
    ['recipient', link.recipient, processing?.recipients?.[0] ?? null], ['state', link.state, event?.state], ['at', link.at.toISOString(), event?.time],
  ];
  return pairs.find(([, column, inRecord]) => column !== inRecord)?.[0] ?? null;
}

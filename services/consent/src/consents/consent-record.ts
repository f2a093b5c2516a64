import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Notice } from '../notices/notice-archive.js';
import { type Purpose, PURPOSE_TABLE, shownTextSha256 } from '../notices/purposes.js';

export type ConsentState = 'given' | 'withdrawn';
/** refused: a withdrawal of what was never given. expired: the consent's own end. */
export type ConsentEventType = 'explicit' | 'withdrawn' | 'refused' | 'expired';

/** Who answers for the processing, as receipts name them. */
export interface Controller {
  readonly name: string;
  readonly address: string;
  readonly contact: string;
}

/** How a person reached us, as little of it as proves something. */
export interface Surface {
  /** Where the switch was. */
  readonly component: 'web' | 'api' | 'system';
  readonly ipPrefix: string | null;
  readonly userAgent: string | null;
}

export interface RecordParts {
  readonly recordId: string;
  readonly receiptId: string;
  readonly eventId: string;
  /** The pseudonym. */
  readonly principalId: string;
  readonly purpose: Purpose;
  readonly recipient: string | null;
  readonly state: ConsentState;
  readonly type: ConsentEventType;
  readonly at: Date;
  readonly notice: Notice;
  readonly surface: Surface;
  readonly controller: Controller;
  readonly build: string;
  readonly prevHash: string;
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };
/** A record without its signature: what is hashed (without `hash`) and signed (with it). */
export type ConsentRecord = { readonly [name: string]: JsonValue };

/** `prev_hash` of a person's first record. */
export const GENESIS = '0'.repeat(64);

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** RFC 8785. */
export function canonical(value: ConsentRecord): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('a consent record that is no JSON');
  return text;
}

/** SHA-256 over the canonical record without `hash`. */
export function hashOf(record: ConsentRecord): string {
  const { hash: _, ...rest } = record;
  return sha256(canonical(rest));
}

/** A record with the field names of ISO/IEC TS 27560. */
export function buildRecord(parts: RecordParts): ConsentRecord {
  const rule = PURPOSE_TABLE[parts.purpose];
  const { notice, surface, controller } = parts;
  const record: ConsentRecord = {
    schema_version: 'practika-27560-1',
    record_id: parts.recordId,
    receipt_id: parts.receiptId,
    pii_principal_id: parts.principalId,
    language: notice.language,
    notice: { id: notice.id, version: notice.version, sha256: notice.sha256, uri: `/privacy/${notice.version}` },
    processing: [{
      purpose: parts.purpose, purpose_type: rule.optional ? 'optional' : 'core', lawful_basis: rule.lawfulBasis, service: rule.service,
      pii_types: rule.piiTypes, sensitive: rule.sensitive, collection_method: 'from_the_person', processing_method: rule.processing, storage_locations: ['installation'],
      retention: rule.retention, recipients: parts.recipient === null ? [] : [parts.recipient], jurisdiction: 'EU', withdrawal_method: '/settings/privacy', rights_uri: '/privacy/rights',
    }],
    parties: [{ role: 'controller', id: 'practika', name: controller.name, address: controller.address, contact: controller.contact, type: 'organisation' }],
    events: [{
      event_id: parts.eventId, type: parts.type, state: parts.state, time: parts.at.toISOString(), validity: parts.state === 'given' ? rule.validity : null,
      entity_id: surface.component === 'system' ? 'system' : 'subject',
      surface: { component: surface.component, build: parts.build, locale: notice.language, shown_text_sha256: shownTextSha256(parts.purpose) },
      ip_prefix: surface.ipPrefix,
      // With the pseudonym in the hash one browser is not recognised across people.
      ua_hash: surface.userAgent === null ? null : sha256(`${parts.principalId}\n${surface.userAgent}`),
      gpc: false,
    }],
    prev_hash: parts.prevHash,
  };
  return { ...record, hash: hashOf(record) };
}

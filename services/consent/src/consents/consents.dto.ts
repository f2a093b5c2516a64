import { z } from 'zod';
import { purposeName } from '../notices/notices.dto.js';
import type { StoredRecord } from './consent-ledger.repository.js';
import { detached } from '../receipts/receipt-signer.js';

export const consentBody = z.strictObject({
  state: z.enum(['given', 'withdrawn']),
  noticeVersion: z.string().min(1).max(64),
  recipient: z.string().min(1).max(64).nullish().transform((recipient) => recipient ?? undefined),
});

export const consentList = z.object({
  items: z.array(z.object({
    purpose: purposeName, recipient: z.string().nullable(), state: z.enum(['given', 'withdrawn', 'never']), since: z.iso.datetime().nullable(), noticeVersion: z.string().nullable(),
  })),
});

export const consentAnswer = z.object({
  record: z.record(z.string(), z.unknown()).describe('The record with the field names of ISO/IEC TS 27560, its hash and a detached signature'),
  receiptId: z.uuid(),
});

export function answerOf(stored: StoredRecord): z.infer<typeof consentAnswer> {
  return { record: { ...stored.record, jws: detached(stored.jws) }, receiptId: stored.receiptId };
}

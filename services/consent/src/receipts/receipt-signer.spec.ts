import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig, secretFiles, settings } from '@practika/config';
import { z } from 'zod';
import type { ConsentRecord } from '../consents/consent-record.js';
import { ReceiptSigner } from './receipt-signer.js';

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const record = { schema_version: 'x' } as unknown as ConsentRecord;

describe('a receipt signing key that changes', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'practika-receipts-')); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('should sign what comes next, while receipts signed before still hold', async () => {
    const file = join(folder, 'receipt-signing-key');
    writeFileSync(file, newKey());
    const { RECEIPT_SIGNING_KEY: pem } = loadConfig(z.object({ RECEIPT_SIGNING_KEY: settings.pem }), ['RECEIPT_SIGNING_KEY'], { RECEIPT_SIGNING_KEY_FILE: file });
    const signer = await ReceiptSigner.live(pem, []);
    const [first, before] = [signer.keys.currentId, await signer.sign(record)];
    writeFileSync(file, newKey());
    await secretFiles.look();
    const after = await signer.sign(record);
    expect(signer.keys.currentId).not.toBe(first);
    expect([await signer.keys.signed(before, record), await signer.keys.signed(after, record)]).toEqual([true, true]);
    expect(signer.keys.jwks.keys.map(({ kid }) => kid)).toEqual([signer.keys.currentId, first]);

    writeFileSync(file, '-----BEGIN PRIVATE KEY-----\nrubbish\n-----END PRIVATE KEY-----');
    await secretFiles.look();
    expect(await signer.keys.signed(await signer.sign(record), record)).toBe(true);
    expect(signer.keys.jwks.keys).toHaveLength(2);
  });
});

import { execFile } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReceiptKeys, ReceiptSigner } from '../receipts/receipt-signer.js';
import { ConsentStack, give, withdraw } from '../testing/consent-stack.js';
import { canonical, hashOf } from '../consents/consent-record.js';
import { TypeormLedgerCheck } from './typeorm-ledger-check.repository.js';
import { type Verdict, verifyLedger } from './verify-ledger.js';
import { newServiceKey } from '@practika/testing';

let stack: ConsentStack;
let keys: ReceiptKeys;
beforeAll(async () => {
  stack = await ConsentStack.start();
  keys = await ReceiptKeys.of([createPublicKey(stack.env['RECEIPT_SIGNING_KEY'] ?? '')]);
});
afterAll(() => stack.stop());

const verify = (subjectId: string | null = null): Promise<Verdict> => verifyLedger(new TypeormLedgerCheck(stack.runtime), (jws, record) => keys.signed(jws, record), subjectId);

interface Row { record_id: string; principal_id: string; position: string; record: Record<string, never>; jws: string; hash: string }
async function personWithThree(): Promise<{ id: string; records: Row[] }> {
  const { client, id } = await stack.person();
  await give(client);
  await withdraw(client);
  await give(client, 'marketing');
  return { id, records: await stack.sql<Row>(`SELECT r.* FROM consent_records r JOIN consent_subjects USING (principal_id) WHERE subject_id = $1 ORDER BY position`, [id]) };
}

/** Somebody who owns the tables switches the trigger off, does it, and switches it on again. */
async function tamper(sql: string, params: readonly unknown[]): Promise<void> {
  await stack.sql('ALTER TABLE consent_records DISABLE TRIGGER USER');
  await stack.sql(sql, params);
  await stack.sql('ALTER TABLE consent_records ENABLE TRIGGER USER');
}

describe('the ledger', () => {
  it('[C1] should refuse to change, delete or truncate records, to the runtime role and to the owner', async () => {
    await personWithThree();
    for (const [who, sql] of [[stack.runtime, /permission denied/], [stack.owner, /append-only/]] as const) {
      await expect(who.query(`UPDATE consent_records SET state = 'given'`)).rejects.toThrow(sql);
      await expect(who.query(`DELETE FROM consent_records`)).rejects.toThrow(sql);
      await expect(who.query(`TRUNCATE consent_records CASCADE`)).rejects.toThrow(sql);
    }
  });

  it('[C1] should refuse a second record on the same predecessor', async () => {
    const { records } = await personWithThree();
    const copy = `INSERT INTO consent_records SELECT gen_random_uuid(), gen_random_uuid(), principal_id, 99, purpose, recipient, state, at, prev_hash, hash, record, jws FROM consent_records WHERE record_id = $1`;
    await expect(stack.runtime.query(copy, [records[1]?.record_id])).rejects.toThrow(/prev_hash/);
  });

  it('[C1] should verify when nobody touched it', async () => {
    const { id } = await personWithThree();
    expect(await verify(id)).toEqual({ records: 3, chains: 1, faults: [] });
    expect((await verify()).faults).toEqual([]);
  });

  it('[C1] should name the record whose content was edited', async () => {
    const { id, records } = await personWithThree();
    const target = records[1] as Row;
    await tamper(`UPDATE consent_records SET record = jsonb_set(record::jsonb, '{events,0,time}', '"2020-01-01T00:00:00.000Z"')::json WHERE record_id = $1`, [target.record_id]);
    expect((await verify(id)).faults).toEqual([expect.stringContaining(`record ${target.record_id} was changed`)]);
    expect((await verify()).faults).toHaveLength(1);
  });

  it('[C1] should name the record that was edited together with its hash, and the one after it', async () => {
    const { id, records } = await personWithThree();
    const target = records[1] as Row;
    const forged = { ...target.record, language: 'xx' } as unknown as Record<string, string>;
    forged['hash'] = hashOf(forged);
    await tamper(`UPDATE consent_records SET record = $2, hash = $3 WHERE record_id = $1`, [target.record_id, canonical(forged), forged['hash']]);
    expect((await verify(id)).faults).toEqual([expect.stringMatching(`record ${target.record_id} has a signature that does not fit`), expect.stringMatching(`record ${records[2]?.record_id ?? ''} does not continue`)]);
  });

  it('[C1] should name a signature by another key', async () => {
    const { id, records } = await personWithThree();
    const last = records[2] as Row;
    const stranger = await ReceiptSigner.create(newServiceKey());
    await tamper(`UPDATE consent_records SET jws = $2 WHERE record_id = $1`, [last.record_id, await stranger.sign(last.record as never)]);
    expect((await verify(id)).faults).toEqual([expect.stringContaining(`record ${last.record_id} has a signature`)]);
  });

  it('[C1] should notice a column that says something else than its record, a missing record and a missing end', async () => {
    const column = await personWithThree();
    await tamper(`UPDATE consent_records SET purpose = 'user_behavior' WHERE record_id = $1`, [column.records[2]?.record_id]);
    expect((await verify(column.id)).faults[0]).toContain('its column purpose');

    const end = await personWithThree();
    await stack.sql(`DELETE FROM consent_states WHERE record_id = $1`, [end.records[2]?.record_id]);
    await tamper(`DELETE FROM consent_records WHERE record_id = $1`, [end.records[2]?.record_id]);
    expect((await verify(end.id)).faults).toEqual([expect.stringContaining('ends at number 2, its head says 3')]);

    const middle = await personWithThree();
    await stack.sql(`DELETE FROM consent_states WHERE record_id = $1`, [middle.records[0]?.record_id]);
    await tamper(`DELETE FROM consent_records WHERE record_id = $1`, [middle.records[0]?.record_id]);
    expect((await verify(middle.id)).faults[0]).toContain(`record ${middle.records[1]?.record_id ?? ''} is number 2 of its chain where number 1 should be`);
  });

  it('[C1] should notice a consent in force that no record gives', async () => {
    const { id } = await personWithThree();
    await stack.runtime.query(`UPDATE consent_states SET state = 'given' WHERE subject_id = $1 AND purpose = 'video_processing'`, [id]);
    expect((await verify(id)).faults).toEqual([expect.stringContaining('says something else than the newest record')]);
  });

  it('should check receipts of earlier keys after the key was changed', async () => {
    const [old, current] = [newServiceKey(), newServiceKey()];
    const publicPem = createPublicKey(createPrivateKey(old)).export({ type: 'spki', format: 'pem' }).toString();
    const record = { a: 1 };
    const before = await (await ReceiptSigner.create(old)).sign(record);
    const now = await ReceiptSigner.create(current, [publicPem]);
    expect(await now.keys.signed(before, record)).toBe(true);
    expect(await now.keys.signed(await now.sign(record), record)).toBe(true);
    expect(await now.keys.signed(before, { a: 2 })).toBe(false);
    expect(now.keys.jwks.keys).toHaveLength(2);
  });

  it('[C1] should be checked by a command that names what is broken and ends with 1', async () => {
    const main = new URL('../../dist/main.verify-consents.js', import.meta.url).pathname;
    if (!existsSync(main)) throw new Error('build the service first: npm run build');
    const run = (args: readonly string[]) => promisify(execFile)(process.execPath, [main, ...args], { env: { DATABASE_URL: stack.database.runtimeUrl, RECEIPT_SIGNING_KEY: stack.env['RECEIPT_SIGNING_KEY'] } })
      .then(({ stdout }) => ({ code: 0, stdout }), (e: { code: number; stdout: string }) => ({ code: e.code, stdout: e.stdout }));
    const { id, records } = await personWithThree();
    expect(await run(['--subject', id])).toEqual({ code: 0, stdout: '3 records in 1 chains, 0 faults\n' });
    await tamper(`UPDATE consent_records SET record = jsonb_set(record::jsonb, '{language}', '"xx"')::json WHERE record_id = $1`, [records[0]?.record_id]);
    expect(await run(['--subject', id])).toEqual({ code: 1, stdout: expect.stringContaining(`BROKEN: record ${records[0]?.record_id ?? ''} was changed`) });
    expect((await run(['--help'])).stdout).toContain('Usage:');
    expect((await run(['--wrong'])).code).toBe(2);
  });
});

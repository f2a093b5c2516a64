import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { personalTableGaps } from '@practika/database';
import { ConsentStack, give, withdraw } from '../testing/consent-stack.js';
import { TypeormLedgerCheck } from '../verification/typeorm-ledger-check.repository.js';
import { verifyLedger } from '../verification/verify-ledger.js';
import { personalTables } from './personal-tables.js';
import { TypeormConsentPersonalData } from './typeorm-consent-personal-data.repository.js';

let stack: ConsentStack;
beforeAll(async () => { stack = await ConsentStack.start(); });
afterAll(() => stack.stop());

describe('what consent holds of a person', () => {
  it('[C5] [data-privacy.right-to-deletion] should declare every table', async () => {
    expect(await personalTableGaps(stack.owner, personalTables)).toEqual([]);
  });

  it('[C5] [data-privacy.right-to-deletion] should count and collect all of it, and keep only records that name nobody after an erasure', async () => {
    const data = stack.get(TypeormConsentPersonalData);
    const [leaves, stays] = [await stack.person(), await stack.person()];
    for (const { client } of [leaves, stays]) {
      await give(client);
      await withdraw(client);
    }
    expect(await data.count(leaves.id)).toEqual({ consent_records: 2, consent_chains: 1, consent_states: 1, consent_permits: 0, consent_effects: 1, consent_subjects: 1, idempotency_keys: 0 });
    const collected: string[] = [];
    for await (const { table } of data.collect(leaves.id)) collected.push(table);
    expect(collected).toEqual(['consent_records', 'consent_records', 'consent_chains', 'consent_states', 'consent_effects', 'consent_subjects']);

    expect(await data.erase(leaves.id)).toEqual({ consent_permits: 0, consent_effects: 1, consent_states: 1, idempotency_keys: 0, consent_subjects: 1 });
    expect(Object.values(await data.count(leaves.id)).every((n) => n === 0)).toBe(true);
    expect(Object.values(await data.erase(leaves.id)).every((n) => n === 0)).toBe(true);
    for (const table of ['consent_records', 'consent_chains']) expect(JSON.stringify(await stack.sql(`SELECT * FROM ${table}`))).not.toContain(leaves.id);
    expect((await stack.sql(`SELECT 1 FROM consent_records`)).length).toBe(4);
    expect((await verifyLedger(new TypeormLedgerCheck(stack.runtime), () => Promise.resolve(true))).faults).toEqual([]);
    expect((await stays.client.get('/receipts')).body['items']).toHaveLength(2);
  });
});

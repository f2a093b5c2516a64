import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { personalTableGaps } from '@practika/database';
import { DataSource } from 'typeorm';
import { AuthStack } from '../testing/auth-stack.js';
import { AuthPersonalData } from './auth-personal-data.js';
import { personalTables } from './personal-tables.js';

let stack: AuthStack;
beforeAll(async () => { stack = await AuthStack.start(); });
afterAll(() => stack.stop());

describe('personal data', () => {
  it('[C4] [C6] should be declared for every table of the live schema', async () => {
    expect(await personalTableGaps(stack.get(DataSource), personalTables)).toEqual([]);
  });

  it('[C6] should be collected without secrets, [C4] and be gone after erasure but for events that name nobody', async () => {
    const [person, other] = [await stack.person('staff'), await stack.person()];
    const client = await stack.signedIn(person);
    await client.post('/tokens', { name: 'a', scopes: ['auth:read'] });
    await stack.client().post('/password/forgot', { email: person.email });
    await client.post('/invitations', { email: stack.newPerson().email, role: 'student' }, { 'idempotency-key': 'k' });
    const theirs = await stack.signedIn(other);
    const store = stack.get(AuthPersonalData);
    const counts = await store.count(person.id);
    expect(counts).toMatchObject({ users: 1, credentials: 1, sessions: 1, known_devices: 1, api_tokens: 1, password_resets: 1, invitations: 1, mails: 1, idempotency_keys: 1 });
    const collected = [];
    for await (const row of store.collect(person.id)) collected.push(row);
    expect(new Set(collected.map((r) => r.table))).toEqual(new Set(Object.entries(counts).filter(([, n]) => n > 0).map(([table]) => table)));
    expect(JSON.stringify(collected)).not.toMatch(/argon2|token_hash|password_hash/);

    await store.erase(person.id);
    expect(Object.values(await store.count(person.id)).every((n) => n === 0)).toBe(true);
    expect((await client.get('/me')).status).toBe(401);
    expect((await theirs.get('/me')).status).toBe(200);
    const dump = JSON.stringify(await stack.sql(`SELECT (SELECT json_agg(e) FROM security_events e) AS e, (SELECT json_agg(u) FROM users u) AS u, (SELECT json_agg(m) FROM mails m) AS m, (SELECT json_agg(i) FROM invitations i) AS i`));
    for (const trace of [person.id, person.email, person.username]) expect(dump).not.toContain(trace);
    expect(await store.erase(person.id)).toMatchObject({ users: 0, sessions: 0 });
    expect(await stack.sql(`SELECT 1 FROM outbox WHERE name = 'practika.auth.user.erased.v1' AND body->>'subject' = $1`, [`user/${person.id}`])).toHaveLength(1);
  });
});

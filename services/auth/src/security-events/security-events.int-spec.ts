import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { AuthStack } from '../testing/auth-stack.js';

let stack: AuthStack;
beforeAll(async () => { stack = await AuthStack.start(); });
afterAll(() => stack.stop());

describe('security events', () => {
  it('[S7] [security-monitoring.authentication-failures] [security-logs.authentication] should tell their owner what happened, newest first, with a network and never an address', async () => {
    const person = await stack.person();
    await stack.client('203.0.113.99').post('/sessions', { identifier: person.email, password: 'a wrong password' });
    const client = await stack.signedIn(person, stack.client('203.0.113.98'));
    await client.patch('/me', { displayName: 'New name' });
    const { body } = await client.get('/security-events');
    expect(body).toMatchObject({
      nextCursor: null,
      items: [{ type: 'profile.updated', outcome: 'success' }, { type: 'sign-in', outcome: 'success' }, { type: 'sign-in', outcome: 'failure', device: 'Firefox on Linux', ipPrefix: '203.0.113.0/24' }],
    });
    expect(JSON.stringify(await stack.sql(`SELECT * FROM security_events`))).not.toMatch(/203\.0\.113\.9/);
    const first = (await client.get('/security-events?limit=2')).body;
    expect((await client.get(`/security-events?limit=2&cursor=${String(first['nextCursor'])}`)).body['items']).toHaveLength(1);
  });

  it('[S7] should be shown of others to administrators alone', async () => {
    const person = await stack.person();
    await stack.client().post('/sessions', { identifier: person.email, password: 'a wrong password' });
    for (const [role, status] of [['student', 403], ['staff', 403], ['admin', 200]] as const) {
      const client = await stack.signedIn(await stack.person(role));
      expect((await client.get(`/security-events?subject=${person.id}`)).status).toBe(status);
      expect((await client.get('/security-events?subject=no-id')).status).toBe(role === 'admin' ? 422 : 403);
    }
    const admin = await stack.signedIn(await stack.person('admin'));
    expect((await admin.get(`/security-events?subject=${person.id}`)).body['items']).toHaveLength(1);
  });

  it('[S7] should be changed by nobody: the runtime role has no right to, and a trigger refuses the owner', async () => {
    const person = await stack.person();
    await stack.signedIn(person);
    const runtime = new pg.Client({ connectionString: stack.database.runtimeUrl });
    await runtime.connect();
    try {
      for (const sql of [`UPDATE security_events SET type = 'x'`, `DELETE FROM security_events`, `TRUNCATE security_events`]) await expect(runtime.query(sql)).rejects.toThrow(/permission denied/);
      for (const sql of [`UPDATE security_events SET type = 'x'`, `DELETE FROM security_events`, `TRUNCATE security_events`]) await expect(stack.sql(sql)).rejects.toThrow(/append-only/);
      // A runtime role that sets the switch by hand gets nowhere either.
      await runtime.query(`SET practika.pseudonymise = 'on'`);
      await expect(runtime.query(`UPDATE security_events SET type = 'x'`)).rejects.toThrow(/permission denied/);
    } finally {
      await runtime.end();
    }
  });
});

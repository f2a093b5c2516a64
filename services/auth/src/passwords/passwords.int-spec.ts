import { pbkdf2Sync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuthStack } from '../testing/auth-stack.js';

let stack: AuthStack;
beforeAll(async () => { stack = await AuthStack.start(); });
afterAll(() => stack.stop());

const NEW = 'Nine lanterns over 4 harbours';

describe('forgotten passwords', () => {
  it('[A2] should tell everybody what is set of the rules', async () => {
    const answer = await stack.client().get('/password-policy');
    expect([answer.status, answer.body, answer.headers.get('cache-control')]).toEqual([200, { minLength: 12, maxLength: 128 }, 'public, max-age=300']);
  });

  it('[A7] should let the owner of the mailbox choose a new password, and end every session, token and other link', async () => {
    const person = await stack.person();
    const session = await stack.signedIn(person);
    const { token: apiToken } = (await session.post('/tokens', { name: 'ci', scopes: ['auth:read'] })).body;
    const bearer = stack.client();
    bearer.bearer = String(apiToken);
    expect((await bearer.get('/me')).status).toBe(200);
    await stack.client().post('/password/forgot', { email: person.email });
    const first = await stack.linkToken(person.email, 'reset-password');
    await stack.client().post('/password/forgot', { email: person.email.toUpperCase() });
    const second = await stack.sql<{ id: string }>(`SELECT id FROM mails WHERE lower(address) = $1 AND kind = 'reset-password'`, [person.email]);
    expect(second).toHaveLength(2);

    expect((await stack.client().post('/password/reset', { token: first, password: person.username })).body).toMatchObject({ status: 422, errors: expect.arrayContaining([expect.objectContaining({ pointer: '/password' })]) });
    expect((await stack.client().post('/password/reset', { token: first, password: NEW })).status).toBe(204);
    expect((await stack.client().post('/password/reset', { token: first, password: `${NEW}!` })).body).toMatchObject({ status: 410, type: '/problems/gone' });
    expect(await stack.sql(`SELECT 1 FROM password_resets WHERE owner_id = $1 AND used_at IS NULL`, [person.id])).toHaveLength(0);
    expect([(await session.get('/me')).status, (await bearer.get('/me')).status]).toEqual([401, 401]);
    expect((await stack.client().post('/sessions', { identifier: person.email, password: person.password })).status).toBe(401);
    expect((await stack.client().post('/sessions', { identifier: person.email, password: NEW })).status).toBe(201);
    expect(await stack.sql(`SELECT 1 FROM mails WHERE owner_id = $1 AND kind = 'password-changed'`, [person.id])).toHaveLength(1);
  });

  it('[A7] should refuse a link after 30 minutes, an unknown one, and the second of two at once', async () => {
    const person = await stack.person();
    await stack.client().post('/password/forgot', { email: person.email });
    const token = await stack.linkToken(person.email, 'reset-password');
    const [row] = await stack.sql<{ minutes: number }>(`SELECT extract(epoch FROM expires_at - created_at)::integer / 60 AS minutes FROM password_resets WHERE owner_id = $1`, [person.id]);
    expect(row?.minutes).toBe(30);
    await stack.sql(`UPDATE password_resets SET expires_at = now() WHERE owner_id = $1`, [person.id]);
    expect((await stack.client().post('/password/reset', { token, password: NEW })).status).toBe(410);
    expect((await stack.client().post('/password/reset', { token: 'x'.repeat(43), password: NEW })).status).toBe(410);
    await stack.client().post('/password/forgot', { email: person.email });
    const next = await stack.linkToken(person.email, 'reset-password');
    const both = await Promise.all([NEW, `${NEW}?`].map((password) => stack.client().post('/password/reset', { token: next, password })));
    expect(both.map((a) => a.status).sort((x, y) => x - y)).toEqual([204, 410]);
  });

  it('should never keep a mailed token in the database', async () => {
    const person = await stack.person();
    await stack.client().post('/password/forgot', { email: person.email });
    const token = await stack.linkToken(person.email, 'reset-password');
    const [row] = await stack.sql<{ all: string }>(`SELECT (SELECT json_agg(m)::text FROM mails m) || (SELECT json_agg(p)::text FROM password_resets p) || (SELECT json_agg(o.body)::text FROM outbox o) AS all`);
    expect(token).not.toBeNull();
    expect(row?.all).not.toContain(token);
  });
});

describe('changing one\'s password', () => {
  it('[A5] [A7] should keep this session alone', async () => {
    const person = await stack.person();
    const [here, elsewhere] = [await stack.signedIn(person), await stack.signedIn(person)];
    await here.post('/tokens', { name: 'ci', scopes: ['auth:read'] });
    expect((await here.post('/me/password', { currentPassword: 'not the password', newPassword: NEW })).body).toMatchObject({ status: 403, type: '/problems/wrong-password' });
    expect((await here.post('/me/password', { currentPassword: person.password, newPassword: 'password1234' })).body).toMatchObject({ status: 422, errors: [{ pointer: '/newPassword' }] });
    expect((await here.post('/me/password', { currentPassword: person.password, newPassword: NEW })).status).toBe(204);
    expect([(await here.get('/me')).status, (await elsewhere.get('/me')).status]).toEqual([200, 401]);
    expect((await here.get('/tokens')).body['items']).toEqual([]);
    expect((await stack.client().post('/sessions', { identifier: person.email, password: NEW })).status).toBe(201);
  });

  it('[A4] should forget other devices, so that whoever knew the password is a stranger again', async () => {
    const person = await stack.person();
    const [here, thief] = [await stack.signedIn(person), await stack.signedIn(person)];
    await here.post('/me/password', { currentPassword: person.password, newPassword: NEW });
    for (let i = 0; i < 5; i += 1) await stack.client().post('/sessions', { identifier: person.email, password: 'a wrong password' });
    expect((await thief.post('/sessions', { identifier: person.email, password: NEW })).status).toBe(401);
    expect((await here.post('/sessions', { identifier: person.email, password: NEW })).status).toBe(201);
  });

  it('should leave no session behind that was opened with the former password at the same moment', async () => {
    const person = await stack.person();
    const here = await stack.signedIn(person);
    const [change, ...signIns] = await Promise.all([
      here.post('/me/password', { currentPassword: person.password, newPassword: NEW }),
      ...Array.from({ length: 6 }, () => stack.client().post('/sessions', { identifier: person.email, password: person.password })),
    ]);
    expect(change.status).toBe(204);
    expect(signIns.every((a) => a.status === 201 || a.status === 401)).toBe(true);
    expect((await here.get('/sessions')).body['items']).toHaveLength(1);
  });
});

describe('hashes of the former application', () => {
  it('[A3] should be accepted once and replaced by argon2id', async () => {
    const person = await stack.person();
    const old = `pbkdf2_sha256$600000$c2FsdA$${pbkdf2Sync(person.password, 'c2FsdA', 600_000, 32, 'sha256').toString('base64')}`;
    await stack.sql(`UPDATE credentials SET password_hash = $2 WHERE owner_id = $1`, [person.id, old]);
    expect((await stack.client().post('/sessions', { identifier: person.email, password: 'a wrong password' })).status).toBe(401);
    const stored = async (): Promise<string> => (await stack.sql<{ h: string }>(`SELECT password_hash AS h FROM credentials WHERE owner_id = $1`, [person.id]))[0]?.h ?? '';
    expect(await stored()).toBe(old);
    expect((await stack.client().post('/sessions', { identifier: person.email, password: person.password })).status).toBe(201);
    const upgraded = await stored();
    expect(upgraded).toMatch(/^pepper:t1\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await stack.client().post('/sessions', { identifier: person.email, password: person.password })).status).toBe(201);
    expect(await stored()).toBe(upgraded);
  });
});

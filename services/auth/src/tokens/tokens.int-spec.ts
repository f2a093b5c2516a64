import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { credentialHash } from '@practika/identity';
import { AuthStack } from '../testing/auth-stack.js';

let stack: AuthStack;
beforeAll(async () => { stack = await AuthStack.start(); });
afterAll(() => stack.stop());

const DAY = 24 * 60 * 60 * 1_000;
const bearer = (token: unknown) => {
  const client = stack.client();
  client.bearer = String(token);
  return client;
};

describe('API tokens', () => {
  it('[A8] [user-authentication.token-authentication] should be shown once, kept as a hash, and last 90 days', async () => {
    const client = await stack.signedIn(await stack.person());
    const made = await client.post('/tokens', { name: ' CI ', scopes: ['auth:read', 'media:write', 'auth:read'] }, { 'idempotency-key': 'same' });
    expect(made).toMatchObject({ status: 201, body: { name: 'CI', scopes: ['auth:read', 'media:write'], lastUsedAt: null, token: expect.stringMatching(/^prk_[0-9A-Za-z]{46}$/) } });
    expect(made.headers.get('location')).toBe(`/api/auth/v1/tokens/${String(made.body['id'])}`);
    const life = Date.parse(String(made.body['expiresAt'])) - Date.parse(String(made.body['createdAt']));
    expect(Math.abs(life - 90 * DAY)).toBeLessThan(DAY);
    // Shows a secret, so the key is ignored: a second one is made.
    expect((await client.post('/tokens', { name: 'CI', scopes: ['auth:read'] }, { 'idempotency-key': 'same' })).body['id']).not.toBe(made.body['id']);
    const { token: secret, ...rest } = made.body;
    expect(((await client.get('/tokens')).body['items'] as object[])[1]).toEqual(rest);
    const [row] = await stack.sql<{ all: string }>(`SELECT json_agg(t)::text AS all FROM api_tokens t`);
    expect(row?.all).not.toContain(secret);
    expect(row?.all).toContain(credentialHash(String(secret)));
  });

  it('[A8] should never be wider than their scopes or their owner, and reach no session, password, token or user route', async () => {
    const admin = await stack.signedIn(await stack.person('admin'));
    const scopes = ['auth:read', 'auth:write', 'exercises:read', 'exercises:write', 'media:read', 'media:write', 'consent:read', 'consent:write'];
    const all = bearer((await admin.post('/tokens', { name: 'all', scopes })).body['token']);
    expect((await all.get('/me')).status).toBe(200);
    expect((await all.get('/security-events')).status).toBe(200);
    expect((await all.patch('/me', { displayName: 'By token' })).status).toBe(200);
    const closed: (readonly [string, string])[] = [
      ['GET', '/sessions'], ['DELETE', '/sessions'], ['DELETE', '/sessions/current'], ['POST', '/sessions/current/step-up'], ['POST', '/me/password'], ['GET', '/tokens'], ['POST', '/tokens'],
      ['DELETE', '/tokens/019d0000-0000-7000-8000-000000000000'], ['GET', '/users'], ['GET', '/users/019d0000-0000-7000-8000-000000000000'], ['PATCH', '/users/019d0000-0000-7000-8000-000000000000'], ['POST', '/invitations'],
    ];
    for (const [method, path] of closed) expect((await all.request(method, path, method === 'GET' || method === 'DELETE' ? undefined : {})).body).toMatchObject({ status: 403 });
    const narrow = bearer((await admin.post('/tokens', { name: 'narrow', scopes: ['media:read'] })).body['token']);
    expect((await narrow.get('/me')).body).toMatchObject({ status: 403, type: '/problems/insufficient-scope' });
    const reader = bearer((await admin.post('/tokens', { name: 'reader', scopes: ['auth:read'] })).body['token']);
    expect((await reader.patch('/me', { displayName: 'X' })).status).toBe(403);
  });

  it('[A8] should be refused at once when revoked, past their end, or their owner is blocked', async () => {
    const person = await stack.person();
    const client = await stack.signedIn(person);
    const { id, token } = (await client.post('/tokens', { name: 'a', scopes: ['auth:read'] })).body;
    expect((await bearer(token).get('/me')).status).toBe(200);
    expect((await client.delete(`/tokens/${String(id)}`)).status).toBe(204);
    expect((await bearer(token).get('/me')).status).toBe(401);
    expect((await client.delete(`/tokens/${String(id)}`)).status).toBe(404);
    const { token: ending } = (await client.post('/tokens', { name: 'b', scopes: ['auth:read'] })).body;
    await stack.sql(`UPDATE api_tokens SET expires_at = now() WHERE token_hash = $1`, [credentialHash(String(ending))]);
    expect((await bearer(ending).get('/me')).status).toBe(401);
    const { token: owned } = (await client.post('/tokens', { name: 'c', scopes: ['auth:read'] })).body;
    await stack.sql(`UPDATE users SET status = 'blocked' WHERE id = $1`, [person.id]);
    expect((await bearer(owned).get('/me')).status).toBe(401);
    expect((await bearer('prk_nonsense').get('/me')).status).toBe(401);
  });

  it('[A8] should write down when they were last used', async () => {
    const client = await stack.signedIn(await stack.person());
    const { id, token } = (await client.post('/tokens', { name: 'a', scopes: ['auth:read'] })).body;
    await bearer(token).get('/me');
    const [row] = await stack.sql<{ used: boolean }>(`SELECT last_used_at IS NOT NULL AS used FROM api_tokens WHERE id = $1`, [id]);
    expect(row?.used).toBe(true);
  });

  it.each([
    [{ name: '' }, '/name'], [{ name: 'x'.repeat(101) }, '/name'], [{ scopes: [] }, '/scopes'], [{ scopes: ['everything'] }, '/scopes/0'], [{ expiresAt: 'tomorrow' }, '/expiresAt'],
    [{ expiresAt: new Date(Date.now() - 1_000).toISOString() }, '/expiresAt'], [{ expiresAt: new Date(Date.now() + 368 * DAY).toISOString() }, '/expiresAt'], [{ owner: 'me' }, '/owner'],
  ])('[A8] should refuse %j at its field', async (change, pointer) => {
    const client = await stack.signedIn(await stack.person());
    expect((await client.post('/tokens', { name: 'a', scopes: ['auth:read'], ...change })).body).toMatchObject({ status: 422, errors: [expect.objectContaining({ pointer })] });
  });

  it('[A8] should allow a year', async () => {
    const client = await stack.signedIn(await stack.person());
    const expiresAt = new Date(Date.now() + 365 * DAY).toISOString();
    expect((await client.post('/tokens', { name: 'a', scopes: ['auth:read'], expiresAt })).body).toMatchObject({ expiresAt });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CredentialCache, credentialHash } from '@practika/identity';
import type { TestClient } from '@practika/testing';
import { AuthStack } from '../testing/auth-stack.js';

let stack: AuthStack;
beforeAll(async () => { stack = await AuthStack.start({ ADMIN_ALLOWED_ADDRESSES: '192.0.2.0/24,2001:db8:aa::/48' }); });
afterAll(() => stack.stop());

const INSIDE = '192.0.2.10';
const admin = async (): Promise<TestClient> => stack.signedIn(await stack.person('admin'), stack.client(INSIDE));

describe('users', () => {
  it('[A10] [role-based-access-control.staff] [role-based-access-control.user] should be read by staff and administrators alone', async () => {
    const someone = await stack.person();
    for (const [role, status] of [['student', 403], ['instructor', 403], ['staff', 200], ['admin', 200]] as const) {
      const client = await stack.signedIn(await stack.person(role));
      expect((await client.get('/users')).status).toBe(status);
      expect((await client.get(`/users/${someone.id}`)).status).toBe(status);
    }
    expect((await stack.client().get('/users')).status).toBe(401);
  });

  it('should be found by a part of the address or a name, and page', async () => {
    const people = [await stack.person(), await stack.person('instructor')];
    const client = await stack.signedIn(await stack.person('staff'));
    const tag = people[0]?.username.slice(2) ?? '';
    expect((await client.get(`/users?search=${tag.toUpperCase()}`)).body).toMatchObject({ items: [{ id: people[0]?.id, email: people[0]?.email }], nextCursor: null });
    expect((await client.get('/users?search=%25')).body['items']).toEqual([]);
    const all: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await client.get(`/users?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      all.push(...(body['items'] as { id: string }[]).map((u) => u.id));
      cursor = body['nextCursor'] as string | null;
    }
    const [row] = await stack.sql<{ n: number }>(`SELECT count(*)::integer AS n FROM users`);
    expect(new Set(all).size).toBe(row?.n);
    expect(((await client.get('/users?role=instructor')).body['items'] as { role: string }[]).every((u) => u.role === 'instructor')).toBe(true);
    expect((await client.get('/users?role=boss')).body).toMatchObject({ status: 422, errors: [{ pointer: '?role' }] });
    expect((await client.get('/users/019d0000-0000-7000-8000-000000000000')).status).toBe(404);
  });

  it('[A10] [role-based-access-control.admin] should get another role from an administrator, which ends their sessions', async () => {
    const person = await stack.person();
    const session = await stack.signedIn(person);
    expect((await session.get('/me')).status).toBe(200);
    const client = await admin();
    const { headers } = await client.get(`/users/${person.id}`);
    const changed = await client.patch(`/users/${person.id}`, { role: 'instructor' }, { 'if-match': headers.get('etag') ?? '' });
    expect(changed).toMatchObject({ status: 200, body: { id: person.id, role: 'instructor', status: 'active' } });
    expect((await session.get('/me')).status).toBe(401);
    expect((await client.patch(`/users/${person.id}`, { role: 'student' }, { 'if-match': headers.get('etag') ?? '' })).status).toBe(412);
    expect(await stack.sql(`SELECT 1 FROM outbox WHERE name = 'practika.auth.role.changed.v1' AND body->>'subject' = $1`, [`user/${person.id}`])).toHaveLength(1);
    expect((await client.patch(`/users/${person.id}`, { role: 'emperor' })).body).toMatchObject({ status: 422, errors: [{ pointer: '/role' }] });
    expect((await client.patch('/users/019d0000-0000-7000-8000-000000000000', { role: 'emperor' })).status).toBe(404);
  });

  it('[A10] should keep their tokens with another role, which counts from that moment on', async () => {
    const person = await stack.person('staff');
    const session = await stack.signedIn(person);
    const bearer = stack.client();
    bearer.bearer = String((await session.post('/tokens', { name: 'a', scopes: ['auth:read'] })).body['token']);
    expect((await bearer.get('/me')).body).toMatchObject({ role: 'staff' });
    const principal = () => stack.get(CredentialCache).find(credentialHash(bearer.bearer ?? ''));
    for (const role of ['student', 'instructor']) {
      await (await admin()).patch(`/users/${person.id}`, { role });
      expect((await bearer.get('/me'))).toMatchObject({ status: 200, body: { role } });
      expect(await principal()).toMatchObject({ kind: 'token', userId: person.id, role, scopes: ['auth:read'] });
    }
    expect((await session.get('/me')).status).toBe(401);
  });

  it('[A10] should be shut out at once when blocked: sessions, tokens, sign-in', async () => {
    const person = await stack.person();
    const session = await stack.signedIn(person);
    const bearer = stack.client();
    bearer.bearer = String((await session.post('/tokens', { name: 'a', scopes: ['auth:read'] })).body['token']);
    expect((await bearer.get('/me')).status).toBe(200);
    expect((await (await admin()).patch(`/users/${person.id}`, { status: 'blocked' })).body).toMatchObject({ status: 'blocked' });
    expect([(await session.get('/me')).status, (await bearer.get('/me')).status]).toEqual([401, 401]);
    expect((await stack.client().post('/sessions', { identifier: person.email, password: person.password })).status).toBe(401);
  });

  it('[A10] [network-access-control.admin-access] [admin-security.ip-whitelist] should be changed from an allowed address alone, which no header of the client can pretend', async () => {
    const person = await stack.person();
    const boss = await stack.person('admin');
    const outside = await stack.signedIn(boss, stack.client('198.51.100.9'));
    const refused = await outside.patch(`/users/${person.id}`, { role: 'staff' });
    expect(refused.body).toMatchObject({ status: 403, type: '/problems/address-not-allowed' });
    // The trusted proxy appends the address it sees: what the client put before it counts for nothing.
    for (const pretended of [`${INSIDE}, 198.51.100.9`, 'rubbish', '']) expect((await outside.patch(`/users/${person.id}`, { role: 'staff' }, { 'x-forwarded-for': pretended, 'x-real-ip': INSIDE, forwarded: `for=${INSIDE}` })).status).toBe(403);
    const six = await stack.signedIn(boss, stack.client('2001:db8:aa:1::1'));
    expect((await six.patch(`/users/${person.id}`, { role: 'staff' })).status).toBe(200);
    expect((await outside.get(`/security-events?subject=${person.id}`)).status).toBe(403);
  });

  it('[A10] should want the password again for a change', async () => {
    const person = await stack.person();
    const client = await admin();
    const { id } = (await client.get('/me')).body;
    await stack.sql(`UPDATE sessions SET authenticated_at = now() - interval '6 minutes' WHERE owner_id = $1`, [id]);
    await stack.get(CredentialCache).forget([credentialHash(client.cookies.get('practika_session') ?? '')]);
    expect((await client.patch(`/users/${person.id}`, { role: 'staff' })).body).toMatchObject({ type: '/problems/step-up-required' });
  });

  it('[A10] should always leave one administrator, whatever happens at once', async () => {
    await stack.sql(`UPDATE users SET role = 'staff' WHERE role = 'admin'`);
    const people = await Promise.all(Array.from({ length: 4 }, () => stack.person('admin')));
    const clients = await Promise.all(people.map((p) => stack.signedIn(p, stack.client(INSIDE))));
    const answers = await Promise.all(clients.map((client, i) => client.patch(`/users/${people[(i + 1) % 4]?.id ?? ''}`, i % 2 ? { role: 'student' } : { status: 'blocked' })));
    expect(answers.every((a) => [200, 401, 403, 409].includes(a.status))).toBe(true);
    const [left] = await stack.sql<{ n: number }>(`SELECT count(*)::integer AS n FROM users WHERE role = 'admin' AND status = 'active'`);
    expect(left?.n).toBeGreaterThanOrEqual(1);
    await stack.sql(`UPDATE users SET role = 'staff' WHERE role = 'admin'`);
    const last = await stack.person('admin');
    const client = await stack.signedIn(last, stack.client(INSIDE));
    for (const change of [{ role: 'staff' }, { status: 'blocked' }]) expect((await client.patch(`/users/${last.id}`, change)).body).toMatchObject({ status: 409, type: '/problems/last-admin' });
    expect((await client.get('/me')).status).toBe(200);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@practika/identity';
import { AuthStack } from '../testing/auth-stack.js';

let stack: AuthStack;
beforeAll(async () => { stack = await AuthStack.start({ ADMIN_ALLOWED_ADDRESSES: '192.0.2.0/24' }); });
afterAll(() => stack.stop());

const as = async (role: Role, address = '192.0.2.20') => stack.signedIn(await stack.person(role), stack.client(address));

describe('invitations', () => {
  it('[A9] should make an account with the role and the address they are bound to, once', async () => {
    const { email, username, password } = stack.newPerson();
    const staff = await as('staff');
    const made = await staff.post('/invitations', { email, role: 'instructor' });
    expect(made).toMatchObject({ status: 201, body: { email, role: 'instructor', expiresAt: expect.any(String) } });
    expect(Date.parse(String(made.body['expiresAt'])) - Date.parse(String(made.body['createdAt']))).toBe(7 * 24 * 60 * 60 * 1_000);
    const token = await stack.linkToken(email, 'invitation');
    expect((await stack.client().post('/invitations/accept', { token, username, password: 'password1234' })).body).toMatchObject({ status: 422, errors: [{ pointer: '/password' }] });
    expect((await stack.client().post('/invitations/accept', { token, username: 'A', password })).status).toBe(422);
    expect((await stack.client().post('/invitations/accept', { token, username: (await stack.person()).username, password })).status).toBe(409);
    const both = await Promise.all([username, `${username}x`].map((name) => stack.client().post('/invitations/accept', { token, username: name, password })));
    expect(both.map((a) => a.status).sort((x, y) => x - y)).toEqual([201, 410]);
    const signedIn = await stack.client().post('/sessions', { identifier: email, password });
    expect(signedIn).toMatchObject({ status: 201, body: { user: { email, role: 'instructor' } } });
  });

  it('[A9] should end after 7 days, and when the address is invited again or has an account meanwhile', async () => {
    const [first, second] = [stack.newPerson(), stack.newPerson()];
    const staff = await as('staff');
    await staff.post('/invitations', { email: first.email, role: 'student' });
    const former = await stack.linkToken(first.email, 'invitation');
    await staff.post('/invitations', { email: first.email.toUpperCase(), role: 'instructor' });
    expect((await stack.client().post('/invitations/accept', { token: former, username: first.username, password: first.password })).status).toBe(410);
    await staff.post('/invitations', { email: second.email, role: 'student' });
    const token = await stack.linkToken(second.email, 'invitation');
    await stack.sql(`UPDATE invitations SET expires_at = now() WHERE email = $1`, [second.email]);
    expect((await stack.client().post('/invitations/accept', { token, username: second.username, password: second.password })).status).toBe(410);
    const existing = await stack.person();
    expect((await staff.post('/invitations', { email: existing.email, role: 'student' })).status).toBe(409);
  });

  it('[A9] [A10] should be made by staff for students and instructors, by administrators for anybody, from an allowed address', async () => {
    for (const [role, wanted, status] of [
      ['student', 'student', 403], ['instructor', 'student', 403], ['staff', 'student', 201], ['staff', 'instructor', 201], ['staff', 'staff', 403], ['staff', 'admin', 403],
      ['admin', 'student', 201], ['admin', 'staff', 201], ['admin', 'admin', 201],
    ] as const) expect([role, wanted, (await (await as(role)).post('/invitations', { email: stack.newPerson().email, role: wanted })).status]).toEqual([role, wanted, status]);
    const outside = await as('admin', '198.51.100.3');
    expect((await outside.post('/invitations', { email: stack.newPerson().email, role: 'admin' })).body).toMatchObject({ type: '/problems/address-not-allowed' });
    expect((await outside.post('/invitations', { email: stack.newPerson().email, role: 'student' })).status).toBe(201);
  });

  it('should be made once for one idempotency key', async () => {
    const staff = await as('staff');
    const body = { email: stack.newPerson().email, role: 'student' };
    const [a, b] = [await staff.post('/invitations', body, { 'idempotency-key': 'k1' }), await staff.post('/invitations', body, { 'idempotency-key': 'k1' })];
    expect(b).toMatchObject({ status: 201, body: a.body });
    expect((await staff.post('/invitations', { ...body, role: 'instructor' }, { 'idempotency-key': 'k1' })).status).toBe(422);
  });
});

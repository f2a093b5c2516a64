import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuthStack } from '../testing/auth-stack.js';

let stack: AuthStack;
beforeAll(async () => { stack = await AuthStack.start(); });
afterAll(() => stack.stop());

describe('from sign-up to the first request', () => {
  it('[A1] should lead from sign-up over the mailed link to a session', async () => {
    const client = stack.client();
    const person = stack.newPerson();
    const signUp = await client.post('/sign-up', { ...person, displayName: 'Ada  Öberg' });
    expect([signUp.status, signUp.body]).toEqual([202, {}]);
    expect((await client.post('/sessions', { identifier: person.email, password: person.password })).body).toMatchObject({ type: '/problems/sign-in-failed', status: 401 });

    const token = await stack.linkToken(person.email, 'verify-email');
    expect((await client.post('/verify-email', { token })).status).toBe(204);
    expect((await client.post('/verify-email', { token })).body).toMatchObject({ status: 410 });

    const signIn = await client.post('/sessions', { identifier: person.username, password: person.password });
    expect(signIn.status).toBe(201);
    expect(signIn.body).toMatchObject({ user: { email: person.email, username: person.username, displayName: 'Ada  Öberg', role: 'student', status: 'active' }, csrfToken: client.cookies.get('practika_csrf') });
    expect((await client.get('/me')).body).toMatchObject({ email: person.email, emailVerifiedAt: expect.any(String) });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuthStack } from '../testing/auth-stack.js';

let stack: AuthStack;
beforeAll(async () => { stack = await AuthStack.start(); });
afterAll(() => stack.stop());

describe('from sign-up to the first request', () => {
  it('[A1] should lead from sign-up over the mailed link to a session', async () => {
    const client = stack.client();
    const person = stack.newPerson();
    const signUp = await client.post('/sign-up', { ...person, displayName: ' Ada Öberg ' });
    expect([signUp.status, signUp.body]).toEqual([202, {}]);
    expect((await client.post('/sessions', { identifier: person.email, password: person.password })).body).toMatchObject({ type: '/problems/sign-in-failed', status: 401 });
    expect((await client.post('/verify-email', { token: await stack.linkToken(person.email, 'verify-email') })).status).toBe(204);
    const signIn = await client.post('/sessions', { identifier: person.username, password: person.password });
    expect(signIn.status).toBe(201);
    expect(signIn.body).toMatchObject({
      user: { email: person.email, username: person.username, displayName: 'Ada Öberg', role: 'student', status: 'active' }, csrfToken: client.cookies.get('practika_csrf'), expiresAt: expect.any(String),
    });
    const me = await client.get('/me');
    expect(me.body).toMatchObject({ email: person.email, emailVerifiedAt: expect.any(String) });
    const events = await stack.sql<{ name: string }>(`SELECT name FROM outbox WHERE kind = 'event' AND body->>'subject' = $1 ORDER BY position`, [`user/${String(me.body['id'])}`]);
    expect(events.map((e) => e.name)).toEqual(['practika.auth.user.registered.v1', 'practika.auth.user.verified.v1']);
  });

  it('[A1] should accept a link once, and only the latest, and only for 24 hours', async () => {
    const client = stack.client();
    const person = stack.newPerson();
    await client.post('/sign-up', person);
    const first = await stack.linkToken(person.email, 'verify-email');
    await client.post('/verify-email/resend', { email: person.email });
    const second = await stack.linkToken(person.email, 'verify-email');
    expect(second).not.toBe(first);
    expect((await client.post('/verify-email', { token: first })).body).toMatchObject({ status: 410, type: '/problems/gone' });
    await stack.sql(`UPDATE sign_ups SET token_expires_at = now() WHERE email = $1`, [person.email]);
    expect((await client.post('/verify-email', { token: second })).status).toBe(410);
    await client.post('/verify-email/resend', { email: person.email });
    const third = await stack.linkToken(person.email, 'verify-email');
    const both = await Promise.all([client.post('/verify-email', { token: third }), client.post('/verify-email', { token: third })]);
    expect(both.map((a) => a.status).sort((x, y) => x - y)).toEqual([204, 410]);
    for (const token of ['never-was-one', 'x'.repeat(500)]) expect((await client.post('/verify-email', { token })).status).toBe(410);
  });

  it('should let a sign-up that was never confirmed lose its user name after 7 days, and its link with it', async () => {
    const [late, next] = [stack.newPerson(), stack.newPerson()];
    await stack.client().post('/sign-up', late);
    const token = await stack.linkToken(late.email, 'verify-email');
    expect((await stack.client().post('/sign-up', { ...next, username: late.username })).status).toBe(409);
    await stack.sql(`UPDATE sign_ups SET expires_at = now() WHERE email = $1`, [late.email]);
    expect((await stack.client().post('/verify-email', { token })).status).toBe(410);
    expect((await stack.client().post('/sign-up', { ...next, username: late.username })).status).toBe(202);
    expect((await stack.client().post('/verify-email', { token: await stack.linkToken(next.email, 'verify-email') })).status).toBe(204);
  });

  it('[A1] should verify the password that was given with the link, not one that a stranger gave for the address before', async () => {
    const [stranger, owner] = [stack.newPerson(), stack.newPerson()];
    await stack.client().post('/sign-up', { ...stranger, email: owner.email });
    await stack.client().post('/sign-up', owner);
    await stack.client().post('/verify-email', { token: await stack.linkToken(owner.email, 'verify-email') });
    expect((await stack.client().post('/sessions', { identifier: owner.email, password: stranger.password })).status).toBe(401);
    expect((await stack.client().post('/sessions', { identifier: owner.email, password: owner.password })).status).toBe(201);
  });

  it('[A1] should mail a link again three times an hour at most, and answer the same afterwards', async () => {
    const person = stack.newPerson();
    await stack.client().post('/sign-up', person);
    for (let i = 0; i < 5; i += 1) expect(await stack.client().post('/verify-email/resend', { email: person.email })).toMatchObject({ status: 202, body: {} });
    const mails = await stack.sql<{ kind: string }>(`SELECT kind FROM mails WHERE address = $1 ORDER BY id`, [person.email]);
    expect(mails.map((m) => m.kind)).toEqual([...Array<string>(4).fill('verify-email'), 'suppressed', 'suppressed']);
    // The latest mail that went out still works.
    expect((await stack.client().post('/verify-email', { token: await stack.linkToken(person.email, 'verify-email') })).status).toBe(204);
  });

  it('should give a user name to one of many who want it at once', async () => {
    const { username } = stack.newPerson();
    const answers = await Promise.all(Array.from({ length: 8 }, () => stack.client().post('/sign-up', { ...stack.newPerson(), username })));
    expect(answers.map((a) => a.status).sort((x, y) => x - y)).toEqual([202, 409, 409, 409, 409, 409, 409, 409]);
  });

  it.each([
    [{ email: 'no address' }, '/email'], [{ email: `${'a'.repeat(250)}@example.org` }, '/email'], [{ username: 'ab' }, '/username'], [{ username: 'Upper' }, '/username'], [{ username: 'a b c' }, '/username'],
    [{ username: 'admin' }, '/username'], [{ username: 'ad.min' }, '/username'], [{ username: 'x'.repeat(31) }, '/username'], [{ displayName: '  ' }, '/displayName'],
    [{ displayName: 'x'.repeat(101) }, '/displayName'], [{ displayName: 'two\nlines' }, '/displayName'], [{ displayName: 'nul\0' }, '/displayName'], [{ displayName: '\ud800' }, '/displayName'],
    [{ password: 'password1234' }, '/password'], [{ password: 'short' }, '/password'], [{ password: 12 }, '/password'], [{ role: 'admin' }, '/role'],
  ])('should refuse %j at its field', async (change, pointer) => {
    const answer = await stack.client().post('/sign-up', { ...stack.newPerson(), ...change });
    expect(answer).toMatchObject({ status: 422, body: { type: '/problems/validation-failed', errors: expect.arrayContaining([expect.objectContaining({ pointer })]) } });
  });

  it('should refuse unsafe requests from other sites on open routes', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      expect((await stack.client().post('/sign-up', stack.newPerson(), headers as unknown as Record<string, string>)).body).toMatchObject({ status: 403, type: '/problems/csrf-failed' });
    }
  });
});

describe('profile', () => {
  it('should change names under an ETag and tell the other services', async () => {
    const person = await stack.person();
    const client = await stack.signedIn(person);
    const etag = (await client.get('/me')).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[^"]+"$/);
    const changed = await client.patch('/me', { displayName: 'Ada' }, { 'if-match': etag });
    expect(changed).toMatchObject({ status: 200, body: { displayName: 'Ada', username: person.username } });
    expect(changed.headers.get('etag')).not.toBe(etag);
    expect((await client.patch('/me', { displayName: 'Eve' }, { 'if-match': etag })).status).toBe(412);
    expect((await client.patch('/me', { username: `n-${person.username}` })).body).toMatchObject({ username: `n-${person.username}` });
    const other = await stack.person();
    expect((await client.patch('/me', { username: other.username })).body).toMatchObject({ status: 409, type: '/problems/username-taken' });
    expect((await client.patch('/me', { email: 'new@example.org' })).status).toBe(422);
    const events = await stack.sql(`SELECT 1 FROM outbox WHERE name = 'practika.auth.user.updated.v1' AND body->>'subject' = $1`, [`user/${person.id}`]);
    expect(events).toHaveLength(2);
  });
});

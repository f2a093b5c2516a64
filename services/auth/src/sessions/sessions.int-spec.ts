import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { credentialHash, CredentialCache } from '@practika/identity';
import { AuthStack } from '../testing/auth-stack.js';

let stack: AuthStack;
beforeAll(async () => { stack = await AuthStack.start(); });
afterAll(() => stack.stop());

interface Listed { readonly id: string; readonly current: boolean; readonly expiresAt: string; readonly lastSeenAt: string; readonly createdAt: string; readonly device: string; readonly ipPrefix: string }
const SECOND = 1_000;

describe('sessions', () => {
  it('[A5] [session-security.session-cookie-httponly] [session-security.session-cookie-samesite] [session-security.session-expire-at-browser-close] [csrf-protection.csrf-cookie-httponly] [csrf-protection.csrf-cookie-samesite] should set cookies as the contract says', async () => {
    const person = await stack.person();
    const answer = await stack.client().post('/sessions', { identifier: person.email, password: person.password });
    const cookies = answer.headers.getSetCookie();
    expect(cookies).toEqual([
      expect.stringMatching(/^practika_session=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
      expect.stringMatching(/^practika_csrf=[A-Za-z0-9_-]{43}; Path=\/; SameSite=Lax$/),
      expect.stringMatching(/^practika_device=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Lax$/),
    ]);
  });

  it('[A5] should keep a hash of the session and of the device, never themselves', async () => {
    const person = await stack.person();
    const client = await stack.signedIn(person);
    const raw = client.cookies.get('practika_session') ?? '';
    expect(await stack.sql(`SELECT 1 FROM sessions WHERE token_hash = $1`, [credentialHash(raw)])).toHaveLength(1);
    const tables = await stack.sql<{ all: string }>(`SELECT (SELECT json_agg(s)::text FROM sessions s) || (SELECT json_agg(d)::text FROM known_devices d) || coalesce((SELECT json_agg(o.body)::text FROM outbox o), '') AS all`);
    expect(tables[0]?.all).not.toContain(raw);
    expect(tables[0]?.all).not.toContain(client.cookies.get('practika_device'));
  });

  it('[A5] should list where one is signed in, newest first, with a device in words and no full address', async () => {
    const person = await stack.person();
    await stack.signedIn(person, stack.client('203.0.113.77'));
    const client = await stack.signedIn(person, stack.client('2001:db8:1:2::3'));
    const { body } = await client.get('/sessions');
    expect(body).toMatchObject({
      nextCursor: null,
      items: [{ current: true, device: 'Firefox on Linux', ipPrefix: '2001:db8:1::/48' }, { current: false, device: 'Firefox on Linux', ipPrefix: '203.0.113.0/24' }],
    });
    const first = await client.get('/sessions?limit=1');
    expect((await client.get(`/sessions?limit=1&cursor=${String(first.body['nextCursor'])}`)).body).toMatchObject({ items: [{ current: false }], nextCursor: null });
    expect((await client.get('/sessions?cursor=rubbish')).body).toMatchObject({ status: 422, errors: [{ pointer: '?cursor' }] });
  });

  it('[A5] [session-security.session-cookie-age] [admin-security.session-timeout] should end after an hour idle, for staff after half an hour, and never later than after twelve hours', async () => {
    for (const [role, minutes] of [['student', 60], ['instructor', 60], ['staff', 30], ['admin', 30]] as const) {
      const client = await stack.signedIn(await stack.person(role));
      const [session] = (await client.get('/sessions')).body['items'] as Listed[];
      expect(Math.abs(Date.parse(session?.expiresAt ?? '') - Date.parse(session?.lastSeenAt ?? '') - minutes * 60 * SECOND)).toBeLessThan(SECOND);
      const { id } = session as Listed;
      await stack.get(CredentialCache).forget([credentialHash(client.cookies.get('practika_session') ?? '')]);
      await stack.sql(`UPDATE sessions SET last_seen_at = now() - make_interval(mins => $2) + interval '5 seconds' WHERE id = $1`, [id, minutes]);
      expect((await client.get('/me')).status).toBe(200);
      await stack.get(CredentialCache).forget([credentialHash(client.cookies.get('practika_session') ?? '')]);
      await stack.sql(`UPDATE sessions SET last_seen_at = now() - make_interval(mins => $2) WHERE id = $1`, [id, minutes]);
      expect((await client.get('/me')).status).toBe(401);
    }
    const client = await stack.signedIn(await stack.person());
    const hash = credentialHash(client.cookies.get('practika_session') ?? '');
    const [row] = await stack.sql<{ hours: number }>(`SELECT extract(epoch FROM ends_at - created_at)::integer / 3600 AS hours FROM sessions WHERE token_hash = $1`, [hash]);
    expect(row?.hours).toBe(12);
    await stack.get(CredentialCache).forget([hash]);
    await stack.sql(`UPDATE sessions SET ends_at = now() WHERE token_hash = $1`, [hash]);
    expect((await client.get('/me')).status).toBe(401);
  });

  it('[A5] should write down that it is in use, once a minute at most', async () => {
    const client = await stack.signedIn(await stack.person());
    const hash = credentialHash(client.cookies.get('practika_session') ?? '');
    const seen = async (): Promise<number> => (await stack.sql<{ ago: number }>(`SELECT extract(epoch FROM now() - last_seen_at)::float8 AS ago FROM sessions WHERE token_hash = $1`, [hash]))[0]?.ago ?? 0;
    await stack.sql(`UPDATE sessions SET last_seen_at = now() - interval '10 minutes' WHERE token_hash = $1`, [hash]);
    await client.get('/me');
    expect(await seen()).toBeLessThan(5);
    await stack.get(CredentialCache).forget([hash]);
    await stack.sql(`UPDATE sessions SET last_seen_at = now() - interval '30 seconds' WHERE token_hash = $1`, [hash]);
    await client.get('/me');
    expect(await seen()).toBeGreaterThan(29);
  });

  it('[A5] [user-authentication.session-authentication] should be over at once when it is ended: this one, another one, all others', async () => {
    const person = await stack.person();
    const [a, b, c] = [await stack.signedIn(person), await stack.signedIn(person), await stack.signedIn(person)];
    for (const client of [a, b, c]) expect((await client.get('/me')).status).toBe(200);
    const others = ((await a.get('/sessions')).body['items'] as Listed[]).filter((s) => !s.current);
    expect((await a.delete(`/sessions/${others[0]?.id ?? ''}`)).status).toBe(204);
    expect([(await b.get('/me')).status, (await c.get('/me')).status].sort((x, y) => x - y)).toEqual([200, 401]);
    expect((await a.delete('/sessions')).status).toBe(204);
    expect([(await a.get('/me')).status, (await b.get('/me')).status, (await c.get('/me')).status]).toEqual([200, 401, 401]);
    const raw = a.cookies.get('practika_session') ?? '';
    expect((await a.delete('/sessions/current')).status).toBe(204);
    expect(a.cookies.has('practika_session')).toBe(false);
    a.cookies.set('practika_session', raw);
    expect((await a.get('/me')).status).toBe(401);
  });

  it("[A5] should not know other people's sessions", async () => {
    const [mine, theirs] = [await stack.signedIn(await stack.person()), await stack.signedIn(await stack.person())];
    const [session] = (await theirs.get('/sessions')).body['items'] as Listed[];
    expect((await mine.delete(`/sessions/${session?.id ?? ''}`)).status).toBe(404);
    expect((await mine.delete('/sessions/no-id')).status).toBe(404);
    expect((await theirs.get('/me')).status).toBe(200);
  });

  it('[A5] should replace the session that a browser carries when it signs in anew', async () => {
    const person = await stack.person();
    const client = await stack.signedIn(person);
    const former = client.cookies.get('practika_session') ?? '';
    await stack.signedIn(person, client);
    const thief = stack.client();
    thief.cookies.set('practika_session', former);
    expect((await thief.get('/me')).status).toBe(401);
    expect((await client.get('/sessions')).body['items']).toHaveLength(1);
  });

  it('[S12] [csrf-protection.csrf-use-sessions] [csrf-protection.csrf-trusted-origins] should want the CSRF token of this session for every change', async () => {
    const person = await stack.person();
    const client = await stack.signedIn(person);
    const token = client.cookies.get('practika_csrf') ?? '';
    expect((await client.get('/csrf')).body).toEqual({ csrfToken: token });
    expect((await client.patch('/me', { displayName: 'A' }, { 'x-csrf-token': 'wrong' })).body).toMatchObject({ type: '/problems/csrf-failed' });
    const foreign = (await stack.client().get('/csrf')).body['csrfToken'] as string;
    client.cookies.set('practika_csrf', foreign);
    expect((await client.patch('/me', { displayName: 'A' })).body).toMatchObject({ type: '/problems/csrf-failed' });
    await client.get('/csrf');
    expect((await client.patch('/me', { displayName: 'A' })).status).toBe(200);
    expect((await client.patch('/me', { displayName: 'B' }, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await client.patch('/me', { displayName: 'B' }, { origin: 'http://localhost:8080' })).status).toBe(200);
  });
});

describe('step-up', () => {
  it('[A6] should ask for the password again after five minutes, and be satisfied for five more', async () => {
    const person = await stack.person();
    const client = await stack.signedIn(person);
    const hash = credentialHash(client.cookies.get('practika_session') ?? '');
    const wanted = { name: 'ci', scopes: ['media:read'] };
    expect((await client.post('/tokens', wanted)).status).toBe(201);
    await stack.get(CredentialCache).forget([hash]);
    await stack.sql(`UPDATE sessions SET authenticated_at = now() - interval '6 minutes' WHERE token_hash = $1`, [hash]);
    expect((await client.post('/tokens', wanted)).body).toMatchObject({ status: 403, type: '/problems/step-up-required' });
    expect((await client.post('/sessions/current/step-up', { password: 'not the password' })).body).toMatchObject({ status: 403, type: '/problems/wrong-password' });
    expect((await client.post('/tokens', wanted)).status).toBe(403);
    expect((await client.post('/sessions/current/step-up', { password: person.password })).status).toBe(204);
    expect((await client.post('/tokens', wanted)).status).toBe(201);
  });

  it('[A4] should not let a borrowed session guess the password for long', async () => {
    const client = await stack.signedIn(await stack.person());
    const answers = [];
    for (let i = 0; i < 12; i += 1) answers.push((await client.post('/sessions/current/step-up', { password: `guess ${i}` })).status);
    expect(answers).toEqual([...Array<number>(10).fill(403), 429, 429]);
  });
});

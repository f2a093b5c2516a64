import { Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DatabaseModule, IdempotencyRepository, sharedMigrations, uuidv7 } from '@practika/database';
import { CredentialCache, credentialHash, csrfTokenFor, type Principal } from '@practika/identity';
import { startMetricsServer } from '@practika/observability';
import { backends, createTestDatabase, newServiceKey, TestClient, type TestDatabase } from '@practika/testing';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { ApiModule, type RunningApi, startApi } from './index.js';
import { MINE, NotesController, OTHERS, SlowController } from './testing/notes.controller.js';

describe('the HTTP library over the wire', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let origin: string;
  let cache: CredentialCache;

  async function open(limits: { anonymousPerHour: number; personPerHour: number }): Promise<RunningApi> {
    const nowhere = 'http://127.0.0.1:9';
    const config = {
      profile: 'test' as const, host: '127.0.0.1', port: 0, internalPort: 0, metricsPort: 0, publicOrigin: 'http://localhost:8080', origins: ['http://localhost:8080'],
      trustedProxies: [], redisCacheUrl: backends.redisCacheUrl, serviceKey: newServiceKey(), peers: { auth: nowhere, exercises: nowhere, media: nowhere, consent: nowhere },
      logLevel: 'fatal' as const, shutdownDelaySeconds: 0, shutdownGraceSeconds: 5, limits,
    };
    @Module({
      imports: [
        DatabaseModule.forRoot({ url: database.runtimeUrl, entities: [], migrations: sharedMigrations, applicationName: 'test', poolSize: 4 }),
        ApiModule.forRoot({ service: 'media', version: '0', config }),
      ],
      controllers: [NotesController, SlowController],
    })
    class App {}
    return startApi(App, config, { handleSignals: false, metrics: false });
  }

  beforeAll(async () => {
    database = await createTestDatabase('http', sharedMigrations);
    api = await open({ anonymousPerHour: 1_000_000, personPerHour: 1_000_000 });
    origin = `http://127.0.0.1:${api.port}`;
    cache = api.app.get(CredentialCache);
  });

  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  async function signedIn(principal: Partial<Principal> = {}): Promise<TestClient> {
    const raw = randomBytes(32).toString('base64url');
    await cache.remember(credentialHash(raw), { kind: 'session', userId: uuidv7(), role: 'student', leaving: false, sessionId: uuidv7(), authenticatedAt: Date.now(), ...principal } as Principal);
    const client = new TestClient(origin);
    client.cookies.set('practika_session', raw);
    client.cookies.set('practika_csrf', csrfTokenFor(raw));
    return client;
  }

  /** What a client gets that reads only when everything is sent; rejects when the connection is reset. */
  const wholeAnswer = (request: string): Promise<string> => new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(api.port, '127.0.0.1', () => socket.write(request, () => socket.on('data', (chunk) => { answer += chunk.toString(); })));
    socket.on('error', reject).on('close', () => resolve(answer));
  });

  const problem = (type: string) => expect.objectContaining({ type: `/problems/${type}`, title: expect.any(String), detail: expect.any(String), instance: expect.any(String) });

  it('should answer strangers 401 on closed and unknown paths and methods, and 405 only on open paths', async () => {
    const stranger = new TestClient(origin);
    for (const [method, path] of [['GET', '/api/media/v1/notes'], ['POST', '/api/media/v1/notes'], ['GET', '/nothing'], ['PUT', '/api/media/v1/notes'], ['GET', '/%zz'], ['GET', '/livez'], ['GET', '/internal/jwks'], ['GET', '/%69nternal/jwks'], ['GET', '/%6civez'], ['GET', '/internal%2Fjwks']] as const) {
      const answer = await stranger.request(method, path, method === 'GET' ? undefined : 'x'.repeat(2_000_000));
      expect([path, answer.status]).toEqual([path, 401]);
      expect(answer.body).toEqual(problem('unauthenticated'));
    }
    expect((await stranger.get('/api/media/v1/notes/open')).status).toBe(200);
    const metrics = await stranger.get('/metrics');
    expect([metrics.body, metrics.headers.get('content-type')]).toEqual([problem('not-found'), 'application/problem+json']);
    const wrongMethod = await stranger.post('/api/media/v1/notes/open');
    expect(wrongMethod.status).toBe(405);
    expect(wrongMethod.headers.get('allow')).toBe('GET, HEAD, PATCH');
  });

  it('should keep internal paths on the internal port and public ones off it', async () => {
    const internal = new TestClient(`http://127.0.0.1:${api.internalPort}`);
    expect((await internal.get('/livez')).status).toBe(200);
    expect((await internal.get('/readyz')).body).toEqual({ ready: true, checks: { database: 'ok', schema: 'ok', cache: 'ok' } });
    expect((await internal.get('/internal/jwks')).status).toBe(200);
    expect((await internal.get('/api/media/v1/notes/open')).status).toBe(401);
    expect((await internal.get('/%61pi/media/v1/notes/open')).status).toBe(401);
  });

  it('[S12] should need the CSRF token of this very session for unsafe requests by cookie', async () => {
    const client = await signedIn();
    const other = await signedIn();
    expect((await client.post('/api/media/v1/notes', { name: 'abc' })).status).toBe(201);
    client.cookies.set('practika_csrf', other.cookies.get('practika_csrf') ?? '');
    expect((await client.post('/api/media/v1/notes', { name: 'abc' })).body).toEqual(problem('csrf-failed'));
    client.cookies.delete('practika_csrf');
    expect((await client.post('/api/media/v1/notes', { name: 'abc' })).status).toBe(403);
  });

  it('[S12] should refuse foreign origins and cross-site fetches on unsafe methods, open routes too', async () => {
    const client = await signedIn();
    expect((await client.post('/api/media/v1/notes', { name: 'abc' }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await client.post('/api/media/v1/notes', { name: 'abc' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await client.post('/api/media/v1/notes', { name: 'abc' }, { origin: 'http://localhost:8080' })).status).toBe(201);
  });

  it('[S12] should take requests with a bearer token from any origin, on open routes too', async () => {
    const stranger = new TestClient(origin);
    expect((await stranger.post('/api/media/v1/notes/said', { name: 'abc' }, { origin: 'https://evil.example' })).body).toEqual(problem('csrf-failed'));
    expect((await stranger.post('/api/media/v1/notes/said', { name: 'abc' }, { origin: 'https://evil.example', authorization: 'Bearer prk_any' })).status).toBe(201);
  });

  it('should answer unusual methods and unreadable content types like any other request', async () => {
    const stranger = new TestClient(origin);
    const client = await signedIn();
    expect((await stranger.request('QUERY', '/api/media/v1/notes')).status).toBe(401);
    expect((await stranger.request('PURGE', '/api/media/v1/notes')).status).toBe(401);
    expect((await client.request('QUERY', '/api/media/v1/notes')).body).toEqual(problem('method-not-allowed'));
    expect((await client.request('LINK', '/nothing')).status).toBe(404);
    expect((await client.patch(`/api/media/v1/notes/${'a'.repeat(300)}`, {})).status).toBe(404);
    expect((await stranger.post('/api/media/v1/notes', 'x', { 'content-type': 'rubbish' })).status).toBe(401);
    expect((await client.post('/api/media/v1/notes', 'x', { 'content-type': 'rubbish' })).body).toEqual(problem('unsupported-media-type'));
    expect((await client.post('/api/media/v1/notes', '{}', { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it('should answer a body that it does not read once all of it is sent, so that the answer arrives', async () => {
    const big = 'x'.repeat(3_000_000);
    const headers = (more: string) => `Host: x\r\nConnection: close\r\nContent-Type: text/plain\r\n${more}\r\n\r\n`;
    const sized = `Content-Length: ${big.length}`;
    expect(await wholeAnswer(`POST /api/media/v1/notes HTTP/1.1\r\n${headers(sized)}${big}`)).toContain('401 Unauthorized');
    expect(await wholeAnswer(`POST /api/media/v1/notes/said HTTP/1.1\r\n${headers(sized)}${big}`)).toContain('/problems/body-too-large');
    const chunked = `${big.length.toString(16)}\r\n${big}\r\n0\r\n\r\n`;
    expect(await wholeAnswer(`POST /api/media/v1/notes/said HTTP/1.1\r\n${headers('Transfer-Encoding: chunked')}${chunked}`)).toContain('/problems/body-too-large');
  });

  it('should refuse in the order of the contract', async () => {
    const client = await signedIn();
    expect((await client.get('/nothing')).status).toBe(404);
    expect((await client.put('/api/media/v1/notes', {})).status).toBe(405);
    expect((await client.post('/nothing', 'x'.repeat(1_100_000))).status).toBe(404);
    const staff = await signedIn({ role: 'staff' });
    expect((await staff.request('DELETE', '/api/media/v1/notes/everything', 'x'.repeat(1_100_000))).status).toBe(413);
    expect((await staff.request('DELETE', '/api/media/v1/notes/everything', 'x'.repeat(1_000_000))).status).toBe(204);
    expect((await client.put('/api/media/v1/notes', '{')).status).toBe(405);
    expect((await client.put('/api/media/v1/notes', 'x', { 'content-type': 'text/plain' })).status).toBe(405);
    expect((await client.delete('/api/media/v1/notes/everything')).body).toEqual(problem('forbidden'));
    expect((await (await signedIn({ role: 'staff', authenticatedAt: Date.now() - 301_000 })).delete('/api/media/v1/notes/everything')).body).toEqual(problem('step-up-required'));
    expect((await (await signedIn({ role: 'staff' })).delete('/api/media/v1/notes/everything')).status).toBe(204);
    expect((await client.patch(`/api/media/v1/notes/${uuidv7()}`, 'x'.repeat(1_100_000))).status).toBe(413);
    expect((await client.patch(`/api/media/v1/notes/${uuidv7()}`, 'x', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await client.patch(`/api/media/v1/notes/${uuidv7()}`, '{')).body).toEqual(problem('malformed-json'));
    expect((await client.patch(`/api/media/v1/notes/${uuidv7()}`, { wrong: 1 })).status).toBe(404);
    expect((await client.patch('/api/media/v1/notes/not-an-id', { wrong: 1 })).status).toBe(404);
    expect((await client.patch(`/api/media/v1/notes/${OTHERS}`, { wrong: 1 })).status).toBe(403);
    const invalid = await client.patch(`/api/media/v1/notes/${MINE}`, { wrong: 1, name: 'ab' });
    expect(invalid.status).toBe(422);
    expect(invalid.body['errors']).toEqual(expect.arrayContaining([expect.objectContaining({ pointer: '/wrong' }), expect.objectContaining({ pointer: '/name' })]));
    expect((await client.patch(`/api/media/v1/notes/${MINE}`)).status).toBe(422);
  });

  it('should refuse NUL and lone surrogates with a pointer', async () => {
    const client = await signedIn();
    expect((await client.post('/api/media/v1/notes', '{"name":"ab\\u0000c"}')).body['errors']).toEqual([expect.objectContaining({ pointer: '/name' })]);
    expect((await client.post('/api/media/v1/notes', '{"name":"ab\\ud800c"}')).status).toBe(422);
  });

  it('should replay a kept answer for an idempotency key, refuse another body and a key that is too long', async () => {
    const client = await signedIn();
    const key = { 'idempotency-key': 'k1' };
    const [first, second] = [await client.post('/api/media/v1/notes', { name: 'abc' }, key), await client.post('/api/media/v1/notes', { name: 'abc' }, key)];
    expect([second.status, second.text, second.headers.get('location')]).toEqual([201, first.text, first.headers.get('location')]);
    expect((await client.post('/api/media/v1/notes', { name: 'abcd' }, key)).body).toEqual(problem('idempotency-key-reused'));
    const long = await client.post('/api/media/v1/notes', { name: 'abc' }, { 'idempotency-key': 'k'.repeat(256) });
    expect([long.status, long.body['errors']]).toEqual([422, []]);
    expect((await client.post('/api/media/v1/notes', { name: 'x' }, { 'idempotency-key': 'k2' })).status).toBe(422);
    expect((await client.post('/api/media/v1/notes', { name: 'xyz' }, { 'idempotency-key': 'k2' })).status).toBe(201);
  });

  it('should create once under an idempotency key whose first answer was lost, or could not be kept', async () => {
    const client = await signedIn();
    const notes = api.app.get(NotesController);
    notes.ids.length = 0;
    const key = { 'idempotency-key': 'lost' };
    expect((await client.post('/api/media/v1/notes', { name: 'answer lost' }, key)).status).toBe(503);
    expect((await client.post('/api/media/v1/notes', { name: 'answer lost' }, key)).status).toBe(201);
    expect([notes.ids.length, new Set(notes.ids).size]).toEqual([2, 1]);

    const keys = api.app.get(IdempotencyRepository);
    const keep = jest.spyOn(keys, 'keep').mockRejectedValueOnce(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    const unkept = { 'idempotency-key': 'unkept' };
    const made = await client.post('/api/media/v1/notes', { name: 'abc' }, unkept);
    expect([made.status, keep.mock.calls.length]).toEqual([201, 1]);
    // Within the lease nobody else creates under this key.
    expect((await client.post('/api/media/v1/notes', { name: 'abc' }, unkept)).body).toEqual(problem('in-progress'));
    keep.mockRestore();
  });

  it('[S12] should send the security headers, limits and request id with every answer', async () => {
    const client = await signedIn();
    for (const path of ['/api/media/v1/notes', '/nothing', '/api/media/v1/notes/open', '/api/media/v1/health']) {
      const { headers } = await client.get(path, { 'x-request-id': 'abcdefgh-1' });
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).not.toContain('unsafe-inline');
      expect(headers.get('ratelimit')).toMatch(/^"default";r=\d+;t=\d+$/);
      expect(headers.get('ratelimit-policy')).toMatch(/^"default";q=\d+;w=3600$/);
      expect(headers.get('x-request-id')).toBe('abcdefgh-1');
      expect(headers.get('server')).toBeNull();
      expect(headers.get('cache-control')).toBe('no-store');
    }
    expect((await client.get('/nothing', { 'x-request-id': 'bad id' })).headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('should hide defects behind 500 and call outages 503 with Retry-After', async () => {
    const client = await signedIn();
    const defect = await client.get('/api/media/v1/notes/defect');
    expect([defect.status, defect.text.includes('secrets')]).toEqual([500, false]);
    const outage = await client.get('/api/media/v1/notes/outage');
    expect([outage.status, outage.headers.get('retry-after')]).toEqual([503, '5']);
    const unknownSession = new TestClient(origin);
    unknownSession.cookies.set('practika_session', randomBytes(32).toString('base64url'));
    expect((await unknownSession.get('/api/media/v1/notes')).status).toBe(503);
  });

  it('[A5] should treat a revoked session as a stranger at once', async () => {
    const client = await signedIn();
    expect((await client.get('/api/media/v1/notes')).status).toBe(200);
    await cache.revoke([credentialHash(client.cookies.get('practika_session') ?? '')]);
    expect((await client.get('/api/media/v1/notes')).status).toBe(401);
  });

  it('should count requests by the pattern of their route, and never by a path that somebody chose', async () => {
    const client = await signedIn();
    await client.patch(`/api/media/v1/notes/${uuidv7()}`, {});
    await client.get('/api/media/v1/nothing-of-the-kind');
    await new TestClient(origin).request('PURGE', '/api/media/v1/notes');
    const server = await startMetricsServer({ host: '127.0.0.1', port: 0 });
    const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text();
    await server.close();
    expect(text).toMatch(/^# TYPE http_requests_total counter$/m);
    expect(text).toMatch(/^http_requests_total\{method="PATCH",route="\/api\/media\/v1\/notes\/:id",status="404"\} \d+$/m);
    expect(text).toMatch(/^http_requests_total\{method="GET",route="unmatched",status="404"\} \d+$/m);
    expect(text).toMatch(/^http_requests_total\{method="OTHER",route="unmatched",status="401"\} \d+$/m);
    expect(text).toMatch(/^# TYPE http_request_duration_seconds histogram$/m);
    const of = (metric: string) => Number(new RegExp(`^http_request_duration_seconds_${metric.replace(/[{}+]/g, '\\$&')} (.*)$`, 'm').exec(text)?.[1]);
    const labels = 'method="GET",route="/api/media/v1/notes"';
    expect(of(`bucket{le="+Inf",${labels}}`)).toBe(of(`count{${labels}}`));
    expect(of(`bucket{le="0.005",${labels}}`)).toBeLessThanOrEqual(of(`bucket{le="10",${labels}}`));
    expect(of(`sum{${labels}}`)).toBeGreaterThan(0);
    expect(text).toMatch(/^practika_build_info\{service="media",version="0"\} 1$/m);
    expect(text).not.toContain('nothing-of-the-kind');
  });

  // Last: Passport's strategies belong to the process, so from here on they are those of the second application.
  it('[S12] should answer 429 with the seconds to wait once the hourly limit is used up, and count people apart', async () => {
    const strict = await open({ anonymousPerHour: 2, personPerHour: 3 });
    try {
      const client = await signedIn();
      const there = new TestClient(`http://127.0.0.1:${strict.port}`);
      for (const [name, value] of client.cookies) there.cookies.set(name, value);
      const answers = [];
      for (let i = 0; i < 4; i += 1) answers.push(await there.get('/api/media/v1/notes'));
      expect(answers.map((a) => [a.status, a.headers.get('ratelimit')?.split(';')[1]])).toEqual([[200, 'r=2'], [200, 'r=1'], [200, 'r=0'], [429, 'r=0']]);
      expect(answers[3]?.body).toEqual(problem('too-many-requests'));
      expect(Number(answers[3]?.headers.get('retry-after'))).toBeGreaterThan(3_500);
    } finally {
      await strict.close();
    }
  });

  it('should end what is under way on the internal port before its database goes', async () => {
    const ending = await open({ anonymousPerHour: 1_000_000, personPerHour: 1_000_000 });
    const internal = new TestClient(`http://127.0.0.1:${ending.internalPort}`);
    const underWay = internal.get('/internal/slow');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = ending.close();
    expect((await underWay).body).toEqual({ rows: [{ one: 1 }] });
    await closed;
    await expect(internal.get('/livez')).rejects.toThrow();
  });
});

import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError } from '@practika/config';
import { type RunningWeb, startWeb } from './start-web.js';
import { loadWebConfig } from './web.config.js';

const config = { ...loadWebConfig({ PUBLIC_ORIGIN: 'https://practika.example', S3_PUBLIC_ENDPOINT: 'https://s3.practika.example/path', HOST: '127.0.0.1' }), port: 0, metricsPort: 0 };

interface Answer { readonly status: number; readonly headers: Record<string, string | string[] | undefined>; readonly body: Buffer }

// Real: HTTP over TCP.
describe('the web process', () => {
  let web: RunningWeb;
  const ask = (path: string, options: { method?: string; headers?: Record<string, string>; port?: number; agent?: Agent } = {}): Promise<Answer> => new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: options.port ?? web.port, path, method: options.method ?? 'GET', headers: options.headers ?? {}, ...(options.agent === undefined ? {} : { agent: options.agent }) }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }));
    }).once('error', reject).end();
  });

  beforeAll(async () => { web = await startWeb(config, { handleSignals: false }); });
  afterAll(async () => { await web.close(); });

  it('[S12] should send every security header with every answer', async () => {
    for (const [path, method] of [['/', 'GET'], ['/nothing', 'GET'], ['/robots.txt', 'HEAD'], ['/', 'POST']] as const) {
      const { headers } = await ask(path, { method });
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
      expect(headers['content-security-policy']).toContain("connect-src 'self' https://s3.practika.example;");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'strict-origin-when-cross-origin', 'strict-transport-security': expect.stringContaining('max-age=') });
      expect(headers['server'] ?? headers['x-powered-by']).toBeUndefined();
    }
  });

  it('should answer pages, HEAD, what is not there and other methods', async () => {
    const page = await ask('/exercises/0190?utm=x');
    expect([page.status, page.headers['content-type'], page.headers['cache-control']]).toEqual([200, 'text/html; charset=utf-8', 'no-cache']);
    const head = await ask('/', { method: 'HEAD' });
    expect([head.status, head.body.length, head.headers['content-length']]).toEqual([200, 0, String(page.body.length)]);
    const missing = await ask('/nothing.js');
    expect([missing.status, missing.headers['cache-control'], missing.body.toString().includes('no such file')]).toEqual([404, 'no-store', true]);
    const posted = await ask('/', { method: 'POST' });
    expect([posted.status, posted.headers['allow']]).toEqual([405, 'GET, HEAD']);
  });

  it('should tell callers of an API that is not there so in their language', async () => {
    for (const method of ['GET', 'POST']) {
      const { status, headers, body } = await ask('/api/nothing/v1', { method });
      expect([status, headers['content-type'], (JSON.parse(body.toString()) as { type: string }).type]).toEqual([404, 'application/problem+json', '/problems/not-found']);
    }
  });

  it('should compress for who takes it, and say 304 to who has it', async () => {
    const plain = await ask('/');
    const brotli = await ask('/', { headers: { 'accept-encoding': 'gzip, deflate, br' } });
    const gzip = await ask('/', { headers: { 'accept-encoding': 'br;q=0, gzip;q=0.5' } });
    expect([brotli.headers['content-encoding'], gzip.headers['content-encoding'], plain.headers['content-encoding']]).toEqual(['br', 'gzip', undefined]);
    expect(brotliDecompressSync(brotli.body).equals(plain.body) && gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    const etag = String(plain.headers['etag']);
    expect((await ask('/', { headers: { 'if-none-match': `"other", W/${etag}` } })).status).toBe(304);
    expect((await ask('/', { headers: { 'if-none-match': etag, 'accept-encoding': 'br' } })).status).toBe(200);
  });

  it('should give out nothing else, whatever a request line says', async () => {
    const raw = (line: string): Promise<string> => new Promise((resolve) => {
      let text = '';
      const socket = connect(web.port, '127.0.0.1', () => socket.write(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`));
      socket.on('data', (chunk) => { text += chunk.toString(); }).on('close', () => resolve(text)).on('error', () => resolve(text));
    });
    for (const path of ['/../package.json', '/assets/../../package.json', '/%2e%2e/package.json', '//package.json', 'http://x/../package.json', '/..\\package.json', '/assets/%00']) {
      const text = await raw(`GET ${path} HTTP/1.1`);
      expect([path, text.slice(0, 12)]).toEqual([path, expect.stringMatching(/^HTTP\/1\.1 40[04]/)]);
      expect(text).not.toContain('@practika');
    }
  });

  it('should serve probes and metrics on a port of their own, and not on this one', async () => {
    const port = web.metricsPort;
    expect([(await ask('/startupz', { port })).status, (await ask('/readyz', { port })).status, (await ask('/livez', { port })).status]).toEqual([200, 200, 200]);
    const metrics = (await ask('/metrics', { port })).body.toString();
    expect(metrics).toMatch(/^http_requests_total\{method="GET",route="\/",status="200"\} \d+$/m);
    expect(metrics).toMatch(/^http_requests_total\{method="GET",route="unmatched",status="404"\} \d+$/m);
    expect(metrics).toMatch(/^practika_build_info\{service="web",version=".+"\} 1$/m);
    for (const path of ['/metrics', '/readyz', '/livez']) expect([path, (await ask(path)).status]).toEqual([path, 404]);
  });

  it('should be not ready first when it ends, and still answer, closing connections', async () => {
    const ending = await startWeb({ ...config, shutdownDelaySeconds: 1 }, { handleSignals: false });
    const agent = new Agent({ keepAlive: true });
    expect((await ask('/', { port: ending.port, agent })).headers['connection']).toBe('keep-alive');
    const closed = ending.close();
    expect((await ask('/readyz', { port: ending.metricsPort })).status).toBe(503);
    const late = await ask('/', { port: ending.port, agent });
    expect([late.status, late.headers['connection']]).toEqual([200, 'close']);
    await closed;
    await sleep(10);
    await expect(ask('/', { port: ending.port })).rejects.toThrow();
    agent.destroy();
  });

  it('[G5] should not begin in production without https', () => {
    expect(() => loadWebConfig({ PUBLIC_ORIGIN: 'http://practika.example' })).toThrow(ConfigError);
    expect(loadWebConfig({ PUBLIC_ORIGIN: 'http://localhost:8080', PRACTIKA_PROFILE: 'development' }).storeOrigin).toBeNull();
  });
});

import { Writable } from 'node:stream';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { context, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { gauge, sharedReading, startMetricsServer } from './metrics.js';
import { rootLogger, throttle } from './logger.js';
import { bootWaitsFor, Probes } from './probes.js';
import { currentTraceparent, flushTraces, runWithTraceparent, withSpan } from './tracing.js';

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

const capture = () => {
  const lines: string[] = [];
  const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => { lines.push(chunk.toString()); done(); } });
  return { log: rootLogger(stream), lines: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>), text: () => lines.join('') };
};

describe('the log', () => {
  it('should cut out what goes by the name of a secret or of a person, three levels deep', () => {
    const { log, text } = capture();
    const secrets = { password: 'hunter2', email: 'ann@example.org', authorization: 'Bearer prk_x', cookie: 'session=1', token: 'prk_y', filename: 'ann.mp4' };
    log.info({ ...secrets, inner: { ...secrets, deeper: secrets } }, 'hello');
    for (const secret of Object.values(secrets)) expect(text()).not.toContain(secret);
    expect(text()).toContain('[cut]');
  });

  it('should tell an error by type, code and frames, without the words of a driver', () => {
    const { log, lines, text } = capture();
    const driver = Object.assign(new Error('Key (email)=(ann@example.org) already exists.'), { code: '23505', detail: 'ann@example.org' });
    log.error({ err: new TypeError('outer ann@example.org', { cause: driver }) }, 'failed');
    expect(text()).not.toContain('ann@example.org');
    expect(lines()[0]).toMatchObject({ level: 'error', msg: 'failed', err: { type: 'TypeError', cause: { type: 'Error', code: '23505' } } });
  });

  it('should write an error that comes thousands of times once a second, and how many it left out', () => {
    let now = 0;
    const written: number[] = [];
    const complain = throttle((_error, left) => written.push(left), () => now);
    for (let i = 0; i < 6_000; i += 1) {
      now = i / 6;
      complain(new Error('down'));
    }
    now = 1_500;
    complain(new Error('down'));
    expect(written).toEqual([0, 5_999]);
  });
});

describe('the metrics', () => {
  it('should be served though one of them cannot be read, which then has no sample', async () => {
    let down = false;
    gauge('spec_backlog', 'x', [], (target) => { if (down) throw new Error('down'); target.set(7); });
    gauge('spec_by_queue', 'x', ['queue'], (target) => { if (down) throw new Error('down'); target.set({ queue: 'mail' }, 3); });
    const server = await startMetricsServer({ host: '127.0.0.1', port: 0 });
    const read = async () => (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text();
    const up = await read();
    expect(up).toContain('\nspec_backlog 7\n');
    expect(up).toContain('spec_by_queue{queue="mail"} 3');
    expect(up).toMatch(/nodejs_eventloop_lag_p99_seconds/);
    down = true;
    expect(await read()).not.toMatch(/^spec_(backlog|by_queue)[ {]/m);
    await server.close();
  });

  it('should give every gauge of one reading the value of this scrape, and read once', async () => {
    const read = jest.fn(async () => 1);
    const shared = sharedReading(read);
    expect(await Promise.all([shared(), shared()])).toEqual([1, 1]);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('should answer nothing else on their port but probes', async () => {
    const server = await startMetricsServer({ host: '127.0.0.1', port: 0, probes: new Probes() });
    const status = async (path: string, method = 'GET') => (await fetch(`http://127.0.0.1:${server.port}${path}`, { method })).status;
    expect([await status('/livez'), await status('/livez', 'HEAD'), await status('/readyz'), await status('/startupz')]).toEqual([200, 200, 503, 503]);
    expect([await status('/'), await status('/metrics', 'POST'), await status('/livez', 'POST')]).toEqual([404, 405, 405]);
    await server.close();
  });
});

describe('the probes', () => {
  const server = async (probes: Probes) => {
    const running = await startMetricsServer({ host: '127.0.0.1', port: 0, probes });
    const ask = async (path: string) => {
      const answer = await fetch(`http://127.0.0.1:${running.port}${path}`);
      return [answer.status, await answer.json()] as const;
    };
    return { ask, close: () => running.close() };
  };

  it('should tell a process that loads from one that waits and from one that works', async () => {
    const probes = new Probes();
    const { ask, close } = await server(probes);
    expect(await ask('/startupz')).toEqual([503, { started: false }]);
    expect(await ask('/readyz')).toEqual([503, { ready: false, checks: {}, reasons: ['the process is starting'] }]);
    await probes.booting(async () => {
      await Promise.resolve();
      bootWaitsFor('the schema is too old');
    });
    expect(await ask('/startupz')).toEqual([200, { started: true }]);
    expect(await ask('/readyz')).toEqual([503, { ready: false, checks: {}, reasons: ['the schema is too old'] }]);
    let ready = true;
    await probes.running(async () => (ready ? { ready, checks: { database: 'ok' }, reasons: [] } : { ready, checks: { database: 'down' }, reasons: ['database: does not answer'] }));
    expect(await ask('/readyz')).toEqual([200, { ready: true, checks: { database: 'ok' } }]);
    ready = false;
    expect(await ask('/readyz')).toEqual([503, { ready: false, checks: { database: 'down' }, reasons: ['database: does not answer'] }]);
    expect([await ask('/startupz'), await ask('/livez')]).toEqual([[200, { started: true }], [200, { status: 'ok' }]]);
    await close();
  });

  it('should say that a process has started only after its first look, and never let liveness wait for one', async () => {
    const probes = new Probes();
    const { ask, close } = await server(probes);
    let see: () => void = () => undefined;
    const first = probes.running(() => new Promise((resolve) => { see = () => resolve({ ready: true, checks: {}, reasons: [] }); }));
    expect([(await ask('/startupz'))[0], (await ask('/livez'))[0]]).toEqual([503, 200]);
    see();
    await first;
    expect((await ask('/startupz'))[0]).toBe(200);
    await close();
  });

  it('should let what is built outside of a process wait without a word', () => {
    expect(() => bootWaitsFor('nothing')).not.toThrow();
  });
});

describe('a trace', () => {
  afterEach(() => {
    context.disable();
    propagation.disable();
  });

  it('should go on from where it was written down', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    expect(currentTraceparent()).toBeNull();
    const seen = await runWithTraceparent(PARENT, async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return withSpan('step', async () => currentTraceparent());
    });
    expect(seen?.split('-')[1]).toBe(PARENT.split('-')[1]);
    expect(currentTraceparent()).toBeNull();
  });

  it('should work, and flush, in a process that traces nothing', async () => {
    expect(await withSpan('step', async () => currentTraceparent(), { traceparent: PARENT })).toBeNull();
    await expect(withSpan('step', async () => { throw new Error('mine'); })).rejects.toThrow('mine');
    await flushTraces();
  });
});

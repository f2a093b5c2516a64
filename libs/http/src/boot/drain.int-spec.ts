import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DatabaseModule, sharedMigrations } from '@practika/database';
import { backends, createTestDatabase, newServiceKey, type TestDatabase } from '@practika/testing';
import { ApiModule, type HttpConfig, Operation, Public, type RunningApi, startApi } from '../index.js';

@Controller('/api/media/v1/work')
class WorkController {
  @Get()
  @Public()
  @Operation({ summary: 'Takes a moment', answers: { 200: { description: 'Done' } } })
  async work(): Promise<object> {
    await sleep(5);
    return {};
  }
}

/** An ingress in small: keeps connections to each process, and sends work to those that said ready when it looked last. */
class Ingress {
  readonly answers: { readonly to: RunningApi; readonly status: number; readonly closes: boolean }[] = [];
  readonly failures: unknown[] = [];
  private readonly agents = new Map<RunningApi, Agent>();
  private ready: RunningApi[];
  private stopped = false;

  constructor(private readonly processes: readonly RunningApi[]) {
    this.ready = [...processes];
    for (const one of processes) this.agents.set(one, new Agent({ keepAlive: true, maxSockets: 16 }));
  }

  async run(): Promise<void> {
    await Promise.all([this.watch(), ...Array.from({ length: 8 }, () => this.client())]);
  }

  stop(): void {
    this.stopped = true;
  }

  private async watch(): Promise<void> {
    while (!this.stopped) {
      const seen = await Promise.all(this.processes.map((one) => fetch(`http://127.0.0.1:${one.internalPort}/readyz`).then((answer) => answer.status === 200, () => false)));
      this.ready = this.processes.filter((_, i) => seen[i] === true);
      await sleep(150);
    }
    for (const agent of this.agents.values()) agent.destroy();
  }

  private async client(): Promise<void> {
    for (let turn = 0; !this.stopped; turn += 1) {
      const to = this.ready[turn % this.ready.length];
      if (to === undefined) this.failures.push(new Error('nobody is ready'));
      else await this.send(to).then((answer) => this.answers.push({ to, ...answer }), (error: unknown) => this.failures.push(error));
    }
  }

  private send(to: RunningApi): Promise<{ status: number; closes: boolean }> {
    return new Promise((resolve, reject) => {
      request({ port: to.port, host: '127.0.0.1', path: '/api/media/v1/work', agent: this.agents.get(to) }, (answer) => {
        answer.resume().once('end', () => resolve({ status: answer.statusCode ?? 0, closes: answer.headers.connection === 'close' })).once('error', reject);
      }).once('error', reject).end();
    });
  }
}

describe('one of two processes that stops', () => {
  let database: TestDatabase;
  beforeAll(async () => { database = await createTestDatabase('drain', sharedMigrations); });
  afterAll(async () => { await database.drop(); });

  function start(shutdownDelaySeconds: number): Promise<RunningApi> {
    const nowhere = 'http://127.0.0.1:9';
    const config: HttpConfig = {
      profile: 'test', host: '127.0.0.1', port: 0, internalPort: 0, metricsPort: 0, publicOrigin: 'http://localhost:8080', origins: ['http://localhost:8080'], trustedProxies: [],
      redisCacheUrl: backends.redisCacheUrl, serviceKey: newServiceKey(), peers: { auth: nowhere, exercises: nowhere, media: nowhere, consent: nowhere },
      logLevel: 'fatal', shutdownDelaySeconds, shutdownGraceSeconds: 5, limits: { anonymousPerHour: 1_000_000, personPerHour: 1_000_000 },
    };
    @Module({
      imports: [DatabaseModule.forRoot({ url: database.runtimeUrl, entities: [], migrations: sharedMigrations, applicationName: 'drain', poolSize: 2 }), ApiModule.forRoot({ service: 'media', version: '0', config })],
      controllers: [WorkController],
    })
    class App {}
    return startApi(App, config, { handleSignals: false, metrics: false });
  }

  it('should fail no request under load: not ready first, then answers that close their connection, then the end', async () => {
    const [going, staying] = [await start(1), await start(0)];
    const ingress = new Ingress([going, staying]);
    const load = ingress.run();
    await sleep(700);
    const before = ingress.answers.length;
    expect(ingress.answers.some(({ to, closes }) => to === going && !closes)).toBe(true);

    const closed = going.close();
    const probe = await fetch(`http://127.0.0.1:${going.internalPort}/readyz`);
    expect([probe.status, ((await probe.json()) as { reasons: string[] }).reasons]).toEqual([503, ['the process is stopping']]);
    // Whoever has not heard yet is still served, and told not to come back.
    const late = await fetch(`http://127.0.0.1:${going.port}/api/media/v1/work`);
    expect([late.status, late.headers.get('connection')]).toEqual([200, 'close']);
    await closed;
    await sleep(300);
    ingress.stop();
    await load;
    await staying.close();

    expect(ingress.failures).toEqual([]);
    expect(ingress.answers.filter(({ status }) => status !== 200)).toEqual([]);
    const after = ingress.answers.slice(before);
    expect(after.some(({ to, closes }) => to === going && closes)).toBe(true);
    expect(after.at(-1)?.to).toBe(staying);
  });
});

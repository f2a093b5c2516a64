import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Inject, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig, secretFiles, settings } from '@practika/config';
import { DatabaseModule, sharedMigrations } from '@practika/database';
import { backends, createTestDatabase, eventually, newServiceKey, OwnRedis, type TestDatabase } from '@practika/testing';
import { Redis } from 'ioredis';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { ApiModule, type HttpConfig, Operation, Public, type RunningApi, startApi } from '../index.js';

@Controller('/api/media/v1/both')
class BothController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource, @Inject(Redis) private readonly redis: Redis) {}

  @Get()
  @Public()
  @Operation({ summary: 'Asks Postgres and Redis', answers: { 200: { description: 'Both answered' } } })
  async both(): Promise<object> {
    const [[who], pong] = await Promise.all([this.dataSource.query<{ name: string }[]>('SELECT current_user AS name, pg_sleep(0.005)'), this.redis.ping()]);
    return { user: who?.name, pong };
  }
}

describe('secrets that change under a running API', () => {
  let database: TestDatabase;
  let redis: OwnRedis;
  let folder: string;
  let api: RunningApi;
  let admin: pg.Client;
  let next: string;
  let nextUrl: string;

  const put = (name: string, value: string): void => writeFileSync(join(folder, name), value);
  const ask = async (): Promise<{ status: number; user: unknown }> => {
    const answer = await fetch(`http://127.0.0.1:${api.port}/api/media/v1/both`);
    return { status: answer.status, user: ((await answer.json()) as { user?: unknown }).user };
  };
  const sessions = async (): Promise<string[]> =>
    (await admin.query<{ name: string }>(`SELECT DISTINCT usename AS name FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid() ORDER BY 1`, [new URL(nextUrl).pathname.slice(1)])).rows.map((r) => r.name);
  const metrics = async (): Promise<string> => (await fetch(`http://127.0.0.1:${api.metricsPort}/metrics`)).text();

  beforeAll(async () => {
    database = await createTestDatabase('secrets', sharedMigrations);
    redis = await OwnRedis.create();
    admin = new pg.Client({ connectionString: backends.postgresUrl });
    await admin.connect();
    next = `${database.runtimeRole}_b`;
    const url = new URL(database.runtimeUrl);
    url.username = next;
    nextUrl = url.toString();
    folder = mkdtempSync(join(tmpdir(), 'practika-secrets-'));
    put('database-url', database.runtimeUrl);
    put('cache-url', redis.url);
    const nowhere = 'http://127.0.0.1:9';
    const values = loadConfig(z.object({ DATABASE_URL: settings.postgresUrl, REDIS_CACHE_URL: settings.redisUrl }), ['DATABASE_URL', 'REDIS_CACHE_URL'], {
      DATABASE_URL_FILE: join(folder, 'database-url'), REDIS_CACHE_URL_FILE: join(folder, 'cache-url'),
    });
    const config: HttpConfig = {
      profile: 'test', host: '127.0.0.1', port: 0, internalPort: 0, metricsPort: 0, publicOrigin: 'http://localhost:8080', origins: ['http://localhost:8080'], trustedProxies: [],
      redisCacheUrl: values.REDIS_CACHE_URL, serviceKey: newServiceKey(), peers: { auth: nowhere, exercises: nowhere, media: nowhere, consent: nowhere },
      logLevel: 'info', shutdownDelaySeconds: 0, shutdownGraceSeconds: 5, limits: { anonymousPerHour: 1_000_000, personPerHour: 1_000_000 },
    };
    @Module({
      imports: [DatabaseModule.forRoot({ url: values.DATABASE_URL, entities: [], migrations: sharedMigrations, applicationName: 'secrets', poolSize: 6 }), ApiModule.forRoot({ service: 'media', version: '0', config })],
      controllers: [BothController],
    })
    class App {}
    api = await startApi(App, config, { handleSignals: false });
  });

  afterAll(async () => {
    await api.close();
    await database.drop();
    await admin.query(`DROP ROLE IF EXISTS ${next}`);
    await admin.end();
    await redis.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('should be taken up without a failed request, within 15 s, until no session of the old user is left', async () => {
    const failures: unknown[] = [];
    let answered = 0;
    let stop = false;
    const load = Promise.all(Array.from({ length: 8 }, async () => {
      while (!stop) await ask().then(({ status }) => { if (status === 200) answered += 1; else failures.push(status); }, (error: unknown) => failures.push(error));
    }));
    await sleep(200);

    // The file is here before the server knows the role: nothing breaks, and it is tried again.
    put('database-url', nextUrl);
    await secretFiles.look();
    expect((await ask()).user).toBe(database.runtimeRole);
    await admin.query(`CREATE ROLE ${next} LOGIN PASSWORD '${new URL(nextUrl).password}' IN ROLE ${database.runtimeRole}`);
    const changedAt = Date.now();
    await eventually(async () => { expect(await sessions()).toEqual([next]); return true; }, 15_000, 200);
    expect(Date.now() - changedAt).toBeLessThan(15_000);
    await redis.command(`ACL SETUSER practika on >first allkeys allcommands allchannels`);
    put('cache-url', redis.url.replace('redis://', 'redis://practika:first@'));
    await eventually(async () => { expect(await redis.command('CLIENT LIST')).toMatch(/user=practika/); return true; }, 15_000, 200);
    // Without the old way in, what was taken up must also be what is connected with from now on.
    await redis.command('ACL SETUSER default resetpass >nobody-knows');
    await sleep(300);
    stop = true;
    await load;
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(100);
    expect(await metrics()).toMatch(/practika_secret_reloads_total\{name="DATABASE_URL",outcome="reloaded"\} 1/);
    expect(await metrics()).toMatch(/practika_secret_reloads_total\{name="DATABASE_URL",outcome="failed"\} \d+/);
  });

  it('should stay at the old value when the new one breaks the rules, and count that by name', async () => {
    put('database-url', 'mysql://nobody@nowhere/x');
    await secretFiles.look();
    expect(await ask()).toEqual({ status: 200, user: next });
    expect(await metrics()).toMatch(/practika_secret_reloads_total\{name="DATABASE_URL",outcome="invalid"\} 1/);
    put('database-url', nextUrl);
    await secretFiles.look();
    expect(await sessions()).toEqual([next]);
  });

  it('should close no connection for a URL that leads to the same, and every one for another password', async () => {
    const pids = async (): Promise<number[]> => (await admin.query<{ pid: number }>(`SELECT pid FROM pg_stat_activity WHERE usename = $1 ORDER BY 1`, [next])).rows.map((r) => r.pid);
    await Promise.all(Array.from({ length: 4 }, ask));
    const before = await pids();
    put('database-url', `${nextUrl}?`);
    await secretFiles.look();
    expect(await pids()).toEqual(before);
    const other = new URL(nextUrl);
    other.password = 'another-password';
    await admin.query(`ALTER ROLE ${next} PASSWORD 'another-password'`);
    put('database-url', other.toString());
    await secretFiles.look();
    await Promise.all(Array.from({ length: 4 }, async () => expect((await ask()).status).toBe(200)));
    await eventually(async () => { expect((await pids()).filter((pid) => before.includes(pid))).toEqual([]); return true; });
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { loadConfig, secretFiles, settings } from '@practika/config';
import { DatabaseModule, sharedMigrations, uuidv7 } from '@practika/database';
import { backends, createTestDatabase, eventually, OwnRedis, type TestDatabase } from '@practika/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { EventHandler, eventMigrations, EventsModule, Outbox } from './index.js';

const seen = new Set<string>();

@Injectable()
class Listener extends EventHandler<'practika.auth.user.erased.v1'> {
  readonly types = ['practika.auth.user.erased.v1'] as const;

  async handle(_manager: unknown, event: { readonly id: string }): Promise<void> {
    seen.add(event.id);
  }
}

// Real: PostgreSQL, a redis-server of this suite's own, BullMQ, Nest.
describe('secrets that change under a running worker', () => {
  let database: TestDatabase;
  let redis: OwnRedis;
  let folder: string;
  let app: INestApplicationContext;
  let admin: pg.Client;
  const put = (name: string, value: string): void => writeFileSync(join(folder, name), value);

  beforeAll(async () => {
    redis = await OwnRedis.create();
    database = await createTestDatabase('consent', [...sharedMigrations, ...eventMigrations]);
    admin = new pg.Client({ connectionString: backends.postgresUrl });
    await admin.connect();
    folder = mkdtempSync(join(tmpdir(), 'practika-secrets-'));
    put('database-url', database.runtimeUrl);
    put('queue-url', redis.url);
    const values = loadConfig(z.object({ DATABASE_URL: settings.postgresUrl, REDIS_QUEUE_URL: settings.redisUrl }), ['DATABASE_URL', 'REDIS_QUEUE_URL'], {
      DATABASE_URL_FILE: join(folder, 'database-url'), REDIS_QUEUE_URL_FILE: join(folder, 'queue-url'),
    });
    @Module({
      imports: [
        DatabaseModule.forRoot({ url: values.DATABASE_URL, entities: [], migrations: [], applicationName: 'test', poolSize: 10 }),
        EventsModule.forWorker({ service: 'consent', redisUrl: values.REDIS_QUEUE_URL, handlers: [Listener], markSuffix: 'secrets' }),
      ],
      providers: [Listener],
    })
    class App {}
    app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
    await admin.query(`DROP ROLE IF EXISTS ${database.runtimeRole}_b`);
    await admin.end();
    await redis.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('should be taken up by pool, relay and queues, while events keep coming, once each', async () => {
    const published: string[] = [];
    let stop = false;
    const publishing = (async () => {
      while (!stop) {
        const userId = uuidv7();
        const event = await app.get(DataSource).transaction((manager) => app.get(Outbox).event(manager, 'practika.auth.user.erased.v1', { subject: `user/${userId}`, data: { userId }, actor: { kind: 'user', pseudonym: userId } }));
        published.push(event.id);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    await eventually(() => (seen.size > 5 ? true : undefined));

    const next = `${database.runtimeRole}_b`;
    const url = new URL(database.runtimeUrl);
    url.username = next;
    await admin.query(`CREATE ROLE ${next} LOGIN PASSWORD '${url.password}' IN ROLE ${database.runtimeRole}`);
    await redis.command('ACL SETUSER practika on >first allkeys allcommands allchannels');
    put('database-url', url.toString());
    put('queue-url', redis.url.replace('redis://', 'redis://practika:first@'));
    await secretFiles.look();

    await eventually(async () => {
      const { rows } = await admin.query<{ name: string; app: string }>(`SELECT usename AS name, application_name AS app FROM pg_stat_activity WHERE datname = $1`, [url.pathname.slice(1)]);
      expect(new Set(rows.map(({ name }) => name))).toEqual(new Set([next]));
      expect(rows.map((row) => row.app)).toContain('practika-relay');
      return true;
    }, 15_000, 200);
    const users = (await redis.command('CLIENT LIST')).split('\n').filter((line) => line.includes('user=') && !line.includes('cmd=client|list')).map((line) => /user=(\S+)/.exec(line)?.[1]);
    expect(new Set(users)).toEqual(new Set(['practika']));
    await redis.command('CONFIG SET requirepass nobody-knows');

    const before = published.length;
    await eventually(() => (published.length > before + 10 ? true : undefined));
    stop = true;
    await publishing;
    await eventually(() => (published.every((id) => seen.has(id)) ? true : undefined), 20_000);
  });
});

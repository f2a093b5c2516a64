import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DatabaseModule, row, rows, sharedMigrations, uuidv7 } from '@practika/database';
import { JobQueues } from '@practika/jobs';
import { createTestDatabase, eventually, type TestDatabase } from '@practika/testing';
import { Redis } from 'ioredis';
import { DataSource, type EntityManager } from 'typeorm';
import { EventHandler, eventMigrations, EventsModule, Outbox, type ReceivedEvent } from './index.js';

type Erased = 'practika.auth.user.erased.v1';
let failing = false;

@Injectable()
class ConsentHandler extends EventHandler<Erased> {
  readonly types = ['practika.auth.user.erased.v1'] as const;

  async handle(manager: EntityManager, event: ReceivedEvent<Erased>): Promise<void> {
    await rows(manager, `INSERT INTO effects (event_id, seq) VALUES ($1, $2)`, [event.id, event.seq]);
    if (failing) throw new Error('not now');
  }
}

const freePort = () => new Promise<number>((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    server.close(() => resolve(port));
  });
});

describe('events from outbox to inbox', () => {
  let database: TestDatabase;
  let app: INestApplicationContext;
  let dataSource: DataSource;
  let outbox: Outbox;
  let redisPort: number;
  let redis: ChildProcess;
  const folder = mkdtempSync(join(tmpdir(), 'practika-redis-'));

  const startRedis = () => spawn('redis-server', ['--port', String(redisPort), '--bind', '127.0.0.1', '--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction', '--dir', folder], { stdio: 'ignore' });
  const control = () => new Redis(redisPort, '127.0.0.1', { maxRetriesPerRequest: 1 });
  const publish = (subject = uuidv7()) => dataSource.transaction((manager) => outbox.event(manager, 'practika.auth.user.erased.v1', { subject: `user/${subject}`, data: { userId: subject }, actor: { kind: 'user', pseudonym: subject } }));
  const effects = () => rows<{ event_id: string }>(dataSource, `SELECT event_id FROM effects`);

  beforeAll(async () => {
    redisPort = await freePort();
    redis = startRedis();
    database = await createTestDatabase('consent', [...sharedMigrations, ...eventMigrations]);
    const owner = new DataSource({ type: 'postgres', url: database.ownerUrl });
    await owner.initialize();
    await owner.query(`CREATE TABLE effects (event_id uuid NOT NULL, seq bigint NOT NULL)`);
    await owner.query(`GRANT ALL ON effects TO ${database.runtimeRole}`);
    await owner.destroy();
    @Module({
      imports: [
        DatabaseModule.forRoot({ url: database.runtimeUrl, entities: [], migrations: [], applicationName: 'test', poolSize: 6 }),
        EventsModule.forWorker({ service: 'consent', redisUrl: `redis://127.0.0.1:${redisPort}`, handlers: [ConsentHandler] }),
      ],
      providers: [ConsentHandler],
    })
    class App {}
    app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
    dataSource = app.get(DataSource);
    outbox = app.get(Outbox);
  });

  beforeEach(async () => {
    failing = false;
    await rows(dataSource, `DELETE FROM effects`);
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
    redis.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('should write nothing to the outbox when the change is rolled back', async () => {
    const before = await row<{ n: string }>(dataSource, `SELECT count(*) AS n FROM outbox`);
    await expect(dataSource.transaction(async (manager) => {
      await outbox.event(manager, 'practika.auth.user.erased.v1', { subject: 'user/x', data: { userId: uuidv7() }, actor: { kind: 'service', pseudonym: 'test' } });
      throw new Error('rolled back');
    })).rejects.toThrow('rolled back');
    expect(await row(dataSource, `SELECT count(*) AS n FROM outbox`)).toEqual(before);
  });

  it('should number events of a subject in the order of their commits', async () => {
    const subject = uuidv7();
    const seqs = (await Promise.all(Array.from({ length: 10 }, () => publish(subject)))).map((e) => e.seq).sort((a, b) => a - b);
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await eventually(async () => ((await effects()).length === 10 ? true : undefined));
  });

  it('[F16] [M12] should have one effect of an event that is delivered ten times', async () => {
    const event = await publish();
    await eventually(async () => ((await effects()).length === 1 ? true : undefined));
    const queues = new JobQueues(`redis://127.0.0.1:${redisPort}`);
    await eventually(() => queues.redis.ping());
    await queues.add('evt-consent', Array.from({ length: 10 }, (_, i) => ({ name: 'event', jobId: `copy.${event.id}.${i}`, delayMs: 0, data: { schemaVersion: 1, payload: event, traceparent: null } })));
    await eventually(async () => ((await queues.queue('evt-consent').getJobCounts('waiting', 'active'))['waiting'] === 0 ? true : undefined));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await effects()).toHaveLength(1);
    await queues.close();
  });

  it('[F7] [R9] should deliver every event once in effect though Redis was wiped on the way', async () => {
    const client = control();
    const events = await Promise.all(Array.from({ length: 50 }, () => publish()));
    await eventually(() => client.flushall());
    await eventually(async () => ((await effects()).length === 50 ? true : undefined), 30_000);
    expect(new Set((await effects()).map((e) => e.event_id))).toEqual(new Set(events.map((e) => e.id)));
    client.disconnect();
  });

  it('[F6] [R9] should go on by itself after Redis was killed and came back', async () => {
    redis.kill('SIGKILL');
    const events = await Promise.all(Array.from({ length: 20 }, () => publish()));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    redis = startRedis();
    await eventually(async () => ((await effects()).length >= events.length ? true : undefined), 40_000);
    expect((await effects()).length).toBe(20);
  });

  it('[R9] should keep an event that can never be handled as a dead letter', async () => {
    const queues = new JobQueues(`redis://127.0.0.1:${redisPort}`);
    await eventually(() => queues.redis.ping());
    const event = await dataSource.transaction((manager) => outbox.event(manager, 'practika.auth.user.erased.v1', { subject: 'user/poison', data: { userId: uuidv7() }, actor: { kind: 'service', pseudonym: 'test' } }));
    const poison = { ...event, id: uuidv7(), data: { userId: 'not an id' } };
    await queues.add('evt-consent', [{ name: 'event', jobId: `poison.${poison.id}`, delayMs: 0, data: { schemaVersion: 1, payload: poison, traceparent: null } }]);
    const letter = await eventually(async () => (await row<{ error: string }>(dataSource, `SELECT error FROM dead_letters WHERE event_id = $1`, [poison.id])) ?? undefined);
    expect(letter.error).toBe('PermanentJobError');
    await queues.close();
  });
});

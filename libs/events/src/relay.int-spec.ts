import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { context, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { DatabaseModule, row, rows, sharedMigrations, uuidv7 } from '@practika/database';
import { JobQueues, MailJob } from '@practika/jobs';
import { currentTraceparent, runWithTraceparent } from '@practika/observability';
import { createTestDatabase, eventually, OwnRedis, type TestDatabase } from '@practika/testing';
import { DataSource, type EntityManager } from 'typeorm';
import { type CloudEvent, EventHandler, eventMigrations, EventsModule, Outbox, type ReceivedEvent } from './index.js';

type Erased = 'practika.auth.user.erased.v1';
const traces: (string | null)[] = [];

/** Keeps, per subject, the state of the highest seq, and every event that had an effect. */
@Injectable()
class Projection extends EventHandler<Erased> {
  readonly types = ['practika.auth.user.erased.v1'] as const;

  async handle(manager: EntityManager, event: ReceivedEvent<Erased>): Promise<void> {
    traces.push(currentTraceparent());
    await rows(manager, `INSERT INTO effects (event_id) VALUES ($1)`, [event.id]);
    await rows(manager, `INSERT INTO states (subject, seq) VALUES ($1, $2) ON CONFLICT (subject) DO UPDATE SET seq = excluded.seq WHERE states.seq < excluded.seq`, [event.subject, event.seq]);
  }
}

// Real: PostgreSQL with its two roles, a redis-server of this suite's own, BullMQ, Nest.
describe('the relay', () => {
  let database: TestDatabase;
  let redis: OwnRedis;
  let first: INestApplicationContext;
  let dataSource: DataSource;
  let outbox: Outbox;
  let queues: JobQueues;

  /** Closed at the end whatever a test did: a relay left running would keep the suite from ending. */
  const running: INestApplicationContext[] = [];
  const boot = async () => {
    @Module({
      imports: [
        DatabaseModule.forRoot({ url: database.runtimeUrl, entities: [], migrations: [], applicationName: 'test', poolSize: 10 }),
        EventsModule.forWorker({ service: 'consent', redisUrl: redis.url, handlers: [Projection] }),
      ],
      providers: [Projection],
    })
    class App {}
    const app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
    running.push(app);
    return app;
  };
  const publish = (subject = uuidv7()): Promise<CloudEvent> => dataSource.transaction((manager) =>
    outbox.event(manager, 'practika.auth.user.erased.v1', { subject: `user/${subject}`, data: { userId: subject }, actor: { kind: 'user', pseudonym: subject } }));
  const effects = async (): Promise<string[]> => (await rows<{ event_id: string }>(dataSource, `SELECT event_id FROM effects`)).map((r) => r.event_id);
  const effectsOf = (events: readonly CloudEvent[], timeoutMs = 20_000) => eventually(async () => {
    const done = new Set(await effects());
    return events.every((e) => done.has(e.id)) ? true : undefined;
  }, timeoutMs);
  const deliver = (event: unknown, name: string) => queues.add('evt-consent', [{ name: 'event', jobId: name, delayMs: 0, data: { schemaVersion: 1, payload: event, traceparent: null } }]);

  beforeAll(async () => {
    redis = await OwnRedis.create();
    database = await createTestDatabase('consent', [...sharedMigrations, ...eventMigrations]);
    const owner = await new DataSource({ type: 'postgres', url: database.ownerUrl }).initialize();
    await owner.query(`CREATE TABLE effects (event_id uuid NOT NULL)`);
    await owner.query(`CREATE TABLE states (subject text PRIMARY KEY, seq bigint NOT NULL)`);
    await owner.query(`GRANT ALL ON effects, states TO ${database.runtimeRole}`);
    await owner.destroy();
    first = await boot();
    dataSource = first.get(DataSource);
    outbox = first.get(Outbox);
    queues = new JobQueues(redis.url);
    await eventually(() => queues.redis.ping());
  });

  beforeEach(async () => {
    await rows(dataSource, `DELETE FROM effects`);
    traces.length = 0;
  });

  afterAll(async () => {
    await queues.close();
    await Promise.all(running.map((app) => app.close()));
    await database.drop();
    await redis.remove();
  });

  it('should carry an event over in a fraction of the poll interval, also when it comes while the relay is busy', async () => {
    const started = performance.now();
    for (let i = 0; i < 10; i += 1) await effectsOf(await Promise.all([publish(), publish(), publish()]));
    expect((performance.now() - started) / 10).toBeLessThan(500);
  });

  it('[F7] [R9] should lose and double nothing though Redis is wiped again and again while events stream through', async () => {
    const events: CloudEvent[] = [];
    const wiping = (async () => {
      for (let i = 0; i < 12; i += 1) {
        await sleep(60 + Math.random() * 120);
        await redis.wipe();
      }
    })();
    for (let i = 0; i < 60; i += 1) {
      events.push(...(await Promise.all(Array.from({ length: 5 }, () => publish()))));
      await sleep(20);
    }
    await wiping;
    await effectsOf(events, 40_000);
    const found = await effects();
    expect(found).toHaveLength(events.length);
    expect(new Set(found).size).toBe(events.length);
  });

  it('[R9] should go on in another process within seconds when the leading one loses its connection or ends', async () => {
    const second = await boot();
    const leaders = () => rows<{ pid: number }>(dataSource, `SELECT pid FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted AND datname = current_database()`);
    await effectsOf([await publish()]);
    expect(await leaders()).toHaveLength(1);
    const [before] = await leaders();
    await rows(dataSource, `SELECT pg_terminate_backend($1)`, [before?.pid]);
    await effectsOf(await Promise.all([publish(), publish()]), 5_000);
    expect((await leaders())[0]?.pid).not.toBe(before?.pid);

    const source = second.get(DataSource);
    await first.close();
    first = second;
    dataSource = source;
    outbox = second.get(Outbox);
    await effectsOf(await Promise.all([publish(), publish()]), 5_000);
  });

  it('should send each row once though two relays run', async () => {
    await boot();
    const events: CloudEvent[] = [];
    for (let i = 0; i < 50; i += 1) events.push(...(await Promise.all(Array.from({ length: 5 }, () => publish()))));
    await effectsOf(events, 30_000);
    const sent = await row<{ n: string; attempts: string }>(dataSource, `SELECT count(*) AS n, sum(attempt) AS attempts FROM outbox WHERE id = ANY($1) AND sent_at IS NOT NULL`, [events.map((e) => e.id)]);
    expect(sent).toEqual({ n: '250', attempts: '0' });
    expect(await effects()).toHaveLength(250);
  });

  it('should send a job no sooner than its delay', async () => {
    const mailId = uuidv7();
    await dataSource.transaction((manager) => outbox.job(manager, MailJob, { mailId, attempt: 0 }, { delayMs: 1_500 }));
    const waiting = async () => (await queues.queue('mail').getJobs(['waiting'])).some((job) => (job.data.payload as { mailId: string }).mailId === mailId);
    await sleep(1_000);
    expect(await waiting()).toBe(false);
    await eventually(async () => ((await waiting()) ? true : undefined), 4_000);
  });

  it('[F23] should put off a row of a newer release and let the others pass', async () => {
    const id = uuidv7();
    await rows(dataSource, `INSERT INTO outbox (id, kind, name, body) VALUES ($1, 'job', 'media-hologram', '{"queue":"media-hologram","name":"x","schemaVersion":1,"jobId":"x","payload":{}}')`, [id]);
    await effectsOf([await publish()]);
    const kept = await eventually(async () => (await row<{ later: boolean }>(dataSource, `SELECT not_before > now() AS later FROM outbox WHERE id = $1 AND sent_at IS NULL`, [id])) ?? undefined);
    expect(kept.later).toBe(true);
  });

  it('[F2] should let a consumer that keeps the highest seq end up right when events arrive in the wrong order', async () => {
    const subject = uuidv7();
    const event = await publish(subject);
    await effectsOf([event]);
    const [third, second] = [{ ...event, id: uuidv7(), seq: 3 }, { ...event, id: uuidv7(), seq: 2 }];
    await deliver(third, `order.${third.id}`);
    await effectsOf([third]);
    await deliver(second, `order.${second.id}`);
    await effectsOf([second]);
    expect(await row(dataSource, `SELECT seq FROM states WHERE subject = $1`, [event.subject])).toEqual({ seq: '3' });
  });

  it('[R5] should carry one trace from the writer to the handler', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    try {
      const event = await runWithTraceparent('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', () => publish());
      await effectsOf([event]);
      expect(event.correlationid).toBe('0af7651916cd43dd8448eb211c80319c');
      expect(traces.map((t) => t?.split('-')[1])).toEqual(['0af7651916cd43dd8448eb211c80319c']);
    } finally {
      context.disable();
      propagation.disable();
    }
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rows, sharedMigrations, uuidv7 } from '@practika/database';
import { JobQueues, type JobToAdd, QUEUE_POLICIES, QueueWorker } from '@practika/jobs';
import { createTestDatabase, eventually, OwnRedis, type TestDatabase } from '@practika/testing';
import { DataSource, type EntityManager } from 'typeorm';
import {
  type CloudEvent, EventConsumer, EventHandler, eventMigrations, Outbox, QueueDesk, RelayBatch, RelayConnection, RelayMark, type ReceivedEvent,
} from './index.js';

type Erased = 'practika.auth.user.erased.v1';

class Fickle extends EventHandler<Erased> {
  readonly types = ['practika.auth.user.erased.v1'] as const;
  broken = true;
  tries = 0;

  async handle(manager: EntityManager, event: ReceivedEvent<Erased>): Promise<void> {
    this.tries += 1;
    await rows(manager, `INSERT INTO effects (event_id) VALUES ($1)`, [event.id]);
    if (this.broken) throw new TypeError('broken');
  }
}

// Real: PostgreSQL with its two roles, a redis-server of this suite's own, BullMQ.
describe('events that cannot be handled', () => {
  let database: TestDatabase;
  let redis: OwnRedis;
  let dataSource: DataSource;
  let queues: JobQueues;
  let worker: QueueWorker;
  let connection: RelayConnection;
  let relay: RelayBatch;
  let desk: QueueDesk;
  const handler = new Fickle();
  const outbox = new Outbox();
  const actor = { kind: 'service', pseudonym: 'test' } as const;
  const publish = async (): Promise<CloudEvent> => {
    const userId = uuidv7();
    const event = await dataSource.transaction((manager) => outbox.event(manager, 'practika.auth.user.erased.v1', { subject: `user/${userId}`, data: { userId }, actor }));
    await relay.send();
    return event;
  };
  const deliver = (payload: unknown, jobId: string) => queues.add('evt-consent', [{ name: 'event', jobId, delayMs: 0, data: { schemaVersion: 1, payload, traceparent: null } } satisfies JobToAdd]);
  const nothing = async () => undefined;
  const letters = () => rows<{ eventId: string }>(dataSource, `SELECT event_id AS "eventId", envelope, error, tries FROM dead_letters WHERE consumer = 'consent' AND settled_at IS NULL`);
  const letter = (eventId: string) => eventually(async () => (await letters()).find((l) => l.eventId === eventId));

  beforeAll(async () => {
    redis = await OwnRedis.create();
    database = await createTestDatabase('consent', [...sharedMigrations, ...eventMigrations]);
    const owner = await new DataSource({ type: 'postgres', url: database.ownerUrl }).initialize();
    await owner.query(`CREATE TABLE effects (event_id uuid NOT NULL)`);
    await owner.query(`GRANT ALL ON effects TO ${database.runtimeRole}`);
    await owner.destroy();
    dataSource = await new DataSource({ type: 'postgres', url: database.runtimeUrl }).initialize();
    desk = new QueueDesk('consent', dataSource, outbox, null);
    queues = new JobQueues(redis.url);
    await eventually(() => queues.redis.ping());
    connection = await RelayConnection.open(database.runtimeUrl, () => undefined);
    relay = new RelayBatch(connection, queues, new RelayMark(queues.redis, 'mark'));
    const consumer = new EventConsumer('consent', dataSource);
    consumer.register([handler]);
    worker = new QueueWorker(redis.url, consumer, { policy: { ...QUEUE_POLICIES['evt-consent'], attempts: 3, backoffMs: 10, backoffMaxMs: 20 } });
  });

  beforeEach(() => {
    handler.broken = true;
    handler.tries = 0;
  });

  afterAll(async () => {
    await worker.close();
    await connection.close();
    await queues.close();
    await dataSource.destroy();
    await database.drop();
    await redis.remove();
  });

  it('[R9] should become a dead letter after the last try, with their effect rolled back each time', async () => {
    const event = await publish();
    const dead = await letter(event.id);
    expect(dead).toMatchObject({ error: 'TypeError', tries: 3, envelope: { id: event.id } });
    expect(handler.tries).toBe(3);
    expect(await rows(dataSource, `SELECT 1 FROM effects WHERE event_id = $1`, [event.id])).toEqual([]);
    expect(await rows(dataSource, `SELECT 1 FROM inbox WHERE event_id = $1`, [event.id])).toEqual([]);
  });

  it('[R9] should have their effect once when they are replayed after the repair', async () => {
    const event = await publish();
    await letter(event.id);
    handler.broken = false;
    await desk.retry('evt-consent', event.id, 'repaired in 1.2', nothing);
    await expect(desk.retry('evt-consent', event.id, 'a second click', nothing)).rejects.toMatchObject({ code: 'not-found' });
    await relay.send();
    await eventually(async () => ((await rows(dataSource, `SELECT 1 FROM effects WHERE event_id = $1`, [event.id])).length === 1 ? true : undefined));
    expect((await letters()).map((l) => l.eventId)).not.toContain(event.id);
  });

  it('should be open again when a replay fails too', async () => {
    const event = await publish();
    await letter(event.id);
    await desk.retry('evt-consent', event.id, 'perhaps', nothing);
    await relay.send();
    expect(await letter(event.id)).toMatchObject({ tries: 6 });
  });

  it('should be put away with a reason, and never without', async () => {
    const event = await publish();
    await letter(event.id);
    await expect(desk.discard('evt-consent', event.id, '  ', nothing)).rejects.toThrow('reason');
    expect((await letters()).map((l) => l.eventId)).toContain(event.id);
    await desk.discard('evt-consent', event.id, 'test data', nothing);
    expect((await letters()).map((l) => l.eventId)).not.toContain(event.id);
  });

  it.each([
    ['text', () => 'rubbish'],
    ['nothing', () => null],
    ['an envelope with something more', (e: CloudEvent) => ({ ...e, surprise: true })],
    ['a type of a later version', (e: CloudEvent) => ({ ...e, type: 'practika.auth.user.erased.v2' })],
    ['a type that is a property of every object', (e: CloudEvent) => ({ ...e, type: 'constructor' })],
    ['an event for somebody else', (e: CloudEvent) => ({ ...e, type: 'practika.auth.user.updated.v1' })],
    ['data that breaks the schema', (e: CloudEvent) => ({ ...e, data: { userId: 'Ann' } })],
  ])('[F14] should be kept and not tried again when they are %s', async (_what, poison) => {
    const source = uuidv7();
    const event: CloudEvent = {
      specversion: '1.0', id: source, source: 'practika/auth', type: 'practika.auth.user.erased.v1', subject: 'user/x', time: new Date().toISOString(), datacontenttype: 'application/json', dataschema: '/x',
      data: { userId: uuidv7() }, traceparent: null, seq: 1, correlationid: 'x', causationid: null, actor, subjectepoch: 0, consentepoch: 0,
    };
    await deliver(poison(event), `${source}.0`);
    expect(await letter(source)).toMatchObject({ error: 'PermanentJobError', tries: 1 });
    expect(handler.tries).toBe(0);
  });
});

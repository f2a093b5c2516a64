import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rows, sharedMigrations, uuidv7 } from '@practika/database';
import { JobQueues, MailJob, PermanentJobError, type QueueName } from '@practika/jobs';
import { unavailable } from '@practika/problems';
import { createTestDatabase, eventually, OwnRedis, type TestDatabase } from '@practika/testing';
import { DataSource, type EntityManager } from 'typeorm';
import { EventsOptions } from './events-options.js';
import { FailureTable } from './failed-jobs.js';
import { eventMigrations, JobRetries, keepFailedJob, Outbox, QueueDesk, QueueWatch } from './index.js';

class Scripted extends JobRetries {
  answer: string | null = null;
  readonly asked: { queue: QueueName; payload: unknown }[] = [];

  constructor(private readonly outbox: Outbox) {
    super();
  }

  async retry(manager: EntityManager, queue: QueueName, payload: unknown): Promise<string | null> {
    this.asked.push({ queue, payload });
    await this.outbox.job(manager, MailJob, { mailId: (payload as { mailId: string }).mailId, attempt: 1 });
    return this.answer;
  }
}

// Real: PostgreSQL with its two roles, a redis-server of this suite's own, BullMQ.
describe('the queues of a service, as its administrators see them', () => {
  let database: TestDatabase;
  let redis: OwnRedis;
  let dataSource: DataSource;
  let queues: JobQueues;
  let desk: QueueDesk;
  const outbox = new Outbox();
  const retries = new Scripted(outbox);
  const nothing = async () => undefined;

  beforeAll(async () => {
    redis = await OwnRedis.create();
    database = await createTestDatabase('auth', [...sharedMigrations, ...eventMigrations]);
    dataSource = await new DataSource({ type: 'postgres', url: database.runtimeUrl }).initialize();
    queues = new JobQueues(redis.url);
    await eventually(() => queues.redis.ping());
    desk = new QueueDesk('auth', dataSource, outbox, retries);
  });
  afterAll(async () => {
    await queues.close();
    await dataSource.destroy();
    await database.drop();
    await redis.remove();
  });

  const fail = async (error: Error = new TypeError('of ann@example.org')): Promise<string> => {
    const mailId = uuidv7();
    await new FailureTable(dataSource).record({ queue: 'mail', jobId: `mail.${mailId}.0.0`, name: 'mail', payload: { mailId, attempt: 0 }, attempts: 12, error });
    return mailId;
  };
  const letter = async (envelope: unknown, consumer = 'auth'): Promise<string> => {
    const id = uuidv7();
    await rows(dataSource, `INSERT INTO dead_letters (event_id, consumer, envelope, error, tries) VALUES ($1, $2, $3, 'TypeError', 8)`, [id, consumer, JSON.stringify(envelope)]);
    return id;
  };
  const jobs = async () => (await rows<{ body: { queue: string; payload: unknown } }>(dataSource, `SELECT body FROM outbox ORDER BY position`)).map(({ body }) => [body.queue, body.payload]);

  it('should show the numbers that a worker saw a moment ago, and none that nobody knows', async () => {
    expect(await desk.list()).toEqual(['mail', 'evt-auth'].map((name) => ({ name, waiting: null, active: null, delayed: null, failed: 0, oldestWaitingMs: null, seenAt: null })));
    await queues.send(MailJob, { mailId: uuidv7(), attempt: 0 });
    await queues.send(MailJob, { mailId: uuidv7(), attempt: 0 }, { delayMs: 60_000 });
    const watch = new QueueWatch(dataSource, new EventsOptions('auth', redis.url));
    await eventually(() => watch.look().then(() => true, () => undefined));
    const [mail, events] = await desk.list();
    expect(mail).toMatchObject({ name: 'mail', waiting: 1, active: 0, delayed: 1, failed: 0, seenAt: expect.any(Date) });
    expect(mail?.oldestWaitingMs).toBeLessThan(30_000);
    expect(events).toMatchObject({ name: 'evt-auth', waiting: 0, oldestWaitingMs: null });
    await rows(dataSource, `UPDATE queue_states SET seen_at = now() - interval '31 seconds'`);
    expect((await desk.list())[0]).toMatchObject({ waiting: null, oldestWaitingMs: null, seenAt: expect.any(Date) });
    await watch.beforeApplicationShutdown();
  });

  it('should list what failed, newest first, in words that quote nothing', async () => {
    const made: string[] = [];
    for (const error of [new TypeError('of ann@example.org'), unavailable('The mail server'), new PermanentJobError('refused')]) made.unshift(await fail(error));
    const first = await desk.failed('mail', { limit: 2 });
    const second = await desk.failed('mail', { limit: 2, cursor: String(first.nextCursor) });
    const all = [...first.items, ...second.items];
    expect(all.map((f) => [f.subject, f.reason])).toEqual([
      [`mail/${made[0]}`, 'It cannot succeed as it is.'], [`mail/${made[1]}`, 'Something that it needs could not be reached.'], [`mail/${made[2]}`, 'It failed each time it was tried.'],
    ]);
    expect(all[0]).toEqual({ id: expect.any(String), job: 'mail', subject: expect.any(String), failedAt: expect.any(Date), attempts: 12, reason: expect.any(String) });
    expect(JSON.stringify([all, await rows(dataSource, 'SELECT * FROM failed_jobs')])).not.toContain('ann@');
    expect((await desk.list())[0]).toMatchObject({ failed: 3 });
    await expect(desk.failed('mail', { limit: 2, cursor: 'rubbish' })).rejects.toMatchObject({ code: 'validation-failed' });
    expect(() => desk.own('media-scan')).toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  it('should have work done again by way of the domain, all or nothing, and once', async () => {
    const mailId = await fail();
    const id = (await desk.failed('mail', { limit: 1 })).items[0]?.id ?? '';
    retries.answer = 'The mail was sent meanwhile.';
    const before = await jobs();
    await expect(desk.retry('mail', id, 'again', nothing)).rejects.toMatchObject({ code: 'conflict', detail: 'The mail was sent meanwhile.' });
    await expect((async () => desk.requireOpen('mail', id))()).resolves.toBeUndefined();
    expect(await jobs()).toEqual(before);
    retries.answer = null;
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => desk.retry('mail', id, 'again', nothing)));
    expect(outcomes.map((o) => o.status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect((await jobs()).slice(before.length)).toEqual([['mail', { mailId, attempt: 1 }]]);
    await expect(desk.requireOpen('mail', id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await rows(dataSource, `SELECT settled_as, settled_reason FROM failed_jobs WHERE id = $1`, [id])).toEqual([{ settled_as: 'retried', settled_reason: 'again' }]);
    // The same job fails once more: it is on the list again.
    await keepFailedJob(dataSource, { queue: 'mail', jobId: `mail.${mailId}.0.0`, name: 'mail', payload: { mailId, attempt: 0 }, attempts: 3, kind: 'timeout' });
    expect((await desk.failed('mail', { limit: 1 })).items[0]).toMatchObject({ id, attempts: 3, reason: 'It took longer than it may.' });
  });

  it('should replay events that could not be handled, and put away either kind', async () => {
    const event = { type: 'practika.auth.session.revoked.v1', subject: `session/${uuidv7()}` };
    const [known, odd] = [await letter(event), await letter('rubbish')];
    await letter(event, 'media');
    const { items } = await desk.failed('evt-auth', { limit: 10 });
    expect(items.map((f) => [f.id, f.job, f.subject, f.attempts])).toEqual([[odd, 'event', null, 8], [known, event.type, event.subject, 8]]);
    const before = await jobs();
    await desk.retry('evt-auth', known, 'mended', nothing);
    expect((await jobs()).slice(before.length)).toEqual([['evt-auth', event]]);
    await expect(desk.discard('evt-auth', odd, 'nonsense', async () => { throw new Error('no audit'); })).rejects.toThrow('no audit');
    await desk.discard('evt-auth', odd, 'nonsense', nothing);
    await expect(desk.discard('evt-auth', odd, 'nonsense', nothing)).rejects.toMatchObject({ code: 'not-found' });
    expect((await desk.list())[1]).toMatchObject({ name: 'evt-auth', failed: 0 });
    const id = (await desk.failed('mail', { limit: 1 })).items[0]?.id ?? '';
    await desk.discard('mail', id, 'old', nothing);
    await expect(desk.discard('mail', id, 'old', nothing)).rejects.toMatchObject({ code: 'not-found' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rows, sharedMigrations, uuidv7 } from '@practika/database';
import { JobQueues, MailJob } from '@practika/jobs';
import { createTestDatabase, eventually, OwnRedis, type TestDatabase } from '@practika/testing';
import { DataSource } from 'typeorm';
import { eventMigrations, Outbox, RelayBatch, RelayConnection, RelayMark } from './index.js';

const KEY = 'mark';

// Real: PostgreSQL with its two roles and a redis-server of this suite's own. No worker: what was sent stays to be seen.
describe('a batch and a Redis that forgets', () => {
  let database: TestDatabase;
  let redis: OwnRedis;
  let dataSource: DataSource;
  let queues: JobQueues;
  let connection: RelayConnection;
  const outbox = new Outbox();

  /** A relay whose sending has something happen to Redis in its midst. */
  const relay = (around: { readonly before?: () => Promise<void>; readonly after?: () => Promise<void> } = {}) =>
    new RelayBatch(connection, {
      add: async (name, jobs) => {
        await around.before?.();
        await queues.add(name, jobs);
        await around.after?.();
      },
    }, new RelayMark(queues.redis, KEY));
  const write = async (): Promise<string> => {
    const mailId = uuidv7();
    await dataSource.transaction((manager) => outbox.job(manager, MailJob, { mailId, attempt: 0 }));
    return mailId;
  };
  const inRedis = async (): Promise<string[]> => (await queues.queue('mail').getJobs(['waiting'])).map((job) => (job.data.payload as { mailId: string }).mailId).sort();
  const drain = async (batch: RelayBatch): Promise<void> => {
    while ((await batch.send()) > 0);
  };

  beforeAll(async () => {
    redis = await OwnRedis.create();
    database = await createTestDatabase('media', [...sharedMigrations, ...eventMigrations]);
    dataSource = await new DataSource({ type: 'postgres', url: database.runtimeUrl }).initialize();
    queues = new JobQueues(redis.url);
    await eventually(() => queues.redis.ping());
    connection = await RelayConnection.open(database.runtimeUrl, () => undefined);
  });

  afterAll(async () => {
    await connection.close();
    await queues.close();
    await dataSource.destroy();
    await database.drop();
    await redis.remove();
  });

  it.each(['before', 'after'] as const)('[F7] should send everything again that was wiped in the midst of a batch, %s its jobs were added', async (when) => {
    await redis.wipe();
    await drain(relay());
    const first = await write();
    await drain(relay());
    expect(await inRedis()).toContain(first);
    const second = await write();
    let wiped = false;
    await drain(relay({ [when]: async () => {
      if (!wiped) await redis.wipe();
      wiped = true;
    } }));
    expect(await inRedis()).toEqual(expect.arrayContaining([first, second]));
  });

  it('[F8] should send again just what came after the mark that a Redis of an older state has', async () => {
    const known = await write();
    await drain(relay());
    const older = await queues.redis.get(KEY);
    const lost = await write();
    await drain(relay());
    await queues.queue('mail').drain();
    await queues.redis.set(KEY, older ?? '');
    await drain(relay());
    expect(await inRedis()).toEqual([lost]);
    expect(await inRedis()).not.toContain(known);
  });

  it('should mark nothing as sent that Redis did not take', async () => {
    const id = await write();
    await expect(relay({ before: async () => { throw new Error('no Redis'); } }).send()).rejects.toThrow('no Redis');
    expect(await rows(dataSource, `SELECT 1 FROM outbox WHERE sent_at IS NULL`)).toHaveLength(1);
    await drain(relay());
    expect(await inRedis()).toContain(id);
  });

  it('should begin quietly on a Redis that remembers an earlier database of the same service', async () => {
    await queues.redis.set(KEY, '100000');
    const id = await write();
    await drain(relay());
    expect(await inRedis()).toContain(id);
    expect(await queues.redis.get(KEY)).toBe('100001');
  });

  it('should send a thousand rows in batches, in the order in which they were written', async () => {
    await queues.queue('mail').drain();
    const ids: string[] = [];
    await dataSource.transaction(async (manager) => {
      for (let i = 0; i < 1_000; i += 1) {
        const mailId = uuidv7();
        ids.push(mailId);
        await outbox.job(manager, MailJob, { mailId, attempt: 0 });
      }
    });
    const batch = relay();
    const sizes: number[] = [];
    for (let n = await batch.send(); n > 0; n = await batch.send()) sizes.push(n);
    expect(sizes).toEqual(Array.from({ length: 10 }, () => 100));
    const jobs = await queues.queue('mail').getJobs(['waiting'], 0, -1, true);
    expect(jobs.map((job) => (job.data.payload as { mailId: string }).mailId)).toEqual(ids);
  });
});

import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@practika/testing';
import { Redis } from 'ioredis';
import { assertInvariants, query } from './invariants.js';
import { kill, pause, start } from './control.js';
import { type Asset, newPerson, type Person, type Ticket } from './person.js';
import { platform } from './platform.config.js';
import { box, EICAR, mp4 } from './videos.js';

/** Bytes of padding that make a scan take seconds, so that it can be interrupted. */
const PADDING = 40 * 1024 * 1024;

describe('what the platform survives', () => {
  let person: Person;
  let small: Buffer;
  let large: Buffer;
  let infected: Buffer;

  beforeAll(async () => {
    person = await newPerson();
    await person.give('video_processing');
    small = mp4(1);
    large = Buffer.concat([small, box('free', Buffer.alloc(PADDING))]);
    infected = Buffer.concat([small, box('free', EICAR)]);
  });

  afterEach(() => assertInvariants(90_000), 120_000);

  const scanning = (id: string) => eventually(async () => ((await person.asset(id)).state === 'scanning' ? true : undefined), 30_000, 50);
  /** Five uploads, one of them infected. */
  const several = async (): Promise<{ clean: Asset[]; bad: Asset }> => ({ clean: await Promise.all([1, 2, 3, 4].map(() => person.upload(small))), bad: await person.upload(infected) });
  const allSettled = async ({ clean, bad }: { clean: Asset[]; bad: Asset }) => {
    for (const asset of clean) expect((await person.settled(asset.id, 90_000)).state).toBe('ready');
    expect((await person.settled(bad.id, 90_000)).state).toBe('quarantined');
  };

  it('[F1] [F2] [M12] should finish a scan whose worker is killed five times', async () => {
    const asset = await person.upload(large);
    for (let i = 0; i < 5; i += 1) {
      await scanning(asset.id);
      await pause(400);
      await kill('media-scan');
      await start('media-scan');
    }
    expect((await person.settled(asset.id, 120_000)).state).toBe('ready');
  }, 240_000);

  it('[F3] [M12] should take no result from a worker that was frozen past its lease', async () => {
    const asset = await person.upload(large);
    await scanning(asset.id);
    await pause(300);
    await kill('media-scan', 'SIGSTOP');
    await pause(20_000);
    await kill('media-scan', 'SIGCONT');
    expect((await person.settled(asset.id, 120_000)).state).toBe('ready');
    expect(await query('media', `SELECT count(*) AS n FROM asset_history WHERE asset_id = '${asset.id}' AND state = 'ready'`)).toEqual([{ n: '1' }]);
  }, 200_000);

  it('[F6] [R9] should take uploads while the queue is down, and finish them when it is back', async () => {
    await kill('redis-queue');
    const uploads = await several();
    await pause(3_000);
    await start('redis-queue');
    await allSettled(uploads);
  }, 200_000);

  it('[F7] [R9] should bring every accepted upload to an end though Redis is wiped and a worker is killed', async () => {
    const uploads = await several();
    const redis = new Redis(platform.file.redis.queue);
    await redis.flushall();
    redis.disconnect();
    await kill('media-checksum');
    await start('media-checksum');
    await allSettled(uploads);
  }, 200_000);

  it('[F7] should ask for a new look-up and nothing worse when the cache is wiped', async () => {
    const redis = new Redis(platform.file.redis.cache);
    await redis.flushall();
    redis.disconnect();
    expect((await person.get('/api/media/v1/assets')).status).toBe(200);
  });

  it('[F10] [R9] should answer 503 with Retry-After while Postgres is down, and go on by itself', async () => {
    const uploads = await several();
    await kill('postgres');
    try {
      // A killed postmaster's backends answer for a moment longer.
      const answer = await eventually(async () => {
        const now = await person.get('/api/media/v1/assets');
        return now.status === 200 ? undefined : now;
      });
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)]);
    } finally {
      await start('postgres');
    }
    await eventually(async () => ((await person.get('/api/media/v1/assets')).status === 200 ? true : undefined), 20_000, 200);
    await allSettled(uploads);
  }, 200_000);

  it('[F14] [M6] should keep videos scanning while the scanner is away, and let none through', async () => {
    await kill('clamd');
    const uploads = await several();
    await pause(12_000);
    for (const asset of [...uploads.clean, uploads.bad]) expect((await person.asset(asset.id)).state).toBe('scanning');
    await start('clamd');
    await allSettled(uploads);
  }, 240_000);

  it('[F15] [M6] should scan again when the scanner is killed in the middle', async () => {
    const asset = await person.upload(large);
    await scanning(asset.id);
    await pause(500);
    await kill('clamd');
    await start('clamd');
    expect((await person.settled(asset.id, 120_000)).state).toBe('ready');
  }, 200_000);

  it('[F16] should do everything once though every outbox row is sent ten times', async () => {
    const uploads = await several();
    for (let i = 0; i < 10; i += 1) {
      await query('media', `UPDATE outbox SET sent_at = NULL, attempt = attempt + 1`);
      await pause(300);
    }
    await allSettled(uploads);
  }, 200_000);

  it('[F21] [M7] should serve the scanned version though the old upload address is used again', async () => {
    const ticket = (await person.must(201, 'POST', '/api/media/v1/uploads', { filename: 'a.mp4', size: small.length, contentType: 'video/mp4' })) as unknown as Ticket;
    const [part] = (await person.must(200, 'POST', `/api/media/v1/uploads/${ticket.uploadId}/parts`, { partNumbers: [1] }))['parts'] as { url: string; headers: Record<string, string> }[];
    const put = (body: Buffer) => fetch(part!.url, { method: 'PUT', headers: part!.headers, body: new Uint8Array(body) });
    const etag = (await put(small)).headers.get('etag');
    await person.must(202, 'POST', `/api/media/v1/uploads/${ticket.uploadId}/complete`, { parts: [{ partNumber: 1, etag }] });
    const other = Buffer.from(small);
    other.fill(0, 0, 100);
    expect((await put(other)).ok).toBe(false);
    const asset = await person.settled(ticket.assetId);
    expect(asset.state).toBe('ready');
    expect((await put(other)).ok).toBe(false);
  }, 100_000);
});

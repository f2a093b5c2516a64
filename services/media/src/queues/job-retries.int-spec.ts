import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@practika/database';
import type { TestClient } from '@practika/testing';
import { reason } from '../assets/asset.words.js';
import { openMediaApi, type MediaApiFixture } from '../testing/media-fixture.js';

// Real here: PostgreSQL, Redis.
const QUEUES = '/api/media/v1/queues';
const problem = (type: string) => expect.objectContaining({ type: `/problems/${type}` });
const because = { reason: 'The store was mended.' };

interface Failed { id: string; job: string; subject: string; attempts: number; reason: string }

describe('failed work of media', () => {
  let f: MediaApiFixture;
  let admin: TestClient;
  beforeAll(async () => {
    f = await openMediaApi();
    admin = await f.signedIn({ role: 'admin' });
  });
  afterAll(() => f.close());

  const failedOf = async (queue: string, assetId: string): Promise<Failed | undefined> =>
    ((await admin.get(`${QUEUES}/${queue}/failed?limit=100`)).body['items'] as Failed[]).find((job) => job.subject === `asset/${assetId}`);
  const decide = (queue: string, id: string, what: 'retry' | 'discard', body: object = because) => admin.post(`${QUEUES}/${queue}/failed/${id}/${what}`, body);

  /** A job that the queue gave up, as its worker writes it down. */
  async function gaveUp(queue: string, name: string, payload: { assetId: string; attempt: number; what?: string }): Promise<string> {
    const id = uuidv7();
    await f.rows.dataSource.query(
      `INSERT INTO failed_jobs (id, queue, job_id, name, payload, error, attempts) VALUES ($1,$2,$3,$4,$5,'outage',12)`, [id, queue, `${name}.${id}`, name, JSON.stringify(payload)],
    );
    return id;
  }

  async function failed(): Promise<string> {
    const { id } = await f.rows.processing();
    for (let i = 0; i < 3; i += 1) await f.rows.assets.processingFailed(await f.rows.claim(id, 'processing'), reason('processing-failed'));
    expect(await f.rows.row(id)).toMatchObject({ state: 'failed' });
    return id;
  }

  it('should show what a step gave up, and process it anew by way of the row', async () => {
    const id = await failed();
    const { attempt } = await f.rows.row(id);
    const listed = await failedOf('media-process', id);
    expect(listed).toMatchObject({ job: 'process', attempts: 3, reason: 'It failed as often as it may be tried.' });
    const states = (await admin.get(QUEUES)).body['items'] as { name: string; failed: number }[];
    expect(states.map((q) => q.name)).toEqual(['media-checksum', 'media-scan', 'media-process', 'media-delete', 'evt-media']);
    expect(states.find((q) => q.name === 'media-process')?.failed).toBeGreaterThan(0);
    expect((await decide('media-process', listed?.id ?? '', 'retry')).status).toBe(204);
    expect(await f.rows.row(id)).toMatchObject({ state: 'processing', attempt: attempt + 1 });
    expect((await f.rows.jobs(id)).at(-1)).toEqual({ queue: 'media-process', attempt: attempt + 1 });
    expect(await failedOf('media-process', id)).toBeUndefined();
  });

  it('should try work again that the row still waits for, as a new attempt, but not while somebody is at it', async () => {
    const { id } = await f.rows.scanning();
    const { attempt } = await f.rows.row(id);
    const job = await gaveUp('media-scan', 'scan', { assetId: id, attempt });
    const claimed = await f.rows.claim(id, 'scanning');
    expect((await decide('media-scan', job, 'retry')).body).toMatchObject({ type: '/problems/conflict', detail: 'It is being worked on at this moment.' });
    await f.rows.assets.release(claimed);
    expect((await decide('media-scan', job, 'retry')).status).toBe(204);
    expect(await f.rows.row(id)).toMatchObject({ state: 'scanning', attempt: attempt + 1 });
    expect((await f.rows.jobs(id)).at(-1)).toEqual({ queue: 'media-scan', attempt: attempt + 1 });
    expect((await decide('media-scan', job, 'retry')).body).toEqual(problem('not-found'));
  });

  it('[M4] should let nothing out of quarantine, and say in words where there is nothing to try', async () => {
    const held = await f.rows.quarantined();
    const ready = await f.rows.ready();
    const cases = [
      [held.id, 'media-scan', 'scan', /quarantine/], [held.id, 'media-process', 'process', /quarantine/], [ready.id, 'media-process', 'process', /moved on/],
      [ready.id, 'media-checksum', 'checksum', /moved on/], [uuidv7(), 'media-process', 'process', /gone/],
    ] as const;
    for (const [assetId, queue, name, words] of cases) {
      const before = await f.rows.jobs(assetId);
      const job = await gaveUp(queue, name, { assetId, attempt: 1 });
      const refused = await decide(queue, job, 'retry');
      expect([refused.status, refused.body]).toEqual([409, expect.objectContaining({ type: '/problems/conflict', detail: expect.stringMatching(words) })]);
      expect(await f.rows.jobs(assetId)).toEqual(before);
      expect((await decide(queue, job, 'discard')).status).toBe(204);
      expect(await failedOf(queue, assetId)).toBeUndefined();
    }
    expect((await f.rows.row(held.id)).state).toBe('quarantined');
  });

  it('should have a deletion that was given up done again', async () => {
    const { id } = await f.rows.ready();
    await f.rows.removal.start(id, { force: true, reason: reason('deleted-by-person'), by: { userId: uuidv7(), staff: true } });
    const { attempt } = await f.rows.row(id);
    const job = await gaveUp('media-delete', 'delete', { assetId: id, attempt, what: 'everything' });
    expect((await decide('media-delete', job, 'retry')).status).toBe(204);
    expect((await f.rows.jobs(id)).at(-1)).toEqual({ queue: 'media-delete', attempt: attempt + 1, what: 'everything' });
    const renditions = await gaveUp('media-delete', 'delete', { assetId: id, attempt, what: 'renditions' });
    expect((await decide('media-delete', renditions, 'retry')).status).toBe(409);
  });

  it('should be for administrators alone, who confirmed their password and give a reason', async () => {
    const { id } = await f.rows.scanning();
    const job = await gaveUp('media-scan', 'scan', { assetId: id, attempt: 1 });
    const path = `${QUEUES}/media-scan/failed/${job}/retry`;
    for (const role of ['student', 'instructor', 'staff'] as const) {
      const other = await f.signedIn({ role });
      for (const answer of [await other.get(QUEUES), await other.get(`${QUEUES}/media-scan/failed`), await other.post(path, because)]) expect(answer.body).toEqual(problem('forbidden'));
    }
    const stale = await f.signedIn({ role: 'admin', authenticatedAt: Date.now() - 6 * 60_000 });
    expect((await stale.get(QUEUES)).status).toBe(200);
    expect((await stale.post(path, because)).body).toEqual(problem('step-up-required'));
    const leaving = await f.signedIn({ role: 'admin', leaving: true });
    expect((await leaving.post(path, because)).body).toEqual(problem('account-leaving'));
    for (const body of [{}, { reason: '  ' }, { reason: 'x'.repeat(1_001) }, { ...because, force: true }]) expect((await admin.post(path, body)).status).toBe(422);
    for (const gone of [`${QUEUES}/mail/failed`, `${QUEUES}/nothing/failed`]) expect((await admin.get(gone)).status).toBe(404);
    expect((await decide('media-process', job, 'retry')).status).toBe(404);
    expect((await decide('media-scan', 'not-an-id', 'retry')).status).toBe(404);
    expect((await admin.get(`${QUEUES}/media-scan/failed?limit=0`)).status).toBe(422);
  });
});

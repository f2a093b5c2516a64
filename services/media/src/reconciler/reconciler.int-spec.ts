import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@practika/database';
import { MAX_DEATHS } from '../assets/asset.state.js';
import { cleanVerdict, MediaRows } from '../testing/media-fixture.js';

// Real here: PostgreSQL. Time passes by moving deadlines.
describe('reconciler', () => {
  let rows: MediaRows;
  beforeAll(async () => { rows = await MediaRows.open(); });
  afterAll(() => rows.close());

  it('[M12] should send the job of work again that nobody took up, and leave fresh work alone', async () => {
    const [late, fresh] = [await rows.uploaded(), await rows.uploaded()];
    await rows.ago(late.id, 'next_try_at', 1);
    expect(await rows.reconciler.wakeWaiting(10)).toBe(1);
    expect(await rows.jobs(late.id)).toEqual([{ queue: 'media-checksum', attempt: 1 }, { queue: 'media-checksum', attempt: 1 }]);
    expect(await rows.jobs(fresh.id)).toHaveLength(1);
    expect(await rows.reconciler.wakeWaiting(10)).toBe(0);
  });

  it('[M12] should make a new attempt where the queue has worked the job off already', async () => {
    const asset = await rows.scanning();
    await rows.assets.release(await rows.claim(asset.id, 'scanning'));
    await rows.ago(asset.id, 'next_try_at', 1);
    expect(await rows.reconciler.wakeWaiting(10)).toBe(1);
    expect((await rows.jobs(asset.id)).at(-1)).toEqual({ queue: 'media-scan', attempt: 2 });
    expect(await rows.assets.claim(asset.id, 1, 'scanning', 'scanning', 60)).toBeNull();
    expect(await rows.assets.claim(asset.id, 2, 'scanning', 'scanning', 60)).not.toBeNull();
  });

  it('[M12] should take over from a worker that died, five times, and still let the asset become ready', async () => {
    const asset = await rows.scanning();
    for (let kill = 0; kill < 5; kill += 1) {
      await rows.claim(asset.id, 'scanning');
      await rows.ago(asset.id, 'lease_until', 5);
      expect(await rows.reconciler.takeOverDead(10)).toBe(1);
    }
    expect(await rows.row(asset.id)).toMatchObject({ state: 'scanning', deaths: 5, failures: 0, attempt: 6 });
    const claimed = await rows.claim(asset.id, 'scanning');
    expect(await rows.assets.scanned(claimed, cleanVerdict(claimed), { bucket: 'media', key: 'k', versionId: 'v' })).toBe(true);
  });

  it.each([
    ['checking', 'quarantined', 'unverifiable'], ['scanning', 'quarantined', 'unscannable'], ['processing', 'failed', 'processing-failed'],
  ] as const)('[M12] should end a file that kills every worker in %s as %s', async (state, end, why) => {
    const asset = state === 'checking' ? await rows.uploaded() : state === 'scanning' ? await rows.scanning() : await rows.processing();
    for (let kill = 0; kill < MAX_DEATHS; kill += 1) {
      expect((await rows.row(asset.id)).state).not.toBe(end);
      // Alternately the queue's own redelivery and the reconciler find the body.
      await rows.claim(asset.id, state);
      await rows.ago(asset.id, 'lease_until', 5);
      if (kill % 2 === 1 || kill === MAX_DEATHS - 1) await rows.reconciler.takeOverDead(10);
    }
    expect(await rows.row(asset.id)).toMatchObject({ state: end, reason_code: why });
  });

  it('[M12] should leave living leases alone', async () => {
    const asset = await rows.scanning();
    await rows.claim(asset.id, 'scanning');
    expect(await rows.reconciler.takeOverDead(10)).toBe(0);
    expect(await rows.reconciler.passDeadlines(10)).toBe(0);
  });

  it.each([['checking', 3, 'quarantined'], ['scanning', 5, 'quarantined'], ['processing', 3, 'failed']] as const)('[M4] should count work in %s that passes its deadline, and end it the %i. time as %s', async (state, times, end) => {
    const asset = state === 'checking' ? await rows.uploaded() : state === 'scanning' ? await rows.scanning() : await rows.processing();
    for (let i = 0; i < times; i += 1) {
      await rows.claim(asset.id, state);
      await rows.ago(asset.id, 'deadline_at', 1);
      expect(await rows.reconciler.passDeadlines(10)).toBe(1);
    }
    expect((await rows.row(asset.id)).state).toBe(end);
  });

  it('[M4] should not count waiting in line as failing', async () => {
    const asset = await rows.scanning();
    for (let i = 0; i < 10; i += 1) {
      await rows.ago(asset.id, 'deadline_at', 1);
      await rows.reconciler.passDeadlines(10);
    }
    expect(await rows.row(asset.id)).toMatchObject({ state: 'scanning', failures: 0, attempt: 1 });
  });

  it('[M8] should reject what nobody released from quarantine, and delete what was rejected a week ago', async () => {
    const asset = await rows.quarantined();
    await rows.ago(asset.id, 'deadline_at', 1);
    await rows.reconciler.passDeadlines(10);
    expect(await rows.row(asset.id)).toMatchObject({ state: 'rejected', reason_code: 'quarantine-expired' });
    await rows.ago(asset.id, 'deadline_at', 1);
    await rows.reconciler.passDeadlines(10);
    expect((await rows.row(asset.id)).state).toBe('deleting');
    expect((await rows.jobs(asset.id)).at(-1)).toMatchObject({ queue: 'media-delete', what: 'everything' });
  });

  it('[M4] should ask for a deletion again until it is done, and once more an hour after', async () => {
    const asset = await rows.quarantined();
    await rows.dataSource.transaction((manager) => rows.transitions.move(manager, { id: asset.id, to: 'deleting', newAttempt: true }));
    const { attempt } = await rows.row(asset.id);
    await rows.ago(asset.id, 'deadline_at', 1);
    await rows.reconciler.passDeadlines(10);
    expect((await rows.jobs(asset.id)).at(-1)).toEqual({ queue: 'media-delete', attempt: attempt + 1, what: 'everything' });
    await rows.assets.deleted(asset.id);
    await rows.ago(asset.id, 'deadline_at', 1);
    await rows.reconciler.passDeadlines(10);
    expect((await rows.jobs(asset.id)).at(-1)).toEqual({ queue: 'media-delete', attempt: attempt + 2, what: 'everything' });
    expect(await rows.assets.deletionTarget(asset.id, attempt + 2, 'everything')).not.toBeNull();
    expect(await rows.assets.deleted(asset.id)).toBe(true);
    expect((await rows.row(asset.id)).deadline_at).toBeNull();
  });

  it('[C6] should remind of what waits for consent, and delete nothing of it unasked', async () => {
    const owner = uuidv7();
    const asset = await rows.ready(owner);
    await rows.consent.apply({ subjectId: owner, purpose: 'video_processing', recipient: null, epoch: 1, state: 'withdrawn' });
    await rows.ago(asset.id, 'deadline_at', 1);
    await rows.reconciler.passDeadlines(10);
    expect(await rows.row(asset.id)).toMatchObject({ state: 'consent_hold', reason_code: 'consent-reminder' });
    expect((await rows.history(asset.id)).slice(-2)).toEqual(['consent_hold', 'consent_hold']);
  });

  it('[C6] should ask again for renditions whose deletion was lost', async () => {
    const owner = uuidv7();
    const asset = await rows.ready(owner);
    await rows.consent.apply({ subjectId: owner, purpose: 'video_processing', recipient: null, epoch: 1, state: 'withdrawn' });
    await rows.dataSource.query(`UPDATE renditions SET doomed_at = now() - interval '2 minutes' WHERE asset_id = $1`, [asset.id]);
    await rows.reconciler.resendRenditionDeletions(10);
    const jobs = (await rows.jobs(asset.id)).filter((j) => j.what === 'renditions');
    expect(jobs).toHaveLength(2);
    expect(jobs[0]?.attempt).not.toBe(jobs[1]?.attempt);
    await rows.assets.renditionsDeleted(asset.id, (await rows.assets.deletionTarget(asset.id, 0, 'renditions'))?.renditions ?? []);
    expect(await rows.assets.deletionTarget(asset.id, 0, 'renditions')).toBeNull();
  });

  it('[M1] should find uploads that nobody moves any more', async () => {
    const upload = { id: uuidv7(), assetId: uuidv7(), ownerId: uuidv7(), filename: 'a', contentType: 'video/mp4', size: 5, sha256: null, bucket: 'b', key: 'k', partSize: 5, partCount: 1 };
    await rows.uploads.reserve(upload, { bytes: 1e9, assets: 10 });
    await rows.uploads.began(upload.id, 's');
    expect(await rows.uploads.stale(10)).toEqual([]);
    await rows.dataSource.query(`UPDATE uploads SET expires_at = now() - interval '1 second' WHERE id = $1`, [upload.id]);
    expect(await rows.uploads.stale(10)).toEqual([expect.objectContaining({ id: upload.id, why: 'idle' })]);
    expect(await rows.uploads.close(upload.id, 'expired', 'upload-expired')).toBe(true);
    expect(await rows.row(upload.assetId)).toMatchObject({ state: 'expired', reason_code: 'upload-expired' });
    expect(await rows.events(upload.assetId)).toEqual(['expired']);
  });

  it('should let one process at a time run', async () => {
    let inner: boolean | undefined;
    const outer = await rows.reconciler.alone('rows', async () => { inner = await rows.reconciler.alone('rows', async () => undefined); });
    expect([outer, inner]).toEqual([true, false]);
  });
});

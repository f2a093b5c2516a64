import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cleanVerdict, MediaRows } from '../testing/media-fixture.js';

// Real here: PostgreSQL.
describe('[C6] consent that is given again while a worker holds a video back', () => {
  let rows: MediaRows;
  beforeAll(async () => { rows = await MediaRows.open(); });
  afterAll(() => rows.close());

  const news = (subjectId: string, epoch: number, state: 'given' | 'withdrawn') => ({ subjectId, purpose: 'video_processing', recipient: null, epoch, state });

  /** What the worker writes falls between what the news looks at and its commit. */
  async function duringGrant(ownerId: string, epoch: number, work: () => Promise<unknown>): Promise<void> {
    let working: Promise<unknown> = Promise.resolve();
    await rows.dataSource.transaction(async (manager) => {
      await rows.consent.apply(news(ownerId, epoch, 'given'), manager);
      working = work();
      await sleep(150);
    });
    await working;
  }

  it('should not leave a video on hold whose scan ended on the former news', async () => {
    const { id, ownerId } = await rows.scanning();
    await rows.consent.apply(news(ownerId, 1, 'withdrawn'));
    const claimed = await rows.claim(id, 'scanning');
    await duringGrant(ownerId, 2, () => rows.assets.scanned(claimed, cleanVerdict(claimed), { bucket: 'media', key: `c/${id}`, versionId: 'm1' }));
    expect((await rows.row(id)).state).toBe('processing');
  });

  it.each([['after a withdrawal', true], ['of which this service had heard nothing before', false]])('should not leave a video on hold whose permit was refused, %s', async (_, heard) => {
    const { id, ownerId } = await rows.processing();
    const claimed = await rows.claim(id, 'processing');
    // Older than the hold, as the refusal that the worker got.
    if (heard) await rows.dataSource.query(`INSERT INTO consent_states (subject_id, purpose, epoch, state, at) VALUES ($1, 'video_processing', 1, 'withdrawn', now())`, [ownerId]);
    await duringGrant(ownerId, 2, () => rows.assets.held(claimed));
    expect((await rows.row(id)).state).toBe('processing');
  });
});

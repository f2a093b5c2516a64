import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cleanVerdict, openMediaApi, type MediaApiFixture } from '../testing/media-fixture.js';

// Real here: PostgreSQL, Redis, the S3 endpoint.
const QUARANTINE = '/api/media/v1/quarantine';
const problem = (type: string) => expect.objectContaining({ type: `/problems/${type}` });
const because = { reason: 'A false alarm, the producer confirmed it.' };

describe('quarantine', () => {
  let f: MediaApiFixture;
  beforeAll(async () => { f = await openMediaApi(); });
  afterAll(() => f.close());

  it('[M8] should be seen by staff and admin alone, without a way to the bytes', async () => {
    const owner = await f.signedIn();
    const { id } = await f.rows.quarantined(owner.userId);
    for (const role of ['student', 'instructor'] as const) {
      const other = await f.signedIn({ role });
      expect((await other.get(QUARANTINE)).status).toBe(403);
      expect((await other.post(`${QUARANTINE}/${id}/release`, because)).status).toBe(403);
      expect((await other.post(`${QUARANTINE}/${id}/reject`, because)).status).toBe(403);
    }
    const list = await (await f.signedIn({ role: 'staff' })).get(QUARANTINE);
    expect(list.body['items']).toContainEqual(expect.objectContaining({ id, state: 'quarantined', reason: { code: 'malware', text: 'Found.' } }));
    expect(list.text).not.toMatch(/url|bucket/);
  });

  it('[M8] should release by two different people, and only into a new check and scan', async () => {
    const owner = await f.signedIn();
    const { id } = await f.rows.quarantined(owner.userId);
    const [one, two] = [await f.signedIn({ role: 'staff' }), await f.signedIn({ role: 'admin' })];
    const first = await one.post(`${QUARANTINE}/${id}/release`, because);
    expect([first.status, first.body]).toEqual([202, { approvals: 1, needed: 2 }]);
    const again = await one.post(`${QUARANTINE}/${id}/release`, because);
    expect([again.status, again.body]).toEqual([403, problem('second-person-required')]);
    expect((await f.rows.row(id)).state).toBe('quarantined');
    // The second person sees that somebody has approved, who, and why.
    const held = (((await two.get(`${QUARANTINE}?limit=100`)).body['items']) as { id: string }[]).find((one_) => one_.id === id);
    expect(held).toMatchObject({ approvals: [{ reviewerId: one.userId, reason: because.reason, at: expect.any(String) }] });
    const second = await two.post(`${QUARANTINE}/${id}/release`, because);
    expect([second.status, second.body]).toEqual([202, expect.objectContaining({ approvals: 2, needed: 2, id, state: 'checking', reason: expect.objectContaining({ code: 'released' }) })]);
    expect((await f.rows.jobs(id)).at(-1)).toEqual({ queue: 'media-checksum', attempt: 2 });
    expect(await f.rows.events(id)).toContain('released');

    // Found again: back into quarantine, and the approvals of before count for nothing.
    const check = await f.rows.claim(id, 'checking');
    expect(check).toMatchObject({ releasedFromQuarantine: true, object: { bucket: 'quarantine' } });
    await f.rows.assets.checked(check, { sha256: check.sha256 ?? '', size: check.declaredSize, detectedContainer: 'video/mp4', durationMs: 1, width: 1, height: 1, frameRate: 1 });
    const scan = await f.rows.claim(id, 'scanning');
    expect(await f.rows.assets.quarantined(scan, { code: 'malware', text: 'Found.' }, { ...cleanVerdict(scan), outcome: 'FOUND' }, scan.object)).toBe(true);
    expect((await one.post(`${QUARANTINE}/${id}/release`, because)).body).toEqual({ approvals: 1, needed: 2 });
  });

  it('[M8] should let two who approve at the same moment count once each', async () => {
    const { id } = await f.rows.quarantined();
    const people = [await f.signedIn({ role: 'staff' }), await f.signedIn({ role: 'staff' }), await f.signedIn({ role: 'admin' })];
    const answers = await Promise.all(people.map((p) => p.post(`${QUARANTINE}/${id}/release`, because)));
    expect(answers.map((a) => a.status).sort()).toEqual([202, 202, 409]);
    expect((await f.rows.jobs(id)).filter((j) => j.queue === 'media-checksum')).toHaveLength(2);
  });

  it('[M8] should reject by one person, for good', async () => {
    const { id } = await f.rows.quarantined();
    const staff = await f.signedIn({ role: 'staff' });
    const rejected = await staff.post(`${QUARANTINE}/${id}/reject`, because);
    expect([rejected.status, rejected.body]).toEqual([200, expect.objectContaining({ id, state: 'rejected', reason: expect.objectContaining({ code: 'rejected-by-review' }) })]);
    expect((await staff.post(`${QUARANTINE}/${id}/reject`, because)).body).toEqual(problem('conflict'));
    expect((await staff.post(`${QUARANTINE}/${id}/release`, because)).body).toEqual(problem('conflict'));
  });

  it('[M8] should let nobody decide about their own file, without a reason, or without their password given lately', async () => {
    const staff = await f.signedIn({ role: 'staff' });
    const own = await f.rows.quarantined(staff.userId);
    expect((await staff.post(`${QUARANTINE}/${own.id}/release`, because)).status).toBe(403);
    expect((await staff.post(`${QUARANTINE}/${own.id}/reject`, because)).status).toBe(403);
    const { id } = await f.rows.quarantined();
    for (const body of [{}, { reason: ' ' }, { reason: 'x'.repeat(501) }, { ...because, force: true }]) expect((await staff.post(`${QUARANTINE}/${id}/release`, body)).status).toBe(422);
    const stale = await f.signedIn({ role: 'staff', authenticatedAt: Date.now() - 6 * 60_000 });
    expect((await stale.post(`${QUARANTINE}/${id}/release`, because)).body).toEqual(problem('step-up-required'));
    expect((await stale.post(`${QUARANTINE}/${id}/reject`, because)).body).toEqual(problem('step-up-required'));
  });
});

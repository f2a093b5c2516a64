import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@practika/database';
import pg from 'pg';
import { cleanVerdict, MediaRows, SHA } from '../testing/media-fixture.js';
import { ASSET_STATES, MAX_DEATHS, mayMove } from './asset.state.js';
import { reason } from './asset.words.js';
import type { ScanOutcome } from './verdict.js';

// Real here: PostgreSQL.
describe('life cycle in Postgres', () => {
  let rows: MediaRows;
  beforeAll(async () => { rows = await MediaRows.open(); });
  afterAll(() => rows.close());

  it('[M4] should let the database refuse every move that is not in the table in code, and permit every one that is', async () => {
    const owner = new pg.Client({ connectionString: rows.database.ownerUrl });
    await owner.connect();
    try {
      for (const from of ASSET_STATES) {
        for (const to of ASSET_STATES.filter((s) => s !== from)) {
          await owner.query('BEGIN');
          const id = uuidv7();
          await owner.query(`INSERT INTO assets (id, owner_id, declared_content_type, declared_size, state, sha256) VALUES ($1, $1, 'video/mp4', 1, $2, $3)`, [id, from, SHA]);
          await owner.query(`INSERT INTO verdicts (asset_id, owner_id, attempt, bucket, key, version_id, sha256, bytes_expected, bytes_scanned, engine, started, finished, outcome) VALUES ($1,$1,1,'b','k','v',$2,1,1,'e',now(),now(),'CLEAN')`, [id, SHA]);
          const moved = await owner.query('UPDATE assets SET state = $2 WHERE id = $1', [id, to]).then(() => true, () => false);
          await owner.query('ROLLBACK');
          expect([from, to, moved]).toEqual([from, to, mayMove(from, to)]);
        }
      }
    } finally {
      await owner.end();
    }
  });

  it('[M6] should let the database itself refuse that anything leaves the scan without a clean verdict of its bytes', async () => {
    const asset = await rows.scanning();
    for (const to of ['processing', 'consent_hold']) {
      await expect(rows.dataSource.query('UPDATE assets SET state = $2 WHERE id = $1', [asset.id, to])).rejects.toThrow(/clean verdict/);
    }
    expect((await rows.row(asset.id)).state).toBe('scanning');
  });

  it('[M4] should keep history and verdicts from being changed or deleted by the service itself', async () => {
    await rows.ready();
    for (const table of ['asset_history', 'verdicts']) {
      await expect(rows.dataSource.query(`UPDATE ${table} SET owner_id = gen_random_uuid()`)).rejects.toThrow(/permission denied/);
      await expect(rows.dataSource.query(`DELETE FROM ${table}`)).rejects.toThrow(/permission denied/);
    }
  });

  it('[M4] should write state, history, event and the next job together, up to ready', async () => {
    const asset = await rows.ready();
    expect(await rows.history(asset.id)).toEqual(['created', 'uploading', 'uploaded', 'checking', 'scanning', 'processing', 'ready']);
    expect(await rows.events(asset.id)).toEqual(['uploaded', 'processing', 'ready']);
    expect((await rows.jobs(asset.id)).map((j) => j.queue)).toEqual(['media-checksum', 'media-scan', 'media-process']);
  });

  it('[M12] should let one of many workers claim, and none of another attempt or state', async () => {
    const asset = await rows.uploaded();
    const claims = await Promise.all(Array.from({ length: 10 }, () => rows.assets.claim(asset.id, 1, 'uploaded', 'checking', 60)));
    expect(claims.filter((c) => c !== null)).toHaveLength(1);
    expect(await rows.assets.claim(asset.id, 1, 'checking', 'checking', 60)).toBeNull();
    expect(await rows.assets.claim(asset.id, 0, 'checking', 'checking', 60)).toBeNull();
    expect(await rows.assets.claim(asset.id, 2, 'checking', 'checking', 60)).toBeNull();
    expect(await rows.assets.claim(uuidv7(), 1, 'uploaded', 'checking', 60)).toBeNull();
  });

  it('[M12] should change nothing for a worker whose lease was taken over', async () => {
    const asset = await rows.scanning();
    const frozen = await rows.claim(asset.id, 'scanning');
    await rows.ago(asset.id, 'lease_until', 1);
    const next = await rows.claim(asset.id, 'scanning');
    expect(await rows.assets.heartbeat(frozen, 60)).toBe(false);
    expect(await rows.assets.scanned(frozen, cleanVerdict(frozen), { bucket: 'media', key: 'stale', versionId: 'x' })).toBe(false);
    expect(await rows.assets.quarantined(frozen, reason('malware'), { ...cleanVerdict(frozen), outcome: 'FOUND' }, frozen.object)).toBe(false);
    expect(await rows.assets.recordAttempt(frozen, { ...cleanVerdict(frozen), outcome: 'ERROR' })).toBe(false);
    expect(await rows.assets.scanned(next, cleanVerdict(next), { bucket: 'media', key: 'good', versionId: 'x' })).toBe(true);
    expect(await rows.assets.scanned(next, cleanVerdict(next), { bucket: 'media', key: 'twice', versionId: 'x' })).toBe(false);
    const found = await rows.reads.find(asset.id);
    expect(found?.object?.key).toBe('good');
    const verdicts = await rows.dataSource.query('SELECT outcome FROM verdicts WHERE asset_id = $1', [asset.id]);
    expect(verdicts).toEqual([{ outcome: 'CLEAN' }]);
    expect(await rows.history(asset.id)).toEqual(['created', 'uploading', 'uploaded', 'checking', 'scanning', 'processing']);
  });

  it.each<[string, Partial<ReturnType<typeof cleanVerdict>>]>([
    ['FOUND', { outcome: 'FOUND' }], ['an error', { outcome: 'ERROR' }], ['a timeout', { outcome: 'TIMEOUT' }], ['too few bytes', { bytesScanned: 999 }],
    ['another digest', { sha256: 'f'.repeat(64) }], ['another version', { versionId: 'v2' }], ['another key', { key: 'u/other' }], ['another attempt', { attempt: 7 }],
  ])('[M6] [M7] should refuse to promote by a verdict with %s', async (_, change) => {
    const asset = await rows.scanning();
    const claimed = await rows.claim(asset.id, 'scanning');
    await expect(rows.assets.scanned(claimed, { ...cleanVerdict(claimed), ...change }, { bucket: 'media', key: 'k', versionId: 'v' })).rejects.toThrow(/does not promote/);
    expect((await rows.row(asset.id)).state).toBe('scanning');
  });

  it('[M6] should keep trying an unclear scan and put it into quarantine the fifth time', async () => {
    const asset = await rows.scanning();
    for (const [i, outcome] of (['ERROR', 'TIMEOUT', 'LIMITS_EXCEEDED', 'ENCRYPTED', 'TOO_LARGE'] as ScanOutcome[]).entries()) {
      expect((await rows.row(asset.id)).failures).toBe(i);
      const claimed = await rows.claim(asset.id, 'scanning');
      expect(await rows.assets.recordAttempt(claimed, { ...cleanVerdict(claimed), outcome })).toBe(true);
    }
    expect(await rows.row(asset.id)).toMatchObject({ state: 'quarantined', reason_code: 'unscannable' });
  });

  it('[M6] should wait for a scanner that is down as long as it takes, and say so once', async () => {
    const asset = await rows.scanning();
    for (let i = 0; i < 20; i += 1) {
      const claimed = await rows.claim(asset.id, 'scanning');
      expect(await rows.assets.scanBlocked(claimed, 'scanner_down', { ...cleanVerdict(claimed), outcome: 'SCANNER_DOWN', bytesScanned: 0 })).toBe(true);
    }
    expect(await rows.row(asset.id)).toMatchObject({ state: 'scanning', failures: 0, deaths: 0, reason_code: 'scanner-down' });
    expect((await rows.history(asset.id)).filter((s) => s === 'scanning')).toHaveLength(2);
  });

  it.each([['checking', 3, 'quarantined'], ['scanning', 5, 'quarantined'], ['processing', 3, 'failed']] as const)('[M12] should end a video over which workers in %s stumble %i times as %s', async (state, times, exit) => {
    const asset = await (state === 'checking' ? rows.uploaded() : rows[state]());
    for (let i = 1; i <= times; i += 1) {
      expect(await rows.assets.stumbled(await rows.claim(asset.id, state))).toBe(true);
      expect((await rows.row(asset.id)).state).toBe(i < times ? state : exit);
    }
  });

  it('[M12] should not count an orderly return of the lease as a death', async () => {
    const asset = await rows.scanning();
    for (let i = 0; i < MAX_DEATHS + 2; i += 1) expect(await rows.assets.release(await rows.claim(asset.id, 'scanning'))).toBe(true);
    expect(await rows.row(asset.id)).toMatchObject({ deaths: 0, failures: 0, lease_token: null });
  });

  it('[M4] should let a deletion win over a worker at work, and make a tombstone without personal data of it', async () => {
    const asset = await rows.scanning();
    const claimed = await rows.claim(asset.id, 'scanning');
    expect(await rows.removal.start(asset.id, { force: false, reason: reason('deleted-by-person'), by: { userId: asset.ownerId, staff: false } })).toBe('started');
    expect(await rows.assets.scanned(claimed, cleanVerdict(claimed), claimed.object)).toBe(false);
    const target = await rows.assets.deletionTarget(asset.id, 2, 'everything');
    expect(target).toMatchObject({ id: asset.id, ownerId: asset.ownerId, original: claimed.object });
    expect(await rows.assets.deleted(asset.id)).toBe(true);
    expect(await rows.reads.find(asset.id)).toBeNull();
    const [row] = await rows.dataSource.query<Record<string, unknown>[]>('SELECT * FROM assets WHERE id = $1', [asset.id]);
    expect(row).toMatchObject({ state: 'deleted', filename: null, sha256: null, duration_ms: null });
    expect((await rows.jobs(asset.id)).at(-1)).toEqual({ queue: 'media-delete', attempt: 2, what: 'everything' });
  });

  it('[C6] should hold what is ready or being processed when consent is withdrawn, and process anew when it is given', async () => {
    const owner = uuidv7();
    const [ready, processing, scanning] = [await rows.ready(owner), await rows.processing(owner), await rows.scanning(owner)];
    const worker = await rows.claim(processing.id, 'processing');
    const news = { subjectId: owner, purpose: 'video_processing', recipient: null };
    expect(await rows.consent.apply({ ...news, epoch: 5, state: 'withdrawn' })).toBe(2);
    expect(await rows.consent.apply({ ...news, epoch: 5, state: 'withdrawn' })).toBe(0);
    expect(await rows.consent.apply({ ...news, epoch: 4, state: 'given' })).toBe(0);
    expect(await rows.assets.processed(worker, [], { permitId: uuidv7(), recordId: null })).toBe(false);
    expect((await rows.reads.find(ready.id))?.renditions).toEqual([]);
    expect((await rows.jobs(ready.id)).at(-1)).toEqual({ queue: 'media-delete', attempt: 2, what: 'renditions' });
    expect((await rows.assets.deletionTarget(ready.id, 2, 'renditions'))?.renditions).toHaveLength(2);
    const claimed = await rows.claim(scanning.id, 'scanning');
    expect(await rows.assets.scanned(claimed, cleanVerdict(claimed), { bucket: 'media', key: 'k', versionId: 'v' })).toBe(true);
    for (const { id } of [ready, processing, scanning]) expect((await rows.row(id)).state).toBe('consent_hold');
    expect(await rows.consent.apply({ ...news, epoch: 6, state: 'given' })).toBe(3);
    for (const { id } of [ready, processing, scanning]) {
      expect((await rows.row(id)).state).toBe('processing');
      expect((await rows.jobs(id)).at(-1)?.queue).toBe('media-process');
    }
  });

  it('[C6] should leave everything as it is for consent to something else', async () => {
    const { id, ownerId } = await rows.ready();
    expect(await rows.consent.apply({ subjectId: ownerId, purpose: 'marketing', recipient: null, epoch: 1, state: 'withdrawn' })).toBe(0);
    expect((await rows.row(id)).state).toBe('ready');
  });
});

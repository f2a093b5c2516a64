import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@practika/database';
import fc from 'fast-check';
import { playable } from '../playback/playable.js';
import { TypeormQuarantineRepository } from '../quarantine/typeorm-quarantine.repository.js';
import { cleanVerdict, MediaRows, SHA } from '../testing/media-fixture.js';
import type { ClaimedAsset } from './asset.repository.js';
import { LIFE_CYCLE, mayMove, RESTING_STATES, type AssetState } from './asset.state.js';
import { reason } from './asset.words.js';

// Real here: PostgreSQL. Workers are played: they claim, die, freeze, come back late and say everything twice.
const media = { bucket: 'media', key: 'c/x', versionId: 'm' };
const quarantine = { bucket: 'quarantine', key: 'q/x', versionId: 'q' };

type Step =
  | 'advance' | 'spoil' | 'infect' | 'claim' | 'claim-old-attempt' | 'good' | 'bad' | 'found' | 'unclear' | 'blocked' | 'release' | 'late-good' | 'late-found' | 'repeat'
  | 'lease-ends' | 'deadline' | 'round' | 'withdraw' | 'grant' | 'approve' | 'reject' | 'delete' | 'objects-gone' | 'refuse-permit';
const STEPS: readonly Step[] = [
  'advance', 'advance', 'advance', 'advance', 'advance', 'advance', 'spoil', 'infect', 'infect', 'claim', 'claim', 'good', 'claim-old-attempt', 'bad', 'found', 'unclear', 'blocked', 'release', 'late-good', 'late-found', 'repeat',
  'lease-ends', 'deadline', 'round', 'withdraw', 'grant', 'approve', 'approve', 'reject', 'delete', 'objects-gone', 'refuse-permit',
];

class World {
  /** Leases as workers remember them, the newest last; all but the newest are of workers that froze. */
  private readonly held: ClaimedAsset[] = [];
  private epoch = 0;

  constructor(
    private readonly rows: MediaRows,
    private readonly reviews: TypeormQuarantineRepository,
    readonly id: string,
    readonly ownerId: string,
  ) {}

  async state(): Promise<AssetState> {
    return (await this.rows.row(this.id)).state as AssetState;
  }

  async run(step: Step): Promise<void> {
    const worker = this.held.at(-1);
    switch (step) {
      case 'advance': case 'spoil': case 'infect':
        await this.claim(0);
        return this.run(step === 'advance' ? 'good' : step === 'spoil' ? 'bad' : 'found');
      case 'claim': return this.claim(0);
      case 'claim-old-attempt': return this.claim(-1);
      case 'good': case 'repeat': return worker && this.finish(worker, 'good');
      case 'bad': return worker && this.finish(worker, 'bad');
      case 'found': return worker && this.finish(worker, 'found');
      case 'unclear': return worker && this.finish(worker, 'unclear');
      case 'blocked': return worker && void (await this.rows.assets.scanBlocked(worker, 'scanner_down', { ...cleanVerdict(worker), outcome: 'SCANNER_DOWN' }));
      case 'release': return worker && void (await this.rows.assets.release(worker));
      case 'late-good': return this.held[0] && this.finish(this.held[0], 'good');
      case 'late-found': return this.held[0] && this.finish(this.held[0], 'found');
      case 'refuse-permit': return worker && void (await this.rows.assets.held(worker));
      case 'lease-ends': return this.rows.dataSource.query(`UPDATE assets SET lease_until = now() - interval '10 seconds' WHERE id = $1 AND lease_token IS NOT NULL`, [this.id]).then(() => undefined);
      case 'deadline': return this.rows.ago(this.id, 'deadline_at', 1).then(() => this.round());
      case 'round': return this.round();
      case 'withdraw': case 'grant':
        await this.rows.consent.apply({ subjectId: this.ownerId, purpose: 'video_processing', recipient: null, epoch: (this.epoch += 1), state: step === 'grant' ? 'given' : 'withdrawn' });
        return;
      case 'approve': return void (await this.reviews.approve({ assetId: this.id, reviewerId: uuidv7(), reason: 'fine' }));
      case 'reject': return void (await this.reviews.reject({ assetId: this.id, reviewerId: uuidv7(), reason: 'not fine' }));
      case 'delete': return void (await this.rows.removal.start(this.id, { force: true, reason: reason('deleted-by-person'), by: { userId: this.ownerId, staff: false } }));
      case 'objects-gone': return void (await this.rows.assets.deleted(this.id));
    }
  }

  async round(): Promise<void> {
    await this.rows.reconciler.takeOverDead(500);
    await this.rows.dataSource.query(`UPDATE assets SET next_try_at = now() - interval '1 second' WHERE id = $1 AND next_try_at IS NOT NULL`, [this.id]);
    await this.rows.reconciler.wakeWaiting(500);
    await this.rows.reconciler.passDeadlines(500);
  }

  private async claim(shift: number): Promise<void> {
    const { state, attempt } = await this.rows.row(this.id);
    const to = ({ uploaded: 'checking', checking: 'checking', scanning: 'scanning', processing: 'processing' } as const)[state as 'uploaded'];
    if (to === undefined) return;
    const claimed = await this.rows.assets.claim(this.id, attempt + shift, state as 'uploaded', to, 60);
    if (shift !== 0) expect(claimed).toBeNull();
    if (claimed !== null) this.held.push(claimed);
  }

  /** Says the same to every stage: only the stage that the lease is for may take it. */
  private async finish(a: ClaimedAsset, how: 'good' | 'bad' | 'found' | 'unclear'): Promise<void> {
    const { assets } = this.rows;
    if (a.sha256 === null || a.releasedFromQuarantine) {
      if (how === 'bad') await assets.rejected(a, reason('not-a-video'));
      else await assets.checked(a, { sha256: SHA, size: a.declaredSize, detectedContainer: 'video/mp4', durationMs: 1, width: 1, height: 1, frameRate: 1 });
    }
    if (a.sha256 === null) return;
    const verdict = cleanVerdict(a);
    if (how === 'good') {
      if (a.object.bucket !== 'media') await assets.scanned(a, verdict, media);
      else await assets.processed(a, [{ name: 'web', contentType: 'video/mp4', size: 1, sha256: SHA, object: { ...media, key: 'r/x' } }], { permitId: uuidv7(), recordId: null });
    } else if (how === 'found') await assets.quarantined(a, reason('malware'), { ...verdict, outcome: 'FOUND' }, quarantine);
    else if (how === 'unclear') await assets.recordAttempt(a, { ...verdict, outcome: 'ERROR' });
    else await assets.processingFailed(a, reason('processing-failed'));
  }
}

async function checkInvariants(rows: MediaRows, world: World): Promise<void> {
  const history = await rows.dataSource.query<{ state: AssetState; reason_code: string | null }[]>('SELECT state, reason_code FROM asset_history WHERE asset_id = $1 ORDER BY seq', [world.id]);
  const moves = history.filter((h, i) => h.state !== history[i - 1]?.state);
  const { state } = await rows.row(world.id);
  expect(history.at(-1)?.state).toBe(state);
  // I3, I5, I8: only along the table, so never from quarantine to anything but a new check, a rejection or a deletion.
  moves.slice(1).forEach((h, i) => expect([moves[i]?.state, h.state, mayMove(moves[i]?.state ?? 'created', h.state)]).toEqual([moves[i]?.state, h.state, true]));
  // I4: one event for each entry of a state that has one, and one for each release.
  const expected = moves.flatMap((h, i) => (h.state === 'checking' && moves[i - 1]?.state === 'quarantined' ? ['released'] : LIFE_CYCLE[h.state].event?.split('.').slice(3, 4) ?? []));
  expect(await rows.events(world.id)).toEqual(expected);
  // I9: whatever did not go well says why.
  for (const h of moves) if (['quarantined', 'rejected', 'failed', 'expired', 'consent_hold', 'deleting'].includes(h.state)) expect([h.state, h.reason_code]).toEqual([h.state, expect.any(String)]);
  const asset = await rows.reads.find(world.id);
  if (asset === null) return expect(state).toBe('deleted');
  // I1: a grant needs the state, a clean verdict of these bytes, and an object in the clean bucket.
  for (const what of ['web', 'original'] as const) {
    let granted: string | null = null;
    try {
      granted = playable(asset, what, 'media').object.bucket;
    } catch {
      continue;
    }
    expect(granted).toBe('media');
    expect(what === 'web' ? ['ready'] : ['ready', 'consent_hold', 'failed']).toContain(state);
    const clean = await rows.dataSource.query(`SELECT 1 FROM verdicts WHERE asset_id = $1 AND outcome = 'CLEAN' AND sha256 = $2 AND bytes_scanned = bytes_expected`, [world.id, asset.sha256]);
    expect(clean).not.toEqual([]);
  }
  // I2: nothing is in the clean bucket without a verdict that promotes.
  if (asset.object?.bucket === 'media') expect(asset.scannedClean).toBe(true);
}

describe('life cycle under any order of events', () => {
  let rows: MediaRows;
  beforeAll(async () => { rows = await MediaRows.open(); });
  afterAll(() => rows.close());

  const newWorld = async (): Promise<World> => {
    const { id, ownerId } = await rows.uploaded();
    return new World(rows, new TypeormQuarantineRepository(rows.dataSource, rows.transitions), id, ownerId);
  };

  it('[M4] [M12] should keep I1 to I9 whatever happens in whatever order', async () => {
    const seen = new Set<string>();
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...STEPS), { minLength: 8, maxLength: 40 }), async (steps) => {
      const world = await newWorld();
      for (const step of steps) await world.run(step);
      await checkInvariants(rows, world);
      for (const state of await rows.history(world.id)) seen.add(state);
    }), { numRuns: 150 });
    // The orders are worth something only if they lead somewhere.
    expect([...seen]).toEqual(expect.arrayContaining(['checking', 'scanning', 'processing', 'ready', 'quarantined', 'rejected', 'consent_hold', 'deleting', 'deleted']));
  }, 120_000);

  it('[M4] [M12] should end in a state of rest once the workers do their work again, and a deletion should end everything', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...STEPS), { maxLength: 25 }), async (steps) => {
      const world = await newWorld();
      for (const step of steps) await world.run(step);
      for (let i = 0; i < 40 && !RESTING_STATES.includes(await world.state()); i += 1) {
        await world.run('lease-ends');
        await world.run('round');
        await world.run('claim');
        await world.run('good');
        await world.run('objects-gone');
      }
      expect(RESTING_STATES).toContain(await world.state());
      await world.run('delete');
      expect(['deleting', 'deleted']).toContain(await world.state());
      await world.run('objects-gone');
      expect(await world.state()).toBe('deleted');
      await checkInvariants(rows, world);
    }), { numRuns: 60 });
  }, 120_000);
});

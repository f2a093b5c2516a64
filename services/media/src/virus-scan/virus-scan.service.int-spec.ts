import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { backends } from '@practika/testing';
import type { ClaimedAsset } from '../assets/asset.repository.js';
import { PromotionService } from '../promotion/promotion.service.js';
import { FakeAssets } from '../testing/fake-assets.js';
import { infectedVideo, makeVideo } from '../testing/sample-videos.js';
import { createTestBuckets, type TestBuckets } from '../testing/test-buckets.js';
import { ClamdVirusScanner } from './clamd.virus-scanner.js';
import { ScannerGate } from './scanner-gate.js';
import { SignaturePolicy } from './signature-policy.js';
import { VirusScanService } from './virus-scan.service.js';
import { VirusScanner, type ScannerVersion, type ScanReport } from './virus-scanner.js';

// Real here: the S3 endpoint with the scanner's own identity, and clamd. The repository is a fake that notes what it is told.
const sha256 = (b: Buffer) => createHash('sha256').update(b).digest('hex');
const DATED: ScannerVersion = { engine: 'ClamAV', engineVersion: '1.4.3', sigdbVersion: '27800', sigdbTime: new Date() };

/** Says one thing about every file, after reading it all; finds the test file in the self test. */
class SaysOnly extends VirusScanner {
  constructor(private readonly report: Partial<ScanReport>, private readonly dated: ScannerVersion = DATED) { super(); }
  async version(): Promise<ScannerVersion> { return this.dated; }
  async scan(chunks: AsyncIterable<Buffer>): Promise<ScanReport> {
    let size = 0;
    for await (const chunk of chunks) size += chunk.length;
    if (size < 100) return { outcome: 'FOUND', signatureName: 'Eicar', bytesScanned: size };
    return { outcome: 'CLEAN', signatureName: null, bytesScanned: size, ...this.report };
  }
}

describe('[M5] [M6] [file-upload-security.virus-scanning] scanning an upload', () => {
  let t: TestBuckets;
  let video: Buffer;
  let infected: Buffer;

  beforeAll(async () => {
    t = await createTestBuckets();
    video = makeVideo('mp4');
    infected = infectedVideo();
  });
  afterAll(() => t?.close());

  async function scan(file: Buffer, options: { scanner?: VirusScanner; declared?: Partial<ClaimedAsset>; fenced?: boolean; where?: 'uploads' | 'quarantine'; policy?: SignaturePolicy } = {}) {
    const id = randomUUID();
    const where = options.where ?? 'uploads';
    const place = { bucket: t.buckets[where], key: where === 'uploads' ? `u/${id}/1` : `q/o/${id}/x` };
    const { versionId } = await t.owner.put(place, { body: file, size: file.length, contentType: 'video/mp4' });
    const assets = new FakeAssets({ id, object: { ...place, versionId }, declaredSize: file.length, sha256: sha256(file), ...options.declared });
    assets.fenced = options.fenced ?? false;
    const scanner = options.scanner ?? new ClamdVirusScanner(backends.clamd);
    const gate = new ScannerGate(scanner, 68);
    const store = t.as('SCAN');
    const service = new VirusScanService(assets, store, scanner, gate, options.policy ?? new SignaturePolicy(48, true), new PromotionService(store, t.buckets));
    await service.scan(id, 0, AbortSignal.timeout(50_000));
    return { assets, id, last: assets.last, object: assets.asset.object };
  }
  const below = async (bucket: string, id: string) => {
    const list: string[] = [];
    for await (const v of t.owner.versions(bucket, '')) if (v.key.includes(id)) list.push(v.versionId);
    return list;
  };

  it('[M7] should bind a clean verdict to version, digest and bytes, and promote exactly that version', async () => {
    const { last, id, object, assets } = await scan(video);
    expect(last).toEqual({
      what: 'scanned',
      verdict: expect.objectContaining({
        ...object, assetId: id, attempt: 0, outcome: 'CLEAN', signatureName: null, sha256: sha256(video), bytesExpected: video.length, bytesScanned: video.length, engine: 'ClamAV', engineVersion: expect.any(String),
      }),
      object: { bucket: t.buckets.media, key: `c/${assets.asset.ownerId}/${id}/${sha256(video)}`, versionId: expect.any(String) },
    });
    const promoted = last?.what === 'scanned' ? last.object : object;
    expect(await t.owner.stat(promoted)).toMatchObject({ size: video.length, contentType: 'video/mp4', sha256: sha256(video) });
    expect(await below(t.buckets.uploads, id)).toEqual([]);
    expect(await below(t.buckets.media, id)).toHaveLength(1);
  });

  it('should move an infected MP4 into quarantine and leave nothing of it in uploads or media', async () => {
    const { last, id } = await scan(infected);
    expect(last).toMatchObject({ what: 'quarantined', reason: { code: 'malware' }, verdict: { outcome: 'FOUND', signatureName: expect.stringContaining('Eicar') }, object: { bucket: t.buckets.quarantine } });
    expect(await below(t.buckets.uploads, id)).toEqual([]);
    expect(await below(t.buckets.media, id)).toEqual([]);
    expect(await below(t.buckets.quarantine, id)).toHaveLength(1);
  });

  it('[M8] should leave in quarantine what is found again after a release, and take out what is clean', async () => {
    const again = await scan(infected, { where: 'quarantine', declared: { releasedFromQuarantine: true } });
    expect(again.last).toMatchObject({ what: 'quarantined', object: again.object });
    expect(await below(t.buckets.quarantine, again.id)).toHaveLength(1);
    const clean = await scan(video, { where: 'quarantine', declared: { releasedFromQuarantine: true } });
    expect(clean.last).toMatchObject({ what: 'scanned', object: { bucket: t.buckets.media } });
  });

  it('[M12] should remove its own copy and leave the source when somebody else has the asset by now', async () => {
    const { assets, id } = await scan(video, { fenced: true });
    expect(assets.said).toEqual([]);
    expect(await below(t.buckets.media, id)).toEqual([]);
    expect(await below(t.buckets.uploads, id)).toHaveLength(1);
    const bad = await scan(infected, { fenced: true });
    expect(await below(t.buckets.quarantine, bad.id)).toEqual([]);
    expect(await below(t.buckets.uploads, bad.id)).toHaveLength(1);
  });

  it('should count a try when the scanned bytes are not the checked ones', async () => {
    const { last, id } = await scan(video, { declared: { sha256: sha256(infected) } });
    expect(last).toMatchObject({ what: 'attempt', verdict: { outcome: 'ERROR' } });
    expect(await below(t.buckets.media, id)).toEqual([]);
  });

  it('should count a try when the scanner says OK about a part of the file', async () => {
    expect((await scan(video, { scanner: new SaysOnly({ bytesScanned: 10 }) })).last).toMatchObject({ what: 'attempt', verdict: { outcome: 'ERROR', bytesScanned: 10 } });
  });

  it.each(['ERROR', 'TIMEOUT'] as const)('should count a try for %s', async (outcome) => {
    expect((await scan(video, { scanner: new SaysOnly({ outcome }) })).last).toMatchObject({ what: 'attempt', verdict: { outcome } });
  });

  it.each(['TOO_LARGE', 'ENCRYPTED', 'LIMITS_EXCEEDED'] as const)('should quarantine as unscannable for %s', async (outcome) => {
    expect((await scan(video, { scanner: new SaysOnly({ outcome, signatureName: 'Heuristics.X' }) })).last).toMatchObject({ what: 'quarantined', reason: { code: 'unscannable' }, verdict: { outcome } });
  });

  it('should wait, and count nothing, while the scanner is down or goes down', async () => {
    const nobody = new ClamdVirusScanner({ host: '127.0.0.1', port: 1 });
    expect((await scan(video, { scanner: nobody })).last).toMatchObject({ what: 'blocked', why: 'scanner_down', verdict: { outcome: 'SCANNER_DOWN' } });
    expect((await scan(video, { scanner: new SaysOnly({ outcome: 'SCANNER_DOWN' }) })).last).toMatchObject({ what: 'blocked', why: 'scanner_down' });
  });

  it('should wait while signatures are stale, and never scan with them', async () => {
    const old = { ...DATED, sigdbTime: new Date(Date.now() - 49 * 3_600_000) };
    expect((await scan(video, { scanner: new SaysOnly({}, old) })).last).toMatchObject({ what: 'blocked', why: 'signatures_stale', verdict: { outcome: 'SIGDB_STALE', sigdbVersion: '27800' } });
    expect((await scan(video, { policy: new SignaturePolicy(48, false) })).last).toMatchObject({ what: 'blocked', why: 'signatures_stale' });
  });

  it('should reject an asset whose object is gone', async () => {
    expect((await scan(video, { declared: { object: { bucket: t.buckets.uploads, key: 'u/none/1', versionId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' } } })).last).toMatchObject({ what: 'rejected', reason: { code: 'object-missing' } });
  });
});

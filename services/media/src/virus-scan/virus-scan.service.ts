import { createHash } from 'node:crypto';
import { isObjectStoreError, type ObjectStore } from '@practika/object-store';
import { isOutage } from '@practika/problems';
import type { AssetObject, AssetRepository, ClaimedAsset } from '../assets/asset.repository.js';
import { reason } from '../assets/asset.words.js';
import { promotes, type ScanOutcome, type Verdict } from '../assets/verdict.js';
import type { PromotionService, Scanned } from '../promotion/promotion.service.js';
import { LEASE_SECONDS, whileHeld, type Held } from '../workers/lease.js';
import type { ScannerGate } from './scanner-gate.js';
import type { SignaturePolicy } from './signature-policy.js';
import type { ScannerVersion, ScanReport, VirusScanner } from './virus-scanner.js';

/** Bytes a second below which a scanner counts as hanging: a thirtieth of one core. */
const SLOWEST = 1_000_000;
const UNKNOWN: ScannerVersion = { engine: 'ClamAV', engineVersion: null, sigdbVersion: null, sigdbTime: null };

/**
 * Scans exactly the version that was checked. The digest is computed again over the very bytes that go to the scanner, so
 * that verdict, digest and object version speak of the same bytes. Only a verdict that `promotes` lets the video on;
 * everything else is found, tried again, or put into quarantine as unscannable.
 */
export class VirusScanService {
  constructor(
    private readonly assets: AssetRepository,
    private readonly store: ObjectStore,
    private readonly scanner: VirusScanner,
    private readonly gate: ScannerGate,
    private readonly signatures: SignaturePolicy,
    private readonly promotion: PromotionService,
  ) {}

  /** Does nothing for an asset that is past this step or in another worker's hands. Throws to be tried again. */
  async scan(assetId: string, attempt: number, job: AbortSignal): Promise<void> {
    const asset = await this.assets.claim(assetId, attempt, 'scanning', 'scanning', LEASE_SECONDS);
    if (asset === null) return;
    await whileHeld(this.assets, asset, job, (held) => this.judge(asset, held));
  }

  private async judge(asset: ClaimedAsset, held: Held): Promise<void> {
    const started = new Date();
    const version = await this.gate.pass() ? await this.askVersion(held.signal) : null;
    const verdict = (outcome: ScanOutcome, report?: Partial<ScanReport>, sha256: string | null = null): Verdict => ({
      assetId: asset.id, ...asset.object, sha256, bytesExpected: asset.declaredSize, bytesScanned: report?.bytesScanned ?? 0,
      ...(version ?? UNKNOWN), started, finished: new Date(), outcome, signatureName: report?.signatureName ?? null, attempt: asset.attempt,
    });
    if (version === null) return void await this.assets.scanBlocked(asset, 'scanner_down', verdict('SCANNER_DOWN'));
    if (this.signatures.stale(version, started)) return void await this.assets.scanBlocked(asset, 'signatures_stale', verdict('SIGDB_STALE'));
    const stored = await this.store.stat(asset.object, held);
    if (stored === null) return void await this.assets.rejected(asset, reason('object-missing'));
    if (asset.sha256 === null) throw new Error(`asset ${asset.id} came to the scan without a digest`);
    const { report, sha256 } = await this.stream(asset, stored.etag, held);
    await this.conclude(asset, { etag: stored.etag, size: stored.size, sha256: asset.sha256 }, verdict(report.outcome, report, sha256), held);
  }

  private async conclude(asset: ClaimedAsset, scanned: Scanned, verdict: Verdict, held: Held): Promise<void> {
    switch (verdict.outcome) {
      case 'CLEAN':
        // A clean answer about other bytes than the checked ones: what went over the wire was not what is stored.
        if (!promotes(verdict, asset)) return void await this.assets.recordAttempt(asset, { ...verdict, outcome: 'ERROR' });
        return await this.moved(asset, await this.promotion.promote(asset, scanned, held.signal), (to) => this.assets.scanned(asset, verdict, to));
      case 'FOUND':
        return await this.intoQuarantine(asset, scanned, verdict, 'malware', held);
      case 'TOO_LARGE': case 'ENCRYPTED': case 'LIMITS_EXCEEDED':
        // The same file gets the same answer again: no use in trying.
        return await this.intoQuarantine(asset, scanned, verdict, 'unscannable', held);
      case 'SCANNER_DOWN':
        this.gate.close();
        return void await this.assets.scanBlocked(asset, 'scanner_down', verdict);
      case 'SIGDB_STALE':
        return void await this.assets.scanBlocked(asset, 'signatures_stale', verdict);
      case 'ERROR': case 'TIMEOUT':
        return void await this.assets.recordAttempt(asset, verdict);
    }
  }

  private async intoQuarantine(asset: ClaimedAsset, scanned: Scanned, verdict: Verdict, code: 'malware' | 'unscannable', held: Held): Promise<void> {
    const to = await this.promotion.quarantine(asset, scanned, held.signal);
    await this.moved(asset, to, () => this.assets.quarantined(asset, reason(code), verdict, to));
  }

  /** First the copy, then the row, then the source: at every moment the row points at an object that is there. */
  private async moved(asset: ClaimedAsset, to: AssetObject, commit: (to: AssetObject) => Promise<boolean>): Promise<void> {
    if (await commit(to)) await this.promotion.removeSource(asset, to);
    else await this.promotion.discard(asset, to);
  }

  private async stream(asset: ClaimedAsset, etag: string, held: Held): Promise<{ report: ScanReport; sha256: string | null }> {
    const hash = createHash('sha256');
    let hashed = 0;
    const limit = AbortSignal.timeout(60_000 + Math.ceil((asset.declaredSize / SLOWEST) * 1_000));
    const signal = AbortSignal.any([held.signal, limit]);
    const store = this.store;
    async function* tapped(): AsyncGenerator<Buffer> {
      const { chunks } = await store.read(asset.object, { signal, ifMatch: etag });
      for await (const chunk of chunks) {
        hash.update(chunk);
        hashed += chunk.length;
        held.progress(hashed);
        yield chunk;
      }
    }
    try {
      const report = await this.scanner.scan(tapped(), signal);
      return { report, sha256: report.bytesScanned === asset.declaredSize && hashed === asset.declaredSize ? hash.digest('hex') : null };
    } catch (error) {
      if (limit.aborted && !held.signal.aborted) return { report: { outcome: 'TIMEOUT', signatureName: null, bytesScanned: 0 }, sha256: null };
      // Gone or changed between the look and the read: the next try sees which.
      if (isObjectStoreError(error, 'missing', 'precondition')) throw new Error('the object changed while it was read', { cause: error });
      throw error;
    }
  }

  private async askVersion(signal: AbortSignal): Promise<ScannerVersion | null> {
    try {
      return await this.scanner.version(signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!isOutage(error) && (error as { code?: unknown }).code !== 'unavailable') throw error;
      this.gate.close();
      return null;
    }
  }
}

/** What a scan can end in. Everything but CLEAN is not clean. */
export const SCAN_OUTCOMES = [
  'CLEAN', 'FOUND', 'ERROR', 'TIMEOUT', 'TOO_LARGE', 'ENCRYPTED', 'LIMITS_EXCEEDED', 'SIGDB_STALE', 'SCANNER_DOWN',
] as const;
export type ScanOutcome = (typeof SCAN_OUTCOMES)[number];

/** One scan of one object version. Bound to the version, its digest and the bytes that were really scanned. */
export interface Verdict {
  readonly assetId: string;
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  /** Of the bytes that went to the scanner, lower-case hex; null when not all of them did. */
  readonly sha256: string | null;
  readonly bytesExpected: number;
  readonly bytesScanned: number;
  readonly engine: string;
  readonly engineVersion: string | null;
  readonly sigdbVersion: string | null;
  readonly sigdbTime: Date | null;
  readonly started: Date;
  readonly finished: Date;
  readonly outcome: ScanOutcome;
  readonly signatureName: string | null;
  readonly attempt: number;
}

/** The only verdict that promotes: clean, complete, and of exactly the bytes whose digest was computed before. */
export function promotes(verdict: Verdict, asset: { readonly id: string; readonly sha256: string | null; readonly attempt: number }): boolean {
  return verdict.outcome === 'CLEAN' && verdict.assetId === asset.id && verdict.attempt === asset.attempt
    && verdict.bytesScanned === verdict.bytesExpected && verdict.bytesScanned > 0
    && asset.sha256 !== null && verdict.sha256 === asset.sha256;
}

import type { ScanOutcome } from '../assets/verdict.js';

/** What the engine and its signatures are. */
export interface ScannerVersion {
  readonly engine: string;
  readonly engineVersion: string | null;
  /** Null: a database without a version, such as one of test signatures. */
  readonly sigdbVersion: string | null;
  readonly sigdbTime: Date | null;
}

export interface ScanReport {
  readonly outcome: ScanOutcome;
  /** The engine's name for what it found or ran into. */
  readonly signatureName: string | null;
  /** Bytes that the scanner took. */
  readonly bytesScanned: number;
}

/**
 * A virus scanner. Its answers are foreign input: only the one answer that says "clean" is CLEAN, and whatever is not
 * understood is ERROR. It does not throw for anything that the scanner does; it throws what the source of the bytes
 * throws, and the signal's reason.
 */
export abstract class VirusScanner {
  /** @throws unavailable when the scanner does not answer */
  abstract version(signal?: AbortSignal): Promise<ScannerVersion>;

  /** Streams the bytes once. SCANNER_DOWN when it could not be reached or went away before it had them all. */
  abstract scan(chunks: AsyncIterable<Buffer>, signal: AbortSignal): Promise<ScanReport>;
}

import { gauge } from '@practika/observability';
import type { ScannerGate } from './scanner-gate.js';
import type { VirusScanner } from './virus-scanner.js';

/** Milliseconds. A scrape does not wait for a scanner that is away. */
const PATIENCE = 2_000;

/** What an alert wants to know of the scanner. A question that nobody answers has no sample: no age is not a good age. */
export function measureScanner(scanner: VirusScanner, scannerGate: Pick<ScannerGate, 'isOpen'>, now: () => number = Date.now): void {
  gauge('practika_scanner_trusted', '1 while the virus scanner has passed its self test and answers', [], (g) => { g.set(scannerGate.isOpen ? 1 : 0); });
  gauge('practika_scanner_signature_age_seconds', 'Time since the signature database was made; missing where the scanner or its date is not known', [], async (g) => {
    const { sigdbTime } = await scanner.version(AbortSignal.timeout(PATIENCE));
    if (sigdbTime === null) throw new Error('these signatures have no date');
    g.set(Math.max(0, (now() - sigdbTime.getTime()) / 1_000));
  });
}

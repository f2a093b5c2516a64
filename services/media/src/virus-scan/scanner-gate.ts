import { logger } from '@practika/observability';
import { scannerFinds } from './scanner-self-test.js';
import type { VirusScanner } from './virus-scanner.js';

/** A scanner that is down is asked this often at most, however many videos wait. */
const PROBE_EVERY_MS = 5_000;
const SELF_TEST_MS = 120_000;

const log = logger('scanner-gate');

/**
 * Closed until the scanner has passed the self test, and again after every outage: a scanner that comes back may have
 * come back with other limits or without signatures.
 */
export class ScannerGate {
  private open = false;
  private lastProbe = -Infinity;
  private probing: Promise<boolean> | null = null;
  private complained = false;

  constructor(
    private readonly scanner: VirusScanner,
    private readonly largestBytes: number,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  get isOpen(): boolean {
    return this.open;
  }

  /** Whether a scan makes sense now. Tests the scanner where that is due; callers at the same time share one test. */
  pass(): Promise<boolean> {
    if (this.open) return Promise.resolve(true);
    if (this.probing !== null) return this.probing;
    if (this.clock() - this.lastProbe < PROBE_EVERY_MS) return Promise.resolve(false);
    this.probing = this.probe().finally(() => {
      this.probing = null;
      this.lastProbe = this.clock();
    });
    return this.probing;
  }

  /** Says that the scanner went away. */
  close(): void {
    if (this.open) log.warn('the virus scanner does not answer; videos wait');
    this.open = false;
  }

  private async probe(): Promise<boolean> {
    try {
      await this.scanner.version(AbortSignal.timeout(PROBE_EVERY_MS));
      this.open = await scannerFinds(this.scanner, this.largestBytes, AbortSignal.timeout(SELF_TEST_MS));
      if (this.open) log.info('the virus scanner passed its self test');
      else log.error('the virus scanner does not find the test file up to the largest upload: check its limits and its database; nothing is scanned until it does');
    } catch (error) {
      if (!this.complained) log.warn({ err: error }, 'the virus scanner cannot be reached');
      this.open = false;
    }
    this.complained = !this.open;
    return this.open;
  }
}

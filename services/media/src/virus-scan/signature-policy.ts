import type { ScannerVersion } from './virus-scanner.js';

/** When signatures are too old to call anything clean. */
export class SignaturePolicy {
  /**
   * `maxAgeHours`: since the database was made. `undatedAllowed`: a database without a date, such as the one with only
   * the test signature, counts as fresh; for development, since it protects nobody.
   */
  constructor(private readonly maxAgeHours: number, private readonly undatedAllowed: boolean) {}

  stale(version: ScannerVersion, now: Date): boolean {
    if (version.sigdbTime === null) return !this.undatedAllowed;
    return now.getTime() - version.sigdbTime.getTime() > this.maxAgeHours * 3_600_000;
  }
}

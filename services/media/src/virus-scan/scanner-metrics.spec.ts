import { describe, expect, it } from '@jest/globals';
import { startMetricsServer } from '@practika/observability';
import { unavailable } from '@practika/problems';
import { measureScanner } from './scanner-metrics.js';
import { type ScannerVersion, VirusScanner } from './virus-scanner.js';

class Scanner extends VirusScanner {
  time: Date | null | undefined = new Date('2026-11-24T00:00:00Z');
  async version(): Promise<ScannerVersion> {
    if (this.time === undefined) throw unavailable('The virus scanner');
    return { engine: 'ClamAV', engineVersion: '1.4', sigdbVersion: null, sigdbTime: this.time };
  }
  scan(): never {
    throw new Error('nothing is scanned here');
  }
}

describe('the age of signatures', () => {
  it('should be a sample while it is known, and none when the scanner is away or its database has no date', async () => {
    const scanner = new Scanner();
    measureScanner(scanner, { isOpen: true }, () => Date.parse('2026-11-24T01:00:00Z'));
    const server = await startMetricsServer({ host: '127.0.0.1', port: 0 });
    const age = async () => /^practika_scanner_signature_age_seconds .*$/m.exec(await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text())?.[0];
    expect(await age()).toBe('practika_scanner_signature_age_seconds 3600');
    scanner.time = undefined;
    expect(await age()).toBeUndefined();
    scanner.time = null;
    expect(await age()).toBeUndefined();
    scanner.time = new Date('2026-11-24T00:59:00Z');
    expect(await age()).toBe('practika_scanner_signature_age_seconds 60');
    await server.close();
  });
});

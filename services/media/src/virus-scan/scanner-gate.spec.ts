import { describe, expect, it } from '@jest/globals';
import { unavailable } from '@practika/problems';
import { ScannerGate } from './scanner-gate.js';
import { VirusScanner, type ScannerVersion, type ScanReport } from './virus-scanner.js';

const LARGEST = 3 * 1024 * 1024;

/** Finds the test file within the first `reads` bytes, at the start only where `startOnly`. */
class ScriptedScanner extends VirusScanner {
  down = false;
  versions = 0;
  scans = 0;
  constructor(private readonly reads: number, private readonly startOnly = false) { super(); }

  async version(): Promise<ScannerVersion> {
    this.versions += 1;
    if (this.down) throw unavailable('The virus scanner');
    return { engine: 'ClamAV', engineVersion: '1', sigdbVersion: null, sigdbTime: null };
  }

  async scan(chunks: AsyncIterable<Buffer>): Promise<ScanReport> {
    this.scans += 1;
    let size = 0;
    let at = -1;
    for await (const chunk of chunks) {
      const found = chunk.indexOf('EICAR');
      if (found >= 0 && at < 0) at = size + found;
      size += chunk.length;
    }
    // What such a scanner does with its default settings: it says OK about what it does not read.
    const outcome = size > this.reads || (this.startOnly && at > 64) ? 'CLEAN' : at >= 0 ? 'FOUND' : 'CLEAN';
    return { outcome, signatureName: null, bytesScanned: size };
  }
}

describe('trusting a virus scanner', () => {
  it('[M5] should open for a scanner that finds the test file at the end of the largest upload', async () => {
    expect(await new ScannerGate(new ScriptedScanner(LARGEST), LARGEST).pass()).toBe(true);
  });

  it('should open for signatures that know the test file at the start of a file only', async () => {
    expect(await new ScannerGate(new ScriptedScanner(LARGEST, true), LARGEST).pass()).toBe(true);
  });

  it('[M6] should stay closed for a scanner that says OK about files above its limit', async () => {
    expect(await new ScannerGate(new ScriptedScanner(LARGEST - 1), LARGEST).pass()).toBe(false);
    expect(await new ScannerGate(new ScriptedScanner(LARGEST - 1, true), LARGEST).pass()).toBe(false);
  });

  it('[M6] should stay closed for a scanner without signatures', async () => {
    expect(await new ScannerGate(new ScriptedScanner(0), LARGEST).pass()).toBe(false);
  });

  it('should ask a scanner that is down once in five seconds, however many videos wait, and test it again when it is back', async () => {
    let now = 0;
    const scanner = new ScriptedScanner(LARGEST);
    const gate = new ScannerGate(scanner, LARGEST, () => now);
    scanner.down = true;
    const many = () => Promise.all(Array.from({ length: 20 }, () => gate.pass()));
    expect(new Set(await many())).toEqual(new Set([false]));
    for (now = 100; now < 5_000; now += 700) await many();
    expect(scanner.versions).toBe(1);
    now = 5_000;
    scanner.down = false;
    expect(new Set(await many())).toEqual(new Set([true]));
    expect(scanner.versions).toBe(2);
    await many();
    expect(scanner.scans).toBe(2);
    gate.close();
    now = 20_000;
    expect(await gate.pass()).toBe(true);
    expect(scanner.scans).toBe(4);
  });
});

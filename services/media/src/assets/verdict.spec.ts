import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { promotes, SCAN_OUTCOMES, type Verdict } from './verdict.js';

const sha = 'a'.repeat(64);
const asset = { id: 'x', sha256: sha, attempt: 3 };
const clean: Verdict = {
  assetId: 'x', bucket: 'uploads', key: 'u/x/1', versionId: 'v', sha256: sha, bytesExpected: 10, bytesScanned: 10, engine: 'clamd', engineVersion: '1.4', sigdbVersion: '1',
  sigdbTime: new Date(), started: new Date(), finished: new Date(), outcome: 'CLEAN', signatureName: null, attempt: 3,
};

describe('promotion by a verdict', () => {
  it('[M6] [M7] should promote a clean verdict of all bytes, this digest and this attempt', () => {
    expect(promotes(clean, asset)).toBe(true);
  });

  it.each([
    ['not all bytes were scanned', { bytesScanned: 9 }],
    ['more bytes were scanned than there are', { bytesScanned: 11 }],
    ['nothing was scanned', { bytesScanned: 0, bytesExpected: 0 }],
    ['the digest is another', { sha256: 'b'.repeat(64) }],
    ['there is no digest', { sha256: null }],
    ['it is of another attempt', { attempt: 2 }],
    ['it is of another asset', { assetId: 'y' }],
  ])('[M6] [M7] should not promote when %s', (_, change) => {
    expect(promotes({ ...clean, ...change }, asset)).toBe(false);
  });

  it('[M6] should promote no outcome but CLEAN', () => {
    for (const outcome of SCAN_OUTCOMES.filter((o) => o !== 'CLEAN')) expect(promotes({ ...clean, outcome }, asset)).toBe(false);
  });

  it('[M6] should not promote before the digest is known', () => {
    expect(promotes({ ...clean, sha256: null }, { ...asset, sha256: null })).toBe(false);
  });

  it('[M6] should promote only when bytes, digest and outcome all agree, whatever they are', () => {
    fc.assert(fc.property(fc.constantFrom(...SCAN_OUTCOMES), fc.nat(20), fc.nat(20), fc.boolean(), (outcome, expected, scanned, same) => {
      const verdict = { ...clean, outcome, bytesExpected: expected, bytesScanned: scanned, sha256: same ? sha : 'c'.repeat(64) };
      expect(promotes(verdict, asset)).toBe(outcome === 'CLEAN' && expected === scanned && scanned > 0 && same);
    }));
  });
});

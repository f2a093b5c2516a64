import { describe, expect, it } from '@jest/globals';
import { readScanReply, readVersionReply } from './clamd.reply.js';
import { SignaturePolicy } from './signature-policy.js';

const outcome = (text: string) => readScanReply(Buffer.from(text, 'latin1')).outcome;

describe('reading clamd', () => {
  it('[M6] should take exactly one answer for clean', () => {
    expect(outcome('stream: OK\0')).toBe('CLEAN');
    for (const almost of ['', '\0', 'OK\0', 'stream: OK', 'stream: OK\n\0', 'stream:OK\0', 'stream: ok\0', ' stream: OK\0', 'stream: OK \0', 'stream: OK\0\0', 'stream: OK\0stream: OK\0', 'file: OK\0', '1: stream: OK\0', 'stream: O\0']) {
      expect([almost, outcome(almost)]).toEqual([almost, 'ERROR']);
    }
  });

  it('should name what was found', () => {
    expect(readScanReply(Buffer.from('stream: Win.Test.EICAR_HDB-1 FOUND\0'))).toEqual({ outcome: 'FOUND', signatureName: 'Win.Test.EICAR_HDB-1' });
    expect(readScanReply(Buffer.from('stream: Practika.Eicar.Any.UNOFFICIAL FOUND\0')).signatureName).toBe('Practika.Eicar.Any.UNOFFICIAL');
    expect(readScanReply(Buffer.from('stream: a b\n FOUND\0'))).toEqual({ outcome: 'FOUND', signatureName: null });
  });

  it('[M6] should tell what was found from what could not be looked into', () => {
    expect(outcome('stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0')).toBe('LIMITS_EXCEEDED');
    expect(outcome('stream: Heuristics.Encrypted.Zip FOUND\0')).toBe('ENCRYPTED');
    expect(outcome('INSTREAM size limit exceeded. ERROR\0')).toBe('TOO_LARGE');
    expect(outcome('stream: Can\'t allocate memory ERROR\0')).toBe('ERROR');
    expect(outcome('Error writing to temporary file ERROR\0')).toBe('SCANNER_DOWN');
    expect(outcome('UNKNOWN COMMAND\0')).toBe('ERROR');
    expect(outcome('stream:  FOUND\0')).toBe('ERROR');
  });

  it('should read engine, signature version and signature time', () => {
    expect(readVersionReply(Buffer.from('ClamAV 1.4.3/27800/Tue Nov 24 08:12:03 2026\0'))).toEqual({
      engine: 'ClamAV', engineVersion: '1.4.3', sigdbVersion: '27800', sigdbTime: new Date('2026-11-24T08:12:03Z'),
    });
    expect(readVersionReply(Buffer.from('ClamAV 1.4.6\0'))).toMatchObject({ engineVersion: '1.4.6', sigdbTime: null });
    expect(readVersionReply(Buffer.from('ClamAV 1.4.6/27800/rubbish\0'))).toMatchObject({ sigdbVersion: '27800', sigdbTime: null });
    expect(readVersionReply(Buffer.from('HTTP/1.1 400 Bad Request'))).toBeNull();
  });

  it('[M6] should call signatures stale after 48 hours, and undated ones always but where they are allowed', () => {
    const now = new Date('2026-11-24T12:00:00Z');
    const made = (hoursAgo: number | null) => ({ engine: 'ClamAV', engineVersion: '1', sigdbVersion: '1', sigdbTime: hoursAgo === null ? null : new Date(now.getTime() - hoursAgo * 3_600_000) });
    const strict = new SignaturePolicy(48, false);
    expect([1, 47.9, 48.1, null].map((age) => strict.stale(made(age), now))).toEqual([false, false, true, true]);
    expect(new SignaturePolicy(48, true).stale(made(null), now)).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { judgeContainer, judgeDigest, judgeProbe, judgeSize } from './check.decision.js';

const declared = { declaredSize: 10, declaredSha256: null, declaredContentType: 'video/mp4', sha256: null };
const facts = { durationMs: 1_000, width: 1920, height: 1080, frameRate: 25, videoCodec: 'h264', videoTracks: 1, audioTracks: 1, tracks: 2 };
const code = (reason: { code: string } | null) => reason?.code ?? null;

describe('deciding about an upload', () => {
  it('should hold the file to the declared size', () => {
    expect([judgeSize(declared, 10), judgeSize(declared, 9), judgeSize(declared, 0)].map(code)).toEqual([null, 'size-mismatch', 'file-empty']);
  });

  it('should hold the file to the declared SHA-256, and a released one to the released bytes', () => {
    expect(code(judgeDigest(declared, 'aa'))).toBeNull();
    expect(code(judgeDigest({ ...declared, declaredSha256: 'AA' }, 'aa'))).toBeNull();
    expect(code(judgeDigest({ ...declared, declaredSha256: 'bb' }, 'aa'))).toBe('digest-mismatch');
    expect(code(judgeDigest({ ...declared, sha256: 'bb' }, 'aa'))).toBe('digest-mismatch');
  });

  it('should hold the container to the declared type without its parameters', () => {
    expect(code(judgeContainer({ ...declared, declaredContentType: 'Video/MP4; codecs="avc1"' }, 'video/mp4'))).toBeNull();
    expect(code(judgeContainer(declared, 'video/quicktime'))).toBe('type-mismatch');
    expect(code(judgeContainer(declared, null))).toBe('type-mismatch');
  });

  it.each([
    ['width', { width: 8_193, height: 1 }], ['height', { width: 1, height: 8_193 }], ['area', { width: 8_000, height: 8_000 }],
    ['tracks', { tracks: 33 }], ['duration', { durationMs: 25 * 3_600_000 }],
  ])('[M2] should refuse a bomb by its %s', (_, change) => {
    expect(judgeProbe({ ok: true, facts: { ...facts, ...change } })).toEqual({ refused: expect.objectContaining({ code: 'file-too-complex' }) });
  });

  it('should pass on what an honest video says', () => {
    expect(judgeProbe({ ok: true, facts: { ...facts, width: 7_680, height: 4_320, durationMs: null } })).toHaveProperty('facts.durationMs', null);
    expect(judgeProbe({ ok: false, why: 'no-video' })).toEqual({ refused: expect.objectContaining({ code: 'not-a-video' }) });
  });
});

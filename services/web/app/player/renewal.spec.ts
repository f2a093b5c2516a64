import { describe, expect, it } from '@jest/globals';
import { bufferedUntil, endOf, mayJump, mayRecover, nextStep, type Situation } from './renewal.ts';

const NOW = Date.parse('2026-11-25T10:00:00Z');
const calm: Situation = { nowMs: NOW, endsMs: NOW + 200_000, nextEndsMs: null, playing: true, rate: 1, bufferedMs: 30_000, bufferedToEnd: false };

describe('renewing the URL of a video', () => {
  it('[M11] should fetch the next URL before this one ends, while somebody watches', () => {
    expect(nextStep(calm)).toBe('wait');
    expect(nextStep({ ...calm, endsMs: NOW + 50_000 })).toBe('fetch');
    expect(nextStep({ ...calm, endsMs: NOW + 50_000, playing: false })).toBe('wait');
  });

  it('[M11] should never interrupt what plays from a full buffer', () => {
    expect(nextStep({ ...calm, endsMs: NOW - 1_000, nextEndsMs: NOW + 280_000 })).toBe('wait');
    expect(nextStep({ ...calm, endsMs: NOW - 1_000, bufferedToEnd: true })).toBe('wait');
  });

  it('[M11] should take the next URL at a pause, or when the buffer runs short, sooner at a higher speed', () => {
    const held = { ...calm, nextEndsMs: NOW + 280_000 };
    expect(nextStep({ ...held, playing: false })).toBe('swap');
    expect(nextStep({ ...held, bufferedMs: 8_000 })).toBe('swap');
    expect(nextStep({ ...held, bufferedMs: 20_000 })).toBe('wait');
    expect(nextStep({ ...held, bufferedMs: 20_000, rate: 2 })).toBe('swap');
  });

  it('should fetch anew when the next URL itself grew old in waiting', () => expect(nextStep({ ...calm, endsMs: NOW - 250_000, nextEndsMs: NOW + 30_000 })).toBe('fetch'));

  it('should not believe a clock that is a day off', () => {
    expect(endOf('2026-11-25T10:05:00Z', NOW)).toBe(NOW + 300_000);
    expect(endOf('2026-11-26T10:05:00Z', NOW)).toBe(NOW + 240_000);
    expect(endOf('2026-11-24T10:05:00Z', NOW)).toBe(NOW + 240_000);
  });

  it('should jump by an old URL only to what has arrived', () => {
    expect(mayJump(NOW, NOW + 60_000, false)).toBe(true);
    expect(mayJump(NOW, NOW - 1, false)).toBe(false);
    expect(mayJump(NOW, NOW - 1, true)).toBe(true);
    expect(bufferedUntil([[0, 10_000], [20_000, 30_000]], 5_000)).toBe(10_000);
    expect(bufferedUntil([[0, 10_000], [20_000, 30_000]], 15_000)).toBe(15_000);
  });

  it('[M11] should recover from an error once, and not for ever', () => {
    expect(mayRecover(NOW, null)).toBe(true);
    expect(mayRecover(NOW, NOW - 2_000)).toBe(false);
    expect(mayRecover(NOW, NOW - 60_000)).toBe(true);
  });
});

import { describe, expect, it } from '@jest/globals';
import { MAX_BYTES } from '../../uploads/upload-rules.ts';
import { elapsed, MAX_MS, remaining, started, stopped, stoppedClock } from './time-budget.ts';

describe('the time of a take', () => {
  it('should be five minutes at most', () => {
    expect([remaining(0, 0), remaining(60_000, 16_000_000), remaining(300_000, 80_000_000), remaining(300_400, 80_000_000)]).toEqual([MAX_MS, 240_000, 0, 0]);
  });

  it('should end earlier where the encoder takes more room than it was asked to', () => {
    const twiceTheRate = remaining(100_000, 60_000_000);
    expect(twiceTheRate).toBeGreaterThan(60_000);
    expect(twiceTheRate).toBeLessThan(80_000);
    expect(remaining(150_000, MAX_BYTES - 2_000_000)).toBe(0);
  });

  it('should not be judged by the first key frame', () => {
    expect(remaining(100, 200_000)).toBe(MAX_MS - 100);
  });

  it('should stand still during a pause', () => {
    let clock = started(stoppedClock, 1_000);
    clock = stopped(clock, 5_000);
    expect(elapsed(clock, 60_000)).toBe(4_000);
    clock = started(clock, 60_000);
    expect(started(clock, 61_000)).toBe(clock);
    expect(elapsed(clock, 61_500)).toBe(5_500);
    expect(elapsed(stopped(stopped(clock, 62_000), 70_000), 80_000)).toBe(6_000);
  });
});

import { describe, expect, it } from '@jest/globals';
import { lanesFor, rateOf, type Sample, secondsLeft, withSample } from './rate.ts';

const after = (...samples: readonly Sample[]): readonly Sample[] => samples.reduce<readonly Sample[]>((all, one) => withSample(all, one), []);

describe('how fast an upload goes', () => {
  it('should know nothing at first, and then bytes a second over the last seconds alone', () => {
    expect(rateOf(after({ at: 0, sent: 0 }, { at: 100, sent: 50 }))).toBeNull();
    expect(rateOf(after({ at: 0, sent: 0 }, { at: 2_000, sent: 4_000 }))).toBe(2_000);
    expect(rateOf(after({ at: 0, sent: 0 }, { at: 1_000, sent: 100_000 }, { at: 20_000, sent: 101_000 }, { at: 22_000, sent: 103_000 }))).toBe(1_000);
  });

  it('should begin anew when bytes were lost', () => expect(rateOf(after({ at: 0, sent: 9_000 }, { at: 1_000, sent: 1_000 }, { at: 2_000, sent: 3_000 }))).toBe(2_000));

  it('should say how long it takes, or that it does not know', () => {
    expect(secondsLeft(after({ at: 0, sent: 0 }, { at: 1_000, sent: 1_000 }), 11_000)).toBe(10);
    expect(secondsLeft(after({ at: 0, sent: 500 }, { at: 5_000, sent: 500 }), 11_000)).toBeNull();
  });

  it('[M1] should send one part at a time where a lost one is dear, and several where the line is fast', () => {
    expect([lanesFor(null, 8), lanesFor(6, 8), lanesFor(16, 8), lanesFor(32, 8), lanesFor(80, 8)]).toEqual([1, 1, 2, 4, 4]);
  });
});

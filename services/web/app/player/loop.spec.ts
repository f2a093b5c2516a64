import { describe, expect, it } from '@jest/globals';
import { jumpOf, NO_LOOP, withPoint } from './loop.ts';

describe('playing a part again and again', () => {
  it('should jump from its end to its beginning, and nowhere else', () => {
    const loop = withPoint(withPoint(NO_LOOP, 'a', 2_000), 'b', 5_000);
    expect([jumpOf(loop, 4_900, 60_000), jumpOf(loop, 5_000, 60_000), jumpOf(loop, 5_200, 60_000)]).toEqual([null, 2_000, 2_000]);
    expect(jumpOf(NO_LOOP, 60_000, 60_000)).toBeNull();
  });

  it('should take the ends of the video for an end that is not set', () => {
    expect(jumpOf({ aMs: 2_000, bMs: null }, 59_990, 60_000)).toBe(2_000);
    expect(jumpOf({ aMs: null, bMs: 5_000 }, 5_010, 60_000)).toBe(0);
  });

  it('should let the newer end win where both cannot be', () => {
    expect(withPoint({ aMs: 2_000, bMs: 5_000 }, 'a', 6_000)).toEqual({ aMs: 6_000, bMs: null });
    expect(withPoint({ aMs: 2_000, bMs: null }, 'b', 2_010)).toEqual({ aMs: null, bMs: 2_010 });
  });
});

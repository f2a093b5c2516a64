import { describe, expect, it } from '@jest/globals';
import { frameMs, GUESSED_FRAME_MS, stepTarget, withFrame } from './frames.ts';

describe('stepping by frames', () => {
  it('should learn how long a frame is, past dropped ones and jumps', () => {
    const seen = [[40, 1], [40, 1], [80, 2], [41, 1], [9_000, 1], [40, 1]] as const;
    expect(frameMs(seen.reduce<readonly number[]>((all, [distance, frames]) => withFrame(all, distance, frames), []))).toBe(40);
    expect(frameMs([40])).toBe(GUESSED_FRAME_MS);
  });

  it('should aim at the middle of the frame before or after, and not before the beginning', () => {
    expect(stepTarget(1_000, 1, 40)).toBe(1_060);
    expect(stepTarget(1_000, -1, 40)).toBe(980);
    expect(stepTarget(0, -1, 40)).toBe(0);
  });
});

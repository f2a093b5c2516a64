import { describe, expect, it } from '@jest/globals';
import { backoffMs } from './backoff.ts';

describe('waiting before the next try', () => {
  it('should grow up to half a minute and stay there', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 99].map((tries) => backoffMs(tries, 0.5))).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 30_000]);
  });

  it('should differ from browser to browser by a quarter', () => {
    expect([backoffMs(1, 0), backoffMs(1, 1), backoffMs(0, 0.5)]).toEqual([750, 1_250, 1_000]);
  });
});

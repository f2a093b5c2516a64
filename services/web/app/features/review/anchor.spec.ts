import { describe, expect, it } from '@jest/globals';
import { momentOf, partsOf, rangeUntil } from './anchor.ts';

describe('pinning a comment', () => {
  it('should keep the moment inside the video, in whole milliseconds', () => {
    expect(momentOf(1_234.6, 60_000)).toEqual({ startMs: 1_235 });
    expect(momentOf(60_000, 60_000)).toEqual({ startMs: 59_999 });
    expect(momentOf(-3, null)).toEqual({ startMs: 0 });
  });

  it('should make a range until now, whichever way the person went', () => {
    expect(rangeUntil({ startMs: 2_000 }, 5_000, 60_000)).toEqual({ startMs: 2_000, endMs: 5_000 });
    expect(rangeUntil({ startMs: 5_000 }, 2_000, 60_000)).toEqual({ startMs: 2_000, endMs: 5_000 });
    expect(rangeUntil({ startMs: 5_000 }, 5_050, 60_000)).toBeNull();
  });

  it('should find the times that people write, and no others', () => {
    expect(partsOf('See 0:12 and 1:02:03, not 4:99 or 12:345.', 7_200_000)).toEqual([{ text: 'See ' }, { text: '0:12', timeMs: 12_000 }, { text: ' and ' }, { text: '1:02:03', timeMs: 3_723_000 }, { text: ', not 4:99 or 12:345.' }]);
    expect(partsOf('At 9:00', 60_000)).toEqual([{ text: 'At 9:00' }]);
    expect(partsOf('', 1)).toEqual([{ text: '' }]);
  });
});

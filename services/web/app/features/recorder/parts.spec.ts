import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arrivedBytes, nextPart, partsOf, sizeOf } from './parts.ts';

describe('the parts of a take', () => {
  it('should be full ones while it is recorded, and at its end the rest', () => {
    expect(partsOf(25, 10, false)).toEqual([{ partNumber: 1, from: 0, to: 10 }, { partNumber: 2, from: 10, to: 20 }]);
    expect(partsOf(25, 10, true)).toEqual([{ partNumber: 1, from: 0, to: 10 }, { partNumber: 2, from: 10, to: 20 }, { partNumber: 3, from: 20, to: 25 }]);
    expect([partsOf(9, 10, false), partsOf(0, 10, true)]).toEqual([[], []]);
    expect(partsOf(20, 10, true)).toHaveLength(2);
  });

  it('should cover every byte once, none empty, all but the last full, however it grew', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 700 }), fc.integer({ min: 0, max: 5_000 }), (size, partSize, earlier) => {
      const parts = partsOf(size, partSize, true);
      expect(parts.map(sizeOf).reduce((a, b) => a + b, 0)).toBe(size);
      parts.forEach((part, i) => {
        expect(part.from).toBe(i === 0 ? 0 : parts[i - 1]?.to);
        expect(sizeOf(part)).toBeGreaterThan(0);
        if (i < parts.length - 1) expect(sizeOf(part)).toBe(partSize);
      });
      // What was sent while it was shorter is never sent otherwise later.
      if (earlier <= size) expect(parts.slice(0, partsOf(earlier, partSize, false).length)).toEqual(partsOf(earlier, partSize, false));
    }));
  });

  it('should go on with the first that has not arrived in full', () => {
    const parts = partsOf(25, 10, true);
    expect(nextPart(parts, [])).toEqual(parts[0]);
    expect(nextPart(parts, [{ partNumber: 1, size: 10 }, { partNumber: 3, size: 5 }])).toEqual(parts[1]);
    expect(nextPart(parts, [{ partNumber: 1, size: 4 }, { partNumber: 2, size: 10 }, { partNumber: 3, size: 5 }])).toEqual(parts[0]);
    expect(nextPart(parts, [{ partNumber: 3, size: 5 }, { partNumber: 2, size: 10 }, { partNumber: 1, size: 10 }])).toBeNull();
  });

  it('should count what has arrived', () => {
    expect(arrivedBytes(partsOf(25, 10, true), [{ partNumber: 1, size: 10 }, { partNumber: 3, size: 4 }, { partNumber: 9, size: 10 }])).toBe(10);
  });
});

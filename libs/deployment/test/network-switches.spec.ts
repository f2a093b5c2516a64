import { describe, expect, it } from '@jest/globals';
import { compare, comparisonLines } from '../src/network/matrix-report.js';
import { difference } from '../src/network/matrix.js';
import { sidesOf } from '../src/network/subject.js';
import { SWITCHES } from '../src/network/switches.js';

describe('a switch of the values', () => {
  it.each(SWITCHES.map((one) => [one.name, one] as const))('[S6] [K16] [C3] should change its own rows and no other: %s', (_name, one) => {
    const { before, after } = sidesOf(one);
    const { gone, come } = difference(new Set(before.matrix.allowed.keys()), new Set(after.matrix.allowed.keys()));
    expect({ gone, come }).toEqual({ gone: [...one.gone].toSorted(), come: [...one.come].toSorted() });
    expect(comparisonLines(compare(after.expected, after.matrix), after.expected, after.matrix)).toEqual([]);
  });
});

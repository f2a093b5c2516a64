import { describe, expect, it } from '@jest/globals';
import { compare, comparisonLines } from '../src/network/matrix-report.js';
import { difference } from '../src/network/matrix.js';
import { sidesOf } from '../src/network/subject.js';
import { SWITCHES } from '../src/network/switches.js';

/** Points that a switch proves besides its own rows. */
const PROVES: readonly (readonly [name: RegExp, points: string])[] = [
  [/DNS/, ' [K15]'],
  [/^edge /, ' [K18]'],
  [/^more /, ' [K20] [C19]'],
  [/^monitoring/, ' [C3]'],
  [/autoscaling|one pod/, ' [C4]'],
];
const tested = SWITCHES.map((one) => [PROVES.filter(([name]) => name.test(one.name)).map(([, points]) => points).join(''), one.name, one] as const);

describe('a switch of the values', () => {
  it.each(tested)('[S6] [K16]%s should change its own rows and no other: %s', (_points, _name, one) => {
    const { before, after } = sidesOf(one);
    const { gone, come } = difference(new Set(before.matrix.allowed.keys()), new Set(after.matrix.allowed.keys()));
    expect({ gone, come }).toEqual({ gone: [...one.gone].toSorted(), come: [...one.come].toSorted() });
    expect(comparisonLines(compare(after.expected, after.matrix), after.expected, after.matrix)).toEqual([]);
  });
});

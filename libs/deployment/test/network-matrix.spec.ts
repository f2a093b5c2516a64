import { describe, expect, it } from '@jest/globals';
import { compare, comparisonLines } from '../src/network/matrix-report.js';
import { matrixOf } from '../src/network/matrix.js';
import { portsNamed } from '../src/network/expected-rows.js';
import { ciFiles, subjectOf } from '../src/network/subject.js';

const LEAST_CELLS = 5_000;

describe('the network of a release', () => {
  it.each(ciFiles())('[S6] [K13] [K19] [C1] [security-groups.ecs] [security-groups.rds] should allow exactly the written edges under %s', (file) => {
    const { expected, matrix } = subjectOf(file);
    expect(comparisonLines(compare(expected, matrix), expected, matrix)).toEqual([]);
    expect(matrix.cells).toBeGreaterThanOrEqual(LEAST_CELLS);
    expect(matrix.allowed.size).toBe(expected.size);
  });

  it.each(ciFiles())('[S6] [K13] should not depend on how an implementation reads ipBlock: %s', (file) => {
    const { manifests, settings, world, expected } = subjectOf(file);
    const matrix = matrixOf(manifests, world, portsNamed(settings), { ipBlockMeansPods: false });
    expect(comparisonLines(compare(expected, matrix), expected, matrix)).toEqual([]);
  });
});

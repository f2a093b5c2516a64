import { describe, expect, it } from '@jest/globals';
import { portsNamed } from '../src/network/expected-rows.js';
import { compare, comparisonLines, findingLines } from '../src/network/matrix-report.js';
import { matrixOf } from '../src/network/matrix.js';
import { structureOf } from '../src/network/structure.js';
import { valuesFiles, subjectOf } from '../src/network/subject.js';

const LEAST_CELLS = 5_000;
const SHOWN = 60;
const capped = (lines: readonly string[]): string[] => (lines.length <= SHOWN ? [...lines] : [...lines.slice(0, SHOWN), `… and ${lines.length - SHOWN} more`]);
/** Switched off, there is nothing to hold: only that nothing is left of it. */
const [open, shut] = [false, true].map((enabled) => valuesFiles().filter((file) => subjectOf(file).settings.global.networkPolicy.enabled === enabled)) as [string[], string[]];

describe('the network of a release', () => {
  it.each(open)('[K20] should have no policy at all where they are switched off: %s', (file) => {
    expect(subjectOf(file).manifests.filter(({ kind }) => kind.endsWith('NetworkPolicy')).map(({ metadata }) => metadata.name)).toEqual([]);
  });

  it('[K18] [C4] should be decided for every mode of the edge, with and without policies', () => {
    expect([...new Set(shut.map((file) => subjectOf(file).settings.global.networkPolicy.edge.mode))].toSorted()).toEqual(['alb', 'hostNetwork', 'selector']);
    expect(open.length).toBeGreaterThan(0);
  });
  it.each(shut)('[S6] [K13] [K19] [C1] [C2] [security-groups.ecs] [security-groups.rds] should allow exactly the written edges under %s', (file) => {
    const { expected, matrix } = subjectOf(file);
    expect(capped(comparisonLines(compare(expected, matrix), expected, matrix))).toEqual([]);
    expect(matrix.cells).toBeGreaterThanOrEqual(LEAST_CELLS);
    expect(matrix.allowed.size).toBe(expected.size);
  });

  it.each(shut)('[S6] [K13] should not depend on how an implementation reads ipBlock: %s', (file) => {
    const { manifests, settings, world, expected } = subjectOf(file);
    const matrix = matrixOf(manifests, world, portsNamed(settings), { ipBlockMeansPods: false });
    expect(capped(comparisonLines(compare(expected, matrix), expected, matrix))).toEqual([]);
  });

  it.each(shut)('[S6] [K13] [C19] should be written by rules that mean no more than they say under %s', (file) => {
    const { manifests, world } = subjectOf(file);
    expect(findingLines(structureOf(manifests, world))).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { compare, comparisonLines, findingLines } from '../src/network/matrix-report.js';
import { UnreadablePolicy } from '../src/network/policies.js';
import { structureOf } from '../src/network/structure.js';
import { BASE, judged, subjectOf } from '../src/network/subject.js';
import { MISTAKES, spoilt, type Mistake } from './network-mistakes.js';

/** All that the matrix and the rules say of a spoilt release. */
function said(mistake: Mistake): string[] {
  const { manifests, settings, world } = subjectOf(BASE, mistake.values);
  const wrong = spoilt(manifests, mistake);
  const findings = findingLines(structureOf(wrong, world));
  try {
    const { expected, matrix } = judged(wrong, settings);
    return [...comparisonLines(compare(expected, matrix), expected, matrix), ...findings];
  } catch (error) {
    if (!(error instanceof UnreadablePolicy)) throw error;
    return findings;
  }
}

describe('a mistake in the policies', () => {
  it.each(MISTAKES.map((mistake) => [mistake.name, mistake] as const))('[S6] [K13] should be caught and shown: %s', (_name, mistake) => {
    const lines = said(mistake);
    const unseen = mistake.shows.filter((wanted) => !lines.some((line) => line.startsWith(wanted)));
    expect({ unseen, said: unseen.length === 0 ? [] : lines.slice(0, 40) }).toEqual({ unseen: [], said: [] });
  });

  it('[K13] should be of at least fourteen kinds, and none of them in the release as it is', () => {
    expect(MISTAKES.length).toBeGreaterThanOrEqual(14);
    const { manifests, world, expected, matrix } = subjectOf(BASE);
    expect([...comparisonLines(compare(expected, matrix), expected, matrix), ...findingLines(structureOf(manifests, world))]).toEqual([]);
  });
});

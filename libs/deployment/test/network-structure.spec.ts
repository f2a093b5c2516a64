import { describe, expect, it } from '@jest/globals';
import { findingLines } from '../src/network/matrix-report.js';
import { structureOf } from '../src/network/structure.js';
import { ciFiles, subjectOf } from '../src/network/subject.js';

describe('how the policies are written', () => {
  it.each(ciFiles())('[S6] [K13] [C19] should have no rule that means more than it says under %s', (file) => {
    const { manifests, world } = subjectOf(file);
    expect(findingLines(structureOf(manifests, world))).toEqual([]);
  });
});

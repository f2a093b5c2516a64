import { describe, expect, it } from '@jest/globals';
import { clustersOf, type Mark, markOfPress } from './mark.ts';

const mark = (id: string, startMs: number): Mark => ({ id, startMs, label: id, kind: 'text' });
const marks = [mark('a', 0), mark('b', 1_000), mark('c', 2_000), mark('d', 60_000)];

describe('marks on the timeline', () => {
  it('should stand together where a finger could not tell them apart, and by themselves where there is room', () => {
    expect(clustersOf(marks, 100_000, 1_500).map((cluster) => cluster.marks.map(({ id }) => id))).toEqual([['a', 'b'], ['c'], ['d']]);
    expect(clustersOf(marks, 100_000, 300).map((cluster) => cluster.marks.map(({ id }) => id))).toEqual([['a', 'b', 'c'], ['d']]);
    expect(clustersOf(marks, 100_000, 3_000)).toHaveLength(4);
  });

  it('should lead to one after the other with each press', () => {
    const [together] = clustersOf(marks, 100_000, 300);
    if (together === undefined) throw new Error('there is one');
    expect([markOfPress(together, null).id, markOfPress(together, 'a').id, markOfPress(together, 'c').id, markOfPress(together, 'd').id]).toEqual(['a', 'b', 'a', 'a']);
  });
});

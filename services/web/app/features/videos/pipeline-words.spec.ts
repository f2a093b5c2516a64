import { describe, expect, it } from '@jest/globals';
import { pipelineWords } from './pipeline-words.ts';

describe('the words for a video on its way', () => {
  it('should say how far it is, who is before it, or what is done with it', () => {
    expect(pipelineWords({ stage: 'checking', done: 4e6, total: 12e6, ahead: 0 })).toEqual({ kind: 'doing', done: 4e6, total: 12e6 });
    expect(pipelineWords({ stage: 'scanning', done: 0, total: 0, ahead: 2 })).toEqual({ kind: 'ahead', count: 2, seconds: 20 });
    expect(pipelineWords({ stage: 'processing', done: 0, total: 0, ahead: 0 })).toEqual({ kind: 'explain' });
    expect(pipelineWords({ stage: 'checking', done: 13, total: 12, ahead: 0 })).toEqual({ kind: 'doing', done: 12, total: 12 });
    expect(pipelineWords(null)).toEqual({ kind: 'explain' });
  });
});

import { describe, expect, it } from '@jest/globals';
import { stepsOf } from './pipeline-steps.ts';

const line = (state: string, ...before: string[]) => stepsOf({ state, history: [...before, state].map((one) => ({ state: one })) }).map(({ status }) => status[0]).join('');

describe('the steps of a video', () => {
  it.each([
    ['created', [], 'naaaa'], ['uploaded', [], 'dnaaa'], ['scanning', [], 'ddnaa'], ['processing', [], 'dddna'], ['ready', [], 'ddddd'],
    ['quarantined', ['scanning'], 'ddfaa'], ['rejected', ['uploaded', 'checking'], 'dfaaa'], ['failed', ['scanning', 'processing'], 'dddfa'], ['failed', ['scanning'], 'ddfaa'], ['expired', ['uploading'], 'faaaa'], ['consent_hold', ['scanning'], 'dddfa'],
  ])('of one that is %s after %j', (state, before, steps) => expect(line(state, ...before)).toBe(steps));
});

import { describe, expect, it } from '@jest/globals';
import { offline } from '../client/problem.ts';
import { StoreRefusal } from './patience.ts';
import { problemIn } from './problem-in.ts';

describe('what stopped an upload', () => {
  it('should be found however deep it was wrapped, and never be called a lost network when it was none', () => {
    expect(problemIn(new Error('Cancelled', { cause: new Error('x', { cause: offline() }) })).code).toBe('offline');
    expect(problemIn(new DOMException('gone', 'NotReadableError')).code).toBe('file-changed');
    expect(problemIn(new StoreRefusal(404)).code).toBe('store-refused');
    expect(problemIn(new TypeError('x')).code).toBe('unexpected');
    expect(problemIn('x').code).toBe('unexpected');
  });
});

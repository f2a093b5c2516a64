import { describe, expect, it } from '@jest/globals';
import { offline, ProblemError } from '../client/problem.ts';
import { pauseOf, StoreRefusal, verdictOf } from './patience.ts';

const problem = (code: string, status: number, retryAfter: number | null = null) => new ProblemError(code, status, null, [], retryAfter, null);

describe('[M1] what an upload does when something went wrong', () => {
  it('should try again by itself for as long as it takes when nobody answers, or when the session has ended', () => {
    for (const error of [offline(), problem('unavailable', 503), problem('too-many-requests', 429), problem('unauthenticated', 401), new StoreRefusal(503), new StoreRefusal(500)]) expect(verdictOf(error, 99)).toBe('again');
  });

  it('should ask for another address when one was too old, and believe the store after a few', () => {
    expect([1, 2, 3, 4].map((refusals) => verdictOf(new StoreRefusal(403), refusals))).toEqual(['resign', 'resign', 'resign', 'stop']);
  });

  it('should stop where trying again cannot help', () => {
    for (const error of [problem('upload-closed', 409), problem('not-found', 404), problem('consent-required', 403), problem('account-leaving', 403), new StoreRefusal(404), new TypeError('x')]) expect(verdictOf(error, 1)).toBe('stop');
  });

  it('should wait longer each time, half a minute at most, and as long as it was asked to', () => {
    expect([0, 1, 2, 3, 20].map((tries) => pauseOf(tries, offline(), 0.5))).toEqual([500, 1_000, 2_000, 4_000, 30_000]);
    expect(pauseOf(0, problem('too-many-requests', 429, 60), 0)).toBe(60_000);
  });

  it('should wait longer or shorter by a quarter, so that not all pages come back at once', () => {
    expect([pauseOf(1, offline(), 0), pauseOf(1, offline(), 1)]).toEqual([750, 1_250]);
  });
});

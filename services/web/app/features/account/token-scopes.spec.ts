import { describe, expect, it } from '@jest/globals';
import { endOf, isScope, SCOPES } from './token-scopes.ts';

describe('what a token may do, and how long', () => {
  it('should know the eight scopes of the contract and no other', () => {
    expect([...SCOPES].sort()).toEqual(['auth:read', 'auth:write', 'consent:read', 'consent:write', 'exercises:read', 'exercises:write', 'media:read', 'media:write']);
    expect(isScope('users:write')).toBe(false);
  });

  it('should end after whole days, and never later than a year by a clock that is a little behind', () => {
    const now = Date.UTC(2026, 0, 1);
    expect(endOf(30, now)).toBe('2026-01-31T00:00:00.000Z');
    expect(endOf(365, now)).toBe('2026-12-31T23:59:00.000Z');
  });
});

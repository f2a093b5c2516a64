import { describe, expect, it } from '@jest/globals';
import { daysLeft } from './days-left.ts';

describe('how long a deleted exercise can be brought back', () => {
  it('should count the days that are left, and never less than none', () => {
    const deleted = '2026-11-01T12:00:00Z';
    expect(['2026-11-01T12:00:01Z', '2026-11-30T12:00:00Z', '2026-12-01T11:00:00Z', '2027-01-01T00:00:00Z'].map((now) => daysLeft(deleted, Date.parse(now)))).toEqual([30, 1, 1, 0]);
  });
});

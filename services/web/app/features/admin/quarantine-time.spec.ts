import { describe, expect, it } from '@jest/globals';
import { quarantineTime } from './quarantine-time.ts';

const HISTORY = [{ state: 'scanning', at: '2026-01-01T00:00:00Z' }, { state: 'quarantined', at: '2026-01-02T00:00:00Z' }, { state: 'checking', at: '2026-01-05T00:00:00Z' }, { state: 'quarantined', at: '2026-01-06T12:00:00Z' }];

describe('the time that is left for a file in quarantine', () => {
  it('should count 30 days from when it came there last', () => {
    const { since, until, daysLeft } = quarantineTime(HISTORY, '2025-12-31T00:00:00Z', Date.parse('2026-01-07T12:00:00Z'));
    expect([since.toISOString(), until.toISOString(), daysLeft]).toEqual(['2026-01-06T12:00:00.000Z', '2026-02-05T12:00:00.000Z', 29]);
  });

  it('should count the begun day, say so in the last 24 hours, and that it is over afterwards', () => {
    expect(quarantineTime(HISTORY, '2025-12-31T00:00:00Z', Date.parse('2026-02-03T12:01:00Z')).daysLeft).toBe(2);
    expect(quarantineTime(HISTORY, '2025-12-31T00:00:00Z', Date.parse('2026-02-05T11:59:00Z')).daysLeft).toBe(0);
    expect(quarantineTime(HISTORY, '2025-12-31T00:00:00Z', Date.parse('2026-02-05T12:00:01Z')).daysLeft).toBe(-1);
  });

  it('should count from the beginning of a video that has no history', () => {
    expect(quarantineTime([], '2026-01-01T00:00:00Z', Date.parse('2026-01-01T00:00:00Z')).daysLeft).toBe(30);
  });
});

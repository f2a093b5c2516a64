import { describe, expect, it } from '@jest/globals';
import { byDay } from './by-day.ts';

describe('events by day', () => {
  it('should keep the order and begin a group where the day changes', () => {
    const at = (day: number, hour: number) => ({ at: new Date(2026, 4, day, hour).toISOString() });
    const items = [at(3, 23), at(3, 0), at(2, 23), at(1, 12)];
    expect(byDay(items).map(({ events }) => events)).toEqual([[items[0], items[1]], [items[2]], [items[3]]]);
    expect(byDay([])).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { timestampKey } from './timestamp-key.js';

describe('timestampKey', () => {
  it.each([
    ['2026-11-24 15:04:05+00', '2026-11-24T15:04:05.000Z'], ['2026-11-24 15:04:05.6+00', '2026-11-24T15:04:05.600Z'], ['2026-11-24 15:04:05.678+05:30', '2026-11-24T09:34:05.678Z'],
  ])('should read %s', (text, iso) => {
    expect(timestampKey(text)).toBe(iso);
  });

  it.each(['', 'x', 'now', 'infinity', '2026', '2026-13-01 00:00:00+00', '2026-01-01 25:61:00+00', '2026-01-01 00:00:00', '2026-01-01 00:00:00.1234567+00', '99999-01-01 00:00:00+00'])('should refuse %j', (text) => {
    expect(timestampKey(text)).toBeNull();
  });
});

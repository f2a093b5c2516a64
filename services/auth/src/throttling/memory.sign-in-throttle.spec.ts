import { describe, expect, it } from '@jest/globals';
import { MemorySignInThrottle } from './memory.sign-in-throttle.js';

const MINUTE = 60_000;

describe('sign-in throttle in memory', () => {
  it('[A4] should block at the fifth failure within 15 minutes, for 15 minutes', async () => {
    let now = 0;
    const throttle = new MemorySignInThrottle(() => now);
    for (let i = 0; i < 4; i += 1) await throttle.fail('a');
    expect(await throttle.isBlocked('a')).toBe(false);
    now += 14 * MINUTE;
    await throttle.fail('a');
    expect(await throttle.isBlocked('a')).toBe(true);
    expect(await throttle.isBlocked('b')).toBe(false);
    now += 15 * MINUTE - 1;
    expect(await throttle.isBlocked('a')).toBe(true);
    now += 1;
    expect(await throttle.isBlocked('a')).toBe(false);
  });

  it('[A4] should forget failures after 15 minutes, and not prolong a block by further ones', async () => {
    let now = 0;
    const throttle = new MemorySignInThrottle(() => now);
    for (let i = 0; i < 4; i += 1) await throttle.fail('a');
    now += 15 * MINUTE;
    await throttle.fail('a');
    expect(await throttle.isBlocked('a')).toBe(false);
    for (let i = 0; i < 4; i += 1) await throttle.fail('a');
    now += 14 * MINUTE;
    for (let i = 0; i < 9; i += 1) await throttle.fail('a');
    now += MINUTE;
    expect(await throttle.isBlocked('a')).toBe(false);
  });
});

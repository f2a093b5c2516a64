import { describe, expect, it } from '@jest/globals';
import { deviceOf } from './device-words.ts';

describe('the name of a device', () => {
  it.each([
    ['Firefox on Linux', { browser: 'Firefox', system: 'Linux', small: false }],
    ['Safari on iOS', { browser: 'Safari', system: 'iOS', small: true }],
    ['curl', { browser: 'curl', system: null, small: false }],
    ['Unknown device', { browser: null, system: null, small: false }],
  ])('should be taken apart, so that it can be said in another language: %s', (label, device) => {
    expect(deviceOf(label)).toEqual(device);
  });
});

import { describe, expect, it } from '@jest/globals';
import { troubleOf, worthAskingPlainly } from './camera-errors.ts';

const there = { secure: true, cameras: 1, microphones: 1 };

describe('trouble with a camera', () => {
  it.each([
    ['NotAllowedError', 'denied'], ['NotFoundError', 'missing'], ['NotReadableError', 'inUse'], ['OverconstrainedError', 'impossible'], ['SecurityError', 'insecure'], ['AbortError', 'aborted'],
    ['TypeError', 'unknown'],
  ])('should call %s %s', (name, trouble) => {
    expect(troubleOf(Object.assign(new Error('no'), { name }), there)).toBe(trouble);
  });

  it('should say that the page is not secure, whatever was thrown', () => {
    expect(troubleOf(new TypeError('mediaDevices is undefined'), { ...there, secure: false })).toBe('insecure');
  });

  it('should tell a missing microphone from a missing camera', () => {
    const missing = Object.assign(new Error('no'), { name: 'NotFoundError' });
    expect(troubleOf(missing, { secure: true, cameras: 1, microphones: 0 })).toBe('noMicrophone');
    expect(troubleOf(missing, { secure: true, cameras: 0, microphones: 1 })).toBe('missing');
  });

  it('should take anything that can be thrown', () => {
    expect([troubleOf(null, there), troubleOf('no', there), troubleOf(undefined, there)]).toEqual(['unknown', 'unknown', 'unknown']);
    expect([worthAskingPlainly(null), worthAskingPlainly({ name: 'OverconstrainedError' }), worthAskingPlainly({ name: 'NotAllowedError' })]).toEqual([false, true, false]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { MAX_BYTES } from '../../uploads/upload-rules.ts';
import { BITS, extensionOf, recordingType, sliceOf } from './media-type.ts';
import { MAX_MS } from './time-budget.ts';

describe('the type of a recording', () => {
  it.each([
    ['Safari', ['video/mp4;codecs=avc1.42E01F,mp4a.40.2', 'video/mp4'], 'video/mp4;codecs=avc1.42E01F,mp4a.40.2'],
    ['Chromium without AAC', ['video/mp4', 'video/webm;codecs=vp9,opus', 'video/webm;codecs=vp8,opus', 'video/webm'], 'video/webm;codecs=vp9,opus'],
    ['Firefox', ['video/webm;codecs=vp8,opus', 'video/webm'], 'video/webm;codecs=vp8,opus'],
    ['a browser that only knows a container', ['video/mp4'], 'video/mp4'],
    ['one that records nothing of use', ['audio/ogg'], null],
  ])('should be, in %s, the one that most can play', (_, known, type) => {
    expect(recordingType((asked) => known.includes(asked))).toBe(type);
  });

  it('should name no codec for sound where there is none', () => {
    expect(recordingType(() => true, false)).toBe('video/mp4;codecs=avc1.64001F');
    expect(recordingType((asked) => asked.startsWith('video/webm'), false)).toBe('video/webm;codecs=vp9');
  });

  it('should give the extension by the container', () => {
    expect([extensionOf('video/mp4;codecs=avc1'), extensionOf('video/webm;codecs=vp9'), extensionOf('')]).toEqual(['mp4', 'webm', 'webm']);
  });

  it('should ask for pieces often enough to lose less than two seconds', () => {
    expect(sliceOf('video/webm')).toBeLessThan(2_000);
    // A second until the next key frame, and then the wait for the next piece.
    expect(1_000 + sliceOf('video/mp4')).toBeLessThan(2_000);
  });

  it('should keep the longest take a tenth under the largest upload', () => {
    expect((BITS.videoBitsPerSecond + BITS.audioBitsPerSecond) / 8 * MAX_MS / 1_000).toBeLessThan(MAX_BYTES * 0.9);
  });
});

import { describe, expect, it } from '@jest/globals';
import { contentTypeOf, MAX_BYTES, refusalOf } from './upload-rules.ts';

describe('[M2] what a browser refuses before it sends a byte', () => {
  it.each([
    ['a.mp4', 'video/mp4', 1, null], ['a.mp4', 'video/mp4', MAX_BYTES, null], ['a.mp4', 'video/mp4', MAX_BYTES + 1, 'tooLarge'], ['a.mp4', 'video/mp4', 0, 'empty'],
    ['a.MOV', '', 5, null], ['a.webm', 'video/webm;codecs=vp9', 5, null], ['a.avi', 'video/x-msvideo', 5, 'wrongType'], ['a.mp4', 'image/png', 5, 'wrongType'], ['a', '', 5, 'wrongType'], ['a.pdf', 'application/octet-stream', 5, 'wrongType'],
  ])('%s (%s, %i bytes): %s', (name, type, size, refusal) => expect(refusalOf({ name, type, size })).toBe(refusal));

  it('should call a phone\'s file by its ending when the browser does not know it', () => expect(contentTypeOf('IMG_1.MOV', '')).toBe('video/quicktime'));
});

import { describe, expect, it } from '@jest/globals';
import { youtubeIdOf } from './youtube-id.ts';

describe('links to YouTube', () => {
  it('should take the three forms that the server takes', () => {
    for (const link of ['https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=4', ' https://youtu.be/dQw4w9WgXcQ?si=x ', 'http://m.youtube.com/embed/dQw4w9WgXcQ']) expect(youtubeIdOf(link)).toBe('dQw4w9WgXcQ');
  });
  it('should say no to anything else before it is sent', () => {
    for (const link of ['', 'dQw4w9WgXcQ', 'https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ', 'https://youtu.be/short', 'https://vimeo.com/1']) expect(youtubeIdOf(link)).toBeNull();
  });
});

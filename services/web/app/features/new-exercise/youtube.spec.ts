import { describe, expect, it } from '@jest/globals';
import { youtubeId } from './youtube.ts';

describe('an address of YouTube', () => {
  it.each(['https://www.youtube.com/watch?v=M7lc1UVf-VE', 'http://youtube.com/watch?t=3&v=M7lc1UVf-VE&x=1', ' https://youtu.be/M7lc1UVf-VE?t=5 ', 'https://www.youtube.com/embed/M7lc1UVf-VE'])('%s', (address) => expect(youtubeId(address)).toBe('M7lc1UVf-VE'));
  it.each(['', 'https://www.youtube.com/watch?v=short', 'https://example.org/watch?v=M7lc1UVf-VE', 'javascript:alert(1)', 'https://youtu.be/M7lc1UVf-VE/x', 'https://www.youtube.com.evil.example/watch?v=M7lc1UVf-VE'])('not %j', (address) => expect(youtubeId(address)).toBeNull());
});

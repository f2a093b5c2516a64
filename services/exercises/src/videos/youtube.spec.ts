import { describe, expect, it } from '@jest/globals';
import { youtubeVideoId } from './youtube.js';

const ID = 'dQw4w9WgXcQ';

describe('youtubeVideoId', () => {
  it.each([
    `https://www.youtube.com/watch?v=${ID}`, `http://youtube.com/watch?v=${ID}`, `https://m.youtube.com/watch?list=x&v=${ID}&t=10`,
    `https://youtu.be/${ID}`, `http://youtu.be/${ID}?si=abc`, `https://www.youtube.com/embed/${ID}`, `https://www.youtube-nocookie.com/embed/${ID}?rel=0`,
    `HTTPS://WWW.YouTube.com/watch?v=${ID}#t=1`,
  ])('should find the id in %s', (link) => {
    expect(youtubeVideoId(link)).toBe(ID);
  });

  it.each([
    '', ID, 'youtube.com/watch?v=dQw4w9WgXcQ', `ftp://youtube.com/watch?v=${ID}`, `javascript:alert(1)//youtube.com/watch?v=${ID}`,
    `https://evil.example/watch?v=${ID}`, `https://youtube.com.evil.example/watch?v=${ID}`, `https://evil.example/https://youtu.be/${ID}`,
    `https://youtube.com@evil.example/watch?v=${ID}`, `https://user:pw@youtube.com/watch?v=${ID}`, `https://youtube.com:8443/watch?v=${ID}`,
    `https://youtu.be/${ID}x`, `https://youtu.be/${ID.slice(1)}`, `https://youtu.be/${ID}/more`, `https://youtube.com/watch?v=`, `https://youtube.com/watch`,
    `https://youtube.com/watch?v=dQw4w9WgXc%22`, `https://youtube.com/embed/${ID}/..`, `https://www.youtube.com/shorts/${ID}`, `https://www.youtube.com/v/${ID}`,
    ` https://youtu.be/${ID}`, `https://youtu.be/\n${ID}`, `https://youtu.be/dQw4w9WgXcé`,
  ])('should refuse %j', (link) => {
    expect(youtubeVideoId(link)).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { command, frameAddress, readNews } from './youtube-protocol.ts';

describe('talking with a frame of YouTube', () => {
  it('should name the page that may talk with it, and no cookie site', () => expect(frameAddress('dQw4w9WgXcQ', 'https://practika.example')).toBe('https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?enablejsapi=1&origin=https%3A%2F%2Fpractika.example&playsinline=1&rel=0'));

  it('should understand where it is, and whether it plays', () => {
    expect(readNews(JSON.stringify({ event: 'infoDelivery', info: { currentTime: 12.5, duration: 60, playerState: 1, playbackRate: 0.5 } }))).toEqual({ ready: true, playing: true, waiting: false, timeMs: 12_500, durationMs: 60_000, rate: 0.5 });
    expect(readNews(JSON.stringify({ event: 'onStateChange', info: 2 }))).toEqual({ playing: false, waiting: false });
    expect(readNews(JSON.stringify({ event: 'onError', info: 150 }))).toEqual({ refused: true });
  });

  it('should not be confused by anything else', () => {
    for (const data of ['{', 'null', '[]', '7', JSON.stringify({ event: 'apiInfoDelivery' }), undefined, 3]) expect(readNews(data)).toBeNull();
    expect(readNews(JSON.stringify({ event: 'infoDelivery', info: { currentTime: 'x', duration: 0 } }))).toEqual({ ready: true });
  });

  it('should ask in the words of its protocol', () => expect(JSON.parse(command('seekTo', [12, true]))).toMatchObject({ event: 'command', func: 'seekTo', args: [12, true] }));
});

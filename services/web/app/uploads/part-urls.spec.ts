import { describe, expect, it } from '@jest/globals';
import { PartUrls } from './part-urls.ts';

function fixture() {
  const asked: (readonly number[])[] = [];
  const clock = { now: 0, fails: false };
  const urls = new PartUrls(async (_id, partNumbers) => {
    asked.push(partNumbers);
    if (clock.fails) throw new Error('no');
    return partNumbers.map((partNumber) => ({ partNumber, url: `u${partNumber}-${asked.length}`, headers: {}, expiresAt: new Date(clock.now + 900_000).toISOString() }));
  }, () => clock.now);
  return { asked, clock, urls };
}

describe('addresses of parts', () => {
  it('should be asked for a few at once, and never beyond the last part', async () => {
    const { asked, urls } = fixture();
    expect((await Promise.all([1, 2, 3, 4, 5].map((n) => urls.get('u', n, 6)))).map(({ url }) => url)).toEqual(['u1-1', 'u2-1', 'u3-1', 'u4-1', 'u5-2']);
    expect(asked).toEqual([[1, 2, 3, 4], [5, 6]]);
  });

  it('should be asked for anew when they are about to end, when the store refused one, and when asking failed', async () => {
    const { clock, urls } = fixture();
    await urls.get('u', 1, 1);
    clock.now = 850_000;
    expect((await urls.get('u', 1, 1)).url).toBe('u1-2');
    urls.forget('u', 1);
    clock.fails = true;
    await expect(urls.get('u', 1, 1)).rejects.toThrow('no');
    clock.fails = false;
    expect((await urls.get('u', 1, 1)).url).toBe('u1-4');
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { SecretRefused } from '@practika/config';
import { parsePeppers, type Pepper, Peppers } from './peppers.js';

const of = (...ids: readonly string[]): readonly [Pepper, ...Pepper[]] => parsePeppers(ids.map((id) => `${id}:a-secret-of-many-characters-for-${id[0]}`).join(',')) as [Pepper, ...Pepper[]];

describe('peppers that change under a running process', () => {
  it('should be known at once, and make hashes only when every process had time to know them', async () => {
    const peppers = new Peppers(of('a'), 20);
    peppers.take(of('b', 'a'));
    expect([peppers.find('b')?.id, peppers.current.id]).toEqual(['b', 'a']);
    await sleep(40);
    expect(peppers.current.id).toBe('b');
  });

  it('should change places at once when all are known', () => {
    const peppers = new Peppers(of('a', 'b'), 10_000);
    peppers.take(of('b', 'a'));
    expect(peppers.current.id).toBe('b');
  });

  it('should be refused when one that hashes were made with is gone or has another secret', () => {
    const peppers = new Peppers(of('a'));
    expect(() => peppers.take(of('b'))).toThrow(SecretRefused);
    expect(() => peppers.take(parsePeppers('a:another-secret-of-more-than-32-characters') as [Pepper])).toThrow(SecretRefused);
    expect(peppers.all).toEqual(of('a'));
  });
});

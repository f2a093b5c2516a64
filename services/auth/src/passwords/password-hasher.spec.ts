import { pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@practika/problems';
import { HashingSlots } from './hashing-slots.js';
import { PasswordHasher } from './password-hasher.js';
import { parsePeppers, Peppers } from './peppers.js';

const peppers = (setting: string): Peppers => {
  const parsed = parsePeppers(setting);
  if (parsed === null) throw new Error('unusable pepper');
  return new Peppers(parsed);
};
const OLD = `a:${'old-secret-'.repeat(4)}`;
const NEW = `b:${'new-secret-'.repeat(4)}`;
const hasherWith = (setting: string): Promise<PasswordHasher> => PasswordHasher.create(new HashingSlots(2, 64), peppers(setting));
const django = (password: string, iterations = 1_000): string =>
  `pbkdf2_sha256$${iterations}$NaCl$${pbkdf2Sync(password, 'NaCl', iterations, 32, 'sha256').toString('base64')}`;

describe('password hasher', () => {
  it('[A3] should store argon2id at 19 MiB, two passes, one lane', async () => {
    const stored = await (await hasherWith(OLD)).hash('nine lanterns');
    expect(stored).toMatch(/^pepper:a\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('[A3] should verify what it hashed and nothing else', async () => {
    const hasher = await hasherWith(OLD);
    const stored = await hasher.hash('nine lanterns');
    expect(await hasher.verify(stored, 'nine lanterns')).toEqual({ matches: true, outdated: false });
    expect(await hasher.verify(stored, 'nine lantern')).toEqual({ matches: false, outdated: false });
  });

  it('[A3] should need the pepper: a hash alone verifies nothing', async () => {
    const stored = await (await hasherWith(OLD)).hash('nine lanterns');
    const other = await hasherWith(`a:${'other-secret-'.repeat(4)}`);
    expect((await other.verify(stored, 'nine lanterns')).matches).toBe(false);
  });

  it('[A3] should verify under an older pepper and call the hash outdated', async () => {
    const stored = await (await hasherWith(OLD)).hash('nine lanterns');
    expect(await (await hasherWith(`${NEW},${OLD}`)).verify(stored, 'nine lanterns')).toEqual({ matches: true, outdated: true });
    expect((await (await hasherWith(NEW)).verify(stored, 'nine lanterns')).matches).toBe(false);
  });

  it('[A3] should accept a hash of Django and call it outdated', async () => {
    const hasher = await hasherWith(NEW);
    expect(await hasher.verify(django('nine lanterns'), 'nine lanterns')).toEqual({ matches: true, outdated: true });
    expect((await hasher.verify(django('nine lanterns'), 'ten lanterns')).matches).toBe(false);
  });

  it.each(['pbkdf2_sha256$', 'pbkdf2_sha256$0$s$AAAA', 'pbkdf2_sha256$99999999999$s$AAAA', 'pbkdf2_sha256$1$s$AAAA', '', 'plain', 'pepper:zz$argon2id$v=19$m=1,t=1,p=1$x$y', '$argon2id$'])(
    '[A3] should match nothing with the malformed hash %p', async (stored) => {
      expect((await (await hasherWith(NEW)).verify(stored, 'anything at all')).matches).toBe(false);
    },
  );

  it('[A1] should do a dummy verification for an unknown person and match nothing', async () => {
    const hasher = await hasherWith(NEW);
    const started = performance.now();
    expect(await hasher.verify(null, 'anything at all')).toEqual({ matches: false, outdated: false });
    // A real argon2id verification takes 15 ms and more on any machine; a shortcut would take microseconds.
    expect(performance.now() - started).toBeGreaterThan(3);
  });
});

describe('hashing slots', () => {
  it('should run as many at a time as it has slots, and the others in order', async () => {
    const slots = new HashingSlots(2, 10);
    let running = 0;
    let most = 0;
    const order: number[] = [];
    await Promise.all(Array.from({ length: 8 }, (_, i) => slots.run(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      order.push(i);
      running -= 1;
    })));
    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('should refuse with 503 once too many wait, and work again afterwards', async () => {
    const slots = new HashingSlots(1, 1);
    let finish = (): void => {};
    const held = slots.run(() => new Promise<void>((resolve) => { finish = resolve; }));
    const waiting = slots.run(async () => 'second');
    await expect(slots.run(async () => 'third')).rejects.toMatchObject({ code: 'unavailable' } satisfies Partial<DomainError>);
    finish();
    await held;
    expect(await waiting).toBe('second');
    expect(await slots.run(async () => 'fourth')).toBe('fourth');
  });

  it('should free its slot when the work throws', async () => {
    const slots = new HashingSlots(1, 0);
    await expect(slots.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await slots.run(async () => 1)).toBe(1);
  });
});

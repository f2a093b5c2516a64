import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { backends } from '@practika/testing';
import { Redis } from 'ioredis';
import { AuthStack, type Person } from '../testing/auth-stack.js';
import { MemorySignInThrottle } from './memory.sign-in-throttle.js';
import { RedisSignInThrottle } from './redis.sign-in-throttle.js';

let stack: AuthStack;
beforeAll(async () => { stack = await AuthStack.start(); });
afterAll(() => stack.stop());

const fail = (person: Person, client = stack.client()) => client.post('/sessions', { identifier: person.email, password: 'a wrong password' });
const enter = (person: Person, client = stack.client()) => client.post('/sessions', { identifier: person.username, password: person.password });

describe('sign-in throttling', () => {
  it('[A4] should block unknown devices after five failures, whatever the address, and the right password gets the same answer', async () => {
    const person = await stack.person();
    const failures = [];
    for (let i = 0; i < 5; i += 1) failures.push(await fail(person));
    expect((await enter(person)).status).toBe(401);
    const blocked = await enter(person);
    expect(blocked.body).toEqual({ ...failures[0]?.body, instance: expect.any(String) });
    expect([...blocked.headers.keys()].sort()).toEqual([...(failures[0]?.headers.keys() ?? [])].sort());
  });

  it('[A4] should still let in a device that signed in before, while strangers attack from many networks', async () => {
    const person = await stack.person();
    const owner = await stack.signedIn(person);
    await owner.delete('/sessions/current');
    for (let round = 0; round < 5; round += 1) await Promise.all(Array.from({ length: 40 }, (_, i) => fail(person, stack.client(`198.51.${round * 10 + (i % 10)}.7`))));
    expect((await enter(person)).status).toBe(401);
    expect((await enter(person, owner)).status).toBe(201);
  });

  it('[A4] should let nobody in by many guesses at once', async () => {
    const person = await stack.person();
    const guesses = await Promise.all(Array.from({ length: 60 }, (_, i) => (i === 59 ? enter(person) : fail(person))));
    expect(guesses.filter((g) => g.status === 201)).toHaveLength(0);
  });

  it('[A4] should let nobody in by many guesses at once from a known device either, nor confirm a password so', async () => {
    const person = await stack.person();
    const device = await stack.signedIn(person);
    const confirm = (password: string) => device.post('/sessions/current/step-up', { password });
    const confirmations = await Promise.all(Array.from({ length: 40 }, (_, i) => confirm(i === 39 ? person.password : `guess ${i}`)));
    expect(confirmations.filter((g) => g.status === 204)).toHaveLength(0);
    const changes = await Promise.all(Array.from({ length: 2 }, () => device.post('/me/password', { currentPassword: person.password, newPassword: 'quite another phrase 7' })));
    expect(changes.map((c) => c.status)).toEqual([429, 429]);
    await device.delete('/sessions/current');
    const guesses = await Promise.all(Array.from({ length: 60 }, (_, i) => (i === 59 ? enter(person, device) : fail(person, device))));
    expect(guesses.filter((g) => g.status === 201)).toHaveLength(0);
  });

  it('[A4] should block by account: user name and address count together, another account does not', async () => {
    const [person, other] = [await stack.person(), await stack.person()];
    for (let i = 0; i < 5; i += 1) await stack.client().post('/sessions', { identifier: i % 2 ? person.email.toUpperCase() : person.username, password: 'a wrong password' });
    expect((await enter(person)).status).toBe(401);
    expect((await enter(other)).status).toBe(201);
  });

  it("[A4] should not take somebody else's device cookie for a known device", async () => {
    const [person, stranger] = [await stack.person(), await stack.person()];
    const device = await stack.signedIn(stranger);
    for (let i = 0; i < 5; i += 1) await fail(person);
    expect((await enter(person, device)).status).toBe(401);
  });

  it('[A4] should not make correct sign-ins at once count as failures', async () => {
    const person = await stack.person();
    const answers = await Promise.all(Array.from({ length: 12 }, () => enter(person)));
    expect(answers.map((a) => a.status)).toEqual(Array<number>(12).fill(201));
  });

  it('[A4] should stop a network that guesses at many accounts with 429, by a limit that development widens', async () => {
    const strict = await AuthStack.start({ PRACTIKA_PROFILE: 'production', PUBLIC_ORIGIN: 'https://practika.example', ADMIN_ALLOWED_ADDRESSES: '10.0.0.0/8', RATE_LIMIT_ANONYMOUS_PER_HOUR: '100000' });
    try {
      const address = `192.0.${Math.floor(Math.random() * 250)}`;
      const statuses: number[] = [];
      for (let i = 0; i < 11; i += 1) {
        const tries = Array.from({ length: 10 }, (_, j) => strict.client(`${address}.${i * 10 + j}`).post('/sessions', { identifier: `nobody-${i}-${j}-${address}`, password: 'a wrong password' }));
        for (const answer of await Promise.all(tries)) statuses.push(answer.status);
      }
      expect(statuses.slice(0, 100)).toEqual(Array<number>(100).fill(401));
      expect(statuses.slice(100)).toEqual(Array<number>(10).fill(429));
      const person = await strict.person();
      const elsewhere = await strict.client('10.9.8.7').post('/sessions', { identifier: person.email, password: person.password });
      expect(elsewhere.status).toBe(201);
      expect(elsewhere.headers.getSetCookie()[0]).toMatch(/^__Host-practika_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
      expect(elsewhere.headers.getSetCookie()[1]).toMatch(/^practika_csrf=[\w-]{43}; Path=\/; Secure; SameSite=Lax$/);
      expect(elsewhere.headers.getSetCookie()[2]).toMatch(/^practika_device=[\w-]{43}; Path=\/; Max-Age=31536000; HttpOnly; Secure; SameSite=Lax$/);
    } finally {
      await strict.stop();
    }
  });

  it('[A4] should keep counting in memory while Redis is away', async () => {
    const dead = new Redis('redis://127.0.0.1:9', { lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 0, retryStrategy: () => null });
    dead.on('error', () => undefined);
    const throttle = new RedisSignInThrottle(dead, new MemorySignInThrottle());
    for (let i = 0; i < 5; i += 1) {
      expect(await throttle.isBlocked('somebody')).toBe(false);
      await throttle.fail('somebody');
    }
    expect(await throttle.isBlocked('somebody')).toBe(true);
    dead.disconnect();
  });

  it('[A4] should keep to the window and to the block by the clock of Redis', async () => {
    const redis = new Redis(backends.redisCacheUrl);
    try {
      const account = `test-${Math.random()}`;
      const throttle = new RedisSignInThrottle(redis, new MemorySignInThrottle());
      for (let i = 0; i < 4; i += 1) await throttle.fail(account);
      // Four failures that lie 15 minutes back do not count with a fifth.
      for (const [member, score] of chunk(await redis.zrange(`sign-in-failures:${account}`, '0', '-1', 'WITHSCORES'))) await redis.zadd(`sign-in-failures:${account}`, String(Number(score) - 900_001), member);
      await throttle.fail(account);
      expect(await throttle.isBlocked(account)).toBe(false);
      for (let i = 0; i < 4; i += 1) await throttle.fail(account);
      expect(await throttle.isBlocked(account)).toBe(true);
      const ttl = await redis.pttl(`sign-in-block:${account}`);
      await throttle.fail(account);
      expect(ttl).toBeGreaterThan(899_000);
      expect(await redis.pttl(`sign-in-block:${account}`)).toBeLessThanOrEqual(ttl);
    } finally {
      redis.disconnect();
    }
  });
});

const chunk = (flat: string[]): [string, string][] => Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? '', flat[2 * i + 1] ?? '']);

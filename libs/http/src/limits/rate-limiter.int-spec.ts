import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { backends } from '@practika/testing';
import { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { connectCache } from '../boot/cache-redis.js';
import { RateLimiter } from './rate-limiter.js';

describe('the rate limiter', () => {
  const policy = { name: `test-${randomUUID()}`, points: 5, seconds: 100 };
  let redis: Redis;
  let limiter: RateLimiter;

  beforeAll(async () => {
    redis = await connectCache(backends.redisCacheUrl);
    limiter = new RateLimiter(redis);
  });
  afterAll(() => redis.disconnect());

  it('should count each of many requests at once, no one twice and every key for itself', async () => {
    const [mine, other] = [randomUUID(), randomUUID()];
    const [states, another] = await Promise.all([Promise.all(Array.from({ length: 8 }, () => limiter.consume(policy, mine))), limiter.consume(policy, other, 2)]);
    expect(states.map(({ allowed, remaining }) => [allowed, remaining])).toEqual([[true, 4], [true, 3], [true, 2], [true, 1], [true, 0], [false, 0], [false, 0], [false, 0]]);
    expect(another).toEqual({ allowed: true, limit: 5, remaining: 3, resetSeconds: 100 });
    await expect(limiter.peek(policy, mine)).resolves.toMatchObject({ allowed: false, remaining: 0 });
    await limiter.reset(policy, mine);
    await expect(limiter.consume(policy, mine)).resolves.toMatchObject({ allowed: true, remaining: 4 });
  });

  it('should keep the end of a window that has begun, and give a key without one an end', async () => {
    const key = randomUUID();
    await limiter.consume(policy, key);
    await redis.pexpire(`limit.${policy.name}:${key}`, 7_500);
    await expect(limiter.consume(policy, key)).resolves.toMatchObject({ remaining: 3, resetSeconds: 8 });
    await redis.persist(`limit.${policy.name}:${key}`);
    await expect(limiter.consume(policy, key)).resolves.toMatchObject({ remaining: 2, resetSeconds: 100 });
  });

  it('should count in the same keys as the library, so that versions of a process run side by side', async () => {
    const key = randomUUID();
    const library = new RateLimiterRedis({ storeClient: redis, keyPrefix: `limit.${policy.name}`, points: policy.points, duration: policy.seconds });
    await library.consume(key, 3);
    await expect(limiter.consume(policy, key)).resolves.toMatchObject({ allowed: true, remaining: 1 });
    await expect(library.consume(key)).resolves.toMatchObject({ consumedPoints: 5 });
  });

  it('should limit in memory while Redis is away', async () => {
    const away = new Redis({ host: '127.0.0.1', port: 1, lazyConnect: true, enableOfflineQueue: false, retryStrategy: () => null });
    away.on('error', () => undefined);
    const alone = new RateLimiter(away);
    const states = await Promise.all(Array.from({ length: 6 }, () => alone.consume(policy, 'somebody')));
    expect(states.map(({ allowed }) => allowed)).toEqual([true, true, true, true, true, false]);
    expect(states[5]).toMatchObject({ limit: 5, remaining: 0 });
    await expect(alone.peek(policy, 'somebody')).resolves.toMatchObject({ allowed: false });
    away.disconnect();
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { takeUpRedisUrl } from '@practika/config';
import { eventually, OwnRedis } from '@practika/testing';
import { Redis } from 'ioredis';

// Real: two redis-servers of this suite's own.
describe('a Redis connection whose URL changes', () => {
  let here: OwnRedis;
  let there: OwnRedis;
  let redis: Redis;
  const user = async (): Promise<string> => String(await redis.call('ACL', 'WHOAMI'));
  const as = (server: OwnRedis, credentials: string): string => server.url.replace('redis://', `redis://${credentials}@`);

  beforeEach(async () => {
    [here, there] = [await OwnRedis.create(), await OwnRedis.create()];
    for (const server of [here, there]) await server.command('ACL SETUSER practika on >first allkeys allcommands allchannels');
    redis = new Redis(here.url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
    redis.on('error', () => undefined);
    await redis.ping();
  });
  afterEach(async () => {
    redis.disconnect();
    await here.remove();
    await there.remove();
  });

  it('should become another user on the connection that is open, and stay it when that breaks', async () => {
    const id = await redis.client('ID');
    await takeUpRedisUrl(redis, as(here, 'practika:first'));
    expect([await user(), await redis.client('ID')]).toEqual(['practika', id]);
    await here.command(`CLIENT KILL ID ${id}`);
    expect(await user()).toBe('practika');
  });

  it('should stay as it is when the server does not take the new password, there or elsewhere', async () => {
    await expect(takeUpRedisUrl(redis, as(here, 'practika:wrong'))).rejects.toThrow(/WRONGPASS/);
    await expect(takeUpRedisUrl(redis, as(there, 'practika:wrong'))).rejects.toThrow();
    await expect(takeUpRedisUrl(redis, 'redis://127.0.0.1:9')).rejects.toThrow();
    expect([await user(), redis.options.port]).toEqual(['default', Number(new URL(here.url).port)]);
  });

  it('should move to another server, and lose no command that waits', async () => {
    const moving = takeUpRedisUrl(redis, as(there, 'practika:first'));
    const waiting = Array.from({ length: 20 }, (_, i) => redis.set(`k${i}`, i));
    await moving;
    await Promise.all(waiting);
    expect(await user()).toBe('practika');
    await redis.set('moved', '1');
    expect(await there.command('GET moved')).toContain('1');
  });

  it('should come as the new user when the change finds it connecting', async () => {
    await here.kill();
    await eventually(() => (redis.status === 'ready' ? undefined : true));
    const taken = takeUpRedisUrl(redis, as(here, 'practika:first'));
    await here.start();
    await here.command('ACL SETUSER practika on >first allkeys allcommands allchannels');
    await taken;
    await eventually(async () => { expect(await user()).toBe('practika'); return true; });
  });

  it('should go back to no password at all', async () => {
    await takeUpRedisUrl(redis, as(here, 'practika:first'));
    await takeUpRedisUrl(redis, here.url);
    expect(await user()).toBe('default');
  });
});

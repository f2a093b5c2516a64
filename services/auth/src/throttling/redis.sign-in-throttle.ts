import { randomUUID } from 'node:crypto';
import { isOutage } from '@practika/problems';
import type { Redis } from 'ioredis';
import { BLOCK_SECONDS, FAILURE_LIMIT, FAILURE_WINDOW, SignInThrottle } from './sign-in-throttle.js';

// A sliding window by Redis's clock. Counting and blocking are one step, so that many failures at once block once.
const FAIL = `
if redis.call('EXISTS', KEYS[2]) == 1 then return 1 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window = tonumber(ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
redis.call('ZADD', KEYS[1], now, ARGV[4])
redis.call('PEXPIRE', KEYS[1], window)
if redis.call('ZCARD', KEYS[1]) < tonumber(ARGV[2]) then return 0 end
redis.call('SET', KEYS[2], '1', 'PX', ARGV[3])
redis.call('DEL', KEYS[1])
return 1`;

const failures = (account: string): string => `sign-in-failures:${account}`;
const block = (account: string): string => `sign-in-block:${account}`;

/** Shared by all processes. While Redis is away each process counts for itself: a looser limit, rather than none or no sign-in. */
export class RedisSignInThrottle extends SignInThrottle {
  constructor(
    private readonly redis: Redis,
    private readonly meanwhile: SignInThrottle,
  ) {
    super();
  }

  isBlocked(account: string): Promise<boolean> {
    return this.orMeanwhile(async () => (await this.redis.exists(block(account))) === 1, () => this.meanwhile.isBlocked(account));
  }

  fail(account: string): Promise<void> {
    return this.orMeanwhile(
      async () => { await this.redis.eval(FAIL, 2, failures(account), block(account), FAILURE_WINDOW * 1_000, FAILURE_LIMIT, BLOCK_SECONDS * 1_000, randomUUID()); },
      () => this.meanwhile.fail(account),
    );
  }

  private async orMeanwhile<T>(shared: () => Promise<T>, own: () => Promise<T>): Promise<T> {
    try {
      return await shared();
    } catch (error) {
      if (!isOutage(error)) throw error;
      return own();
    }
  }
}

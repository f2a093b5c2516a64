import { Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

export interface RateLimitPolicy {
  /** Shown in RateLimit-Policy; also the key prefix in Redis. */
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

export interface RateLimitState {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window ends. */
  readonly resetSeconds: number;
}

/**
 * Counts in the cache Redis, shared by all processes. With Redis away it counts in this process's memory: a limit that
 * is too generous for a while, rather than none or a site that is down.
 */
@Injectable()
export class RateLimiter {
  private readonly limiters = new Map<string, RateLimiterRedis>();

  constructor(private readonly redis: Redis) {}

  /** Takes `points` from a key's window. */
  async consume(policy: RateLimitPolicy, key: string, points = 1): Promise<RateLimitState> {
    try {
      return this.state(policy, true, await this.limiter(policy).consume(key, points));
    } catch (rejection) {
      if (rejection instanceof RateLimiterRes) return this.state(policy, false, rejection);
      throw rejection;
    }
  }

  /** Reads without taking. */
  async peek(policy: RateLimitPolicy, key: string): Promise<RateLimitState> {
    const found = await this.limiter(policy).get(key);
    if (found === null) return { allowed: true, limit: policy.points, remaining: policy.points, resetSeconds: policy.seconds };
    return this.state(policy, found.consumedPoints < policy.points, found);
  }

  async reset(policy: RateLimitPolicy, key: string): Promise<void> {
    await this.limiter(policy).delete(key);
  }

  private state(policy: RateLimitPolicy, allowed: boolean, found: RateLimiterRes): RateLimitState {
    return { allowed, limit: policy.points, remaining: Math.max(0, policy.points - found.consumedPoints), resetSeconds: Math.max(0, Math.ceil(found.msBeforeNext / 1_000)) };
  }

  private limiter(policy: RateLimitPolicy): RateLimiterRedis {
    let limiter = this.limiters.get(policy.name);
    if (limiter === undefined) {
      const options = { keyPrefix: `limit.${policy.name}`, points: policy.points, duration: policy.seconds };
      limiter = new RateLimiterRedis({ ...options, storeClient: this.redis, rejectIfRedisNotReady: true, insuranceLimiter: new RateLimiterMemory(options) });
      this.limiters.set(policy.name, limiter);
    }
    return limiter;
  }
}

import { Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { Windows } from './windows.js';

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

interface Limiter {
  readonly redis: RateLimiterRedis;
  readonly memory: RateLimiterMemory;
}

/**
 * Counts in the cache Redis, shared by all processes. With Redis away it counts in this process's memory: a limit that
 * is too generous for a while, rather than none or a site that is down.
 */
@Injectable()
export class RateLimiter {
  private readonly limiters = new Map<string, Limiter>();
  private readonly windows: Windows;

  constructor(private readonly redis: Redis) {
    this.windows = new Windows(redis);
  }

  /** Takes `points` from a key's window. */
  async consume(policy: RateLimitPolicy, key: string, points = 1): Promise<RateLimitState> {
    try {
      const { taken, endsInMs } = await this.windows.take(`${prefixOf(policy)}:${key}`, points, policy.seconds);
      return stateOf(policy, taken <= policy.points, taken, endsInMs);
    } catch {
      return this.consumeInMemory(policy, key, points);
    }
  }

  /** Reads without taking. */
  async peek(policy: RateLimitPolicy, key: string): Promise<RateLimitState> {
    const found = await this.limiter(policy).redis.get(key);
    if (found === null) return { allowed: true, limit: policy.points, remaining: policy.points, resetSeconds: policy.seconds };
    return stateOf(policy, found.consumedPoints < policy.points, found.consumedPoints, found.msBeforeNext);
  }

  async reset(policy: RateLimitPolicy, key: string): Promise<void> {
    await this.limiter(policy).redis.delete(key);
  }

  private async consumeInMemory(policy: RateLimitPolicy, key: string, points: number): Promise<RateLimitState> {
    try {
      const found = await this.limiter(policy).memory.consume(key, points);
      return stateOf(policy, true, found.consumedPoints, found.msBeforeNext);
    } catch (rejection) {
      if (rejection instanceof RateLimiterRes) return stateOf(policy, false, rejection.consumedPoints, rejection.msBeforeNext);
      throw rejection;
    }
  }

  private limiter(policy: RateLimitPolicy): Limiter {
    let limiter = this.limiters.get(policy.name);
    if (limiter === undefined) {
      const options = { keyPrefix: prefixOf(policy), points: policy.points, duration: policy.seconds };
      const memory = new RateLimiterMemory(options);
      limiter = { memory, redis: new RateLimiterRedis({ ...options, storeClient: this.redis, rejectIfRedisNotReady: true, insuranceLimiter: memory }) };
      this.limiters.set(policy.name, limiter);
    }
    return limiter;
  }
}

const prefixOf = (policy: RateLimitPolicy): string => `limit.${policy.name}`;

function stateOf(policy: RateLimitPolicy, allowed: boolean, taken: number, endsInMs: number): RateLimitState {
  return { allowed, limit: policy.points, remaining: Math.max(0, policy.points - taken), resetSeconds: Math.max(0, Math.ceil(endsInMs / 1_000)) };
}

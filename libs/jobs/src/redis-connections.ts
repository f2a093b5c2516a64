import { createIORedisClient, RedisConnection } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';

/** Milliseconds between tries to connect: soon at first, once a second later, for ever. */
const retryStrategy = (times: number): number => Math.min(50 * 2 ** times, 1_000);

/**
 * A producer fails fast: it has Postgres behind it, and a caller that waits for Redis is a caller that piles up.
 */
export const producing = {
  enableOfflineQueue: false, maxRetriesPerRequest: 1, connectTimeout: 2_000, commandTimeout: 5_000, keepAlive: 10_000, retryStrategy,
} as const satisfies RedisOptions;

/**
 * A worker waits for ever. Its blocking command lasts five seconds at most, so a connection that has said nothing for
 * twenty is dead whatever TCP believes, as after a fail-over that dropped packets; without this limit the kernel takes
 * a quarter of an hour to find out.
 */
export const working = (url: string, onConnection: (redis: Redis) => void) => ({ url, onConnection, maxRetriesPerRequest: null, connectTimeout: 5_000, socketTimeout: 20_000, keepAlive: 10_000, retryStrategy }) as const;

/**
 * BullMQ makes a worker's connections by itself, one of them to wait on. It makes them here, so that the worker knows
 * them: a changed password has to be said on each.
 */
RedisConnection.clientFactory = (wanted) => {
  const { url, onConnection, ...options } = wanted as ReturnType<typeof working>;
  const redis = new Redis(url, options);
  onConnection(redis);
  return createIORedisClient(redis);
};

/**
 * For every BullMQ queue that shares a fail-fast connection. The version check asks Redis while the queue is being made,
 * and its failure is kept for ever: a queue made while Redis is down would never work again.
 */
export const QUEUE_OPTIONS = { skipWaitingForReady: true, skipVersionCheck: true, skipMetasUpdate: true } as const;

import { throttledErrorLog } from '@practika/observability';
import { Redis } from 'ioredis';

/** The cache Redis: answers fast or not at all, since everything in it has another road. */
export function connectCache(url: string): Redis {
  const redis = new Redis(url, {
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: 1_000,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, 2_000),
  });
  redis.on('error', throttledErrorLog('cache redis'));
  return redis;
}

import { throttledErrorLog } from '@practika/observability';
import { Redis } from 'ioredis';
import { TAKE_COMMAND } from '../limits/windows.js';

/** Milliseconds. A process does not begin with a connection that is only being made; it does begin without one. */
const FIRST_CONNECTION = 2_000;

/** The cache Redis: answers fast or not at all, since everything in it has another road. */
export async function connectCache(url: string): Promise<Redis> {
  const redis = new Redis(url, {
    enableAutoPipelining: true,
    // Gathered already (Batch): they need not wait for another turn of the event loop.
    autoPipeliningIgnoredCommands: ['mget', TAKE_COMMAND],
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: 1_000,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, 2_000),
  });
  redis.on('error', throttledErrorLog('cache redis'));
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, FIRST_CONNECTION);
    redis.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  return redis;
}

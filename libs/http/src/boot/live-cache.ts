import { secretFiles, takeUpRedisUrl } from '@practika/config';
import type { Redis } from 'ioredis';
import { connectCache } from './cache-redis.js';

/** The cache Redis of a process: follows the file that its URL came from. */
export async function liveCache(url: string): Promise<Redis> {
  let current = url;
  let redis: Redis | undefined;
  const unfollow = secretFiles.on<string>('REDIS_CACHE_URL', async (changed) => {
    if (redis !== undefined) await takeUpRedisUrl(redis, changed);
    current = changed;
  });
  const made = await connectCache(url);
  redis = made;
  made.once('end', unfollow);
  if (current !== url) await takeUpRedisUrl(made, current);
  return made;
}

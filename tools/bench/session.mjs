// A person who is signed in: an entry of the cache Redis as auth writes them, but without an end.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../lib/paths.mjs';

/** @returns {Promise<{ userId: string, headers: Record<string, string> }>} */
export async function signedIn(redisCacheUrl) {
  const { Redis } = await import(createRequire(join(ROOT, 'package.json')).resolve('ioredis'));
  const redis = new Redis(redisCacheUrl);
  const raw = randomBytes(32).toString('base64url');
  const userId = randomUUID();
  const principal = { kind: 'session', userId, role: 'student', leaving: false, sessionId: randomUUID(), authenticatedAt: Date.now() };
  await redis.set(`credential:${createHash('sha256').update(raw).digest('hex')}`, JSON.stringify(principal));
  redis.disconnect();
  return { userId, headers: { Cookie: `practika_session=${raw}` } };
}

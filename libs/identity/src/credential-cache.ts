import type { Redis } from 'ioredis';
import { Batch } from './batch.js';
import type { Principal } from './principal.js';

/** Seconds. Also how exact the idle limit is: a cached session is not looked up in Postgres meanwhile. */
export const CREDENTIAL_CACHE_SECONDS = 60;
/** Seconds. Outlives every introspection that may have read the row before it was revoked. */
const TOMBSTONE_SECONDS = 120;
const TOMBSTONE = '-';

const keyOf = (hash: string): string => `credential:${hash}`;

/**
 * Credentials by hash in the cache Redis. auth writes, every service reads.
 *
 * A revocation overwrites the entry with a tombstone. An introspection that read Postgres before the revocation
 * committed then finds the tombstone and does not put the session back: SET NX is the whole race.
 */
export class CredentialCache {
  private readonly values: Batch<string, string | null>;

  constructor(private readonly redis: Redis) {
    this.values = new Batch((keys) => redis.mget(...keys));
  }

  /** undefined: not cached, ask auth. null: revoked a moment ago. */
  async find(hash: string): Promise<Principal | null | undefined> {
    const value = await this.values.add(keyOf(hash));
    if (value === null) return undefined;
    if (value === TOMBSTONE) return null;
    return JSON.parse(value) as Principal;
  }

  /** `seconds` may be shorter than the usual time for a credential that ends soon. */
  async remember(hash: string, principal: Principal, seconds = CREDENTIAL_CACHE_SECONDS): Promise<void> {
    const ttl = Math.min(CREDENTIAL_CACHE_SECONDS, Math.floor(seconds));
    if (ttl >= 1) await this.redis.set(keyOf(hash), JSON.stringify(principal), 'EX', ttl, 'NX');
  }

  /** Replaces what is cached, for a change that must be seen at once (step-up). A tombstone stays. */
  async replace(hash: string, principal: Principal, seconds = CREDENTIAL_CACHE_SECONDS): Promise<void> {
    const ttl = Math.max(1, Math.min(CREDENTIAL_CACHE_SECONDS, Math.floor(seconds)));
    await this.redis.eval(
      `if redis.call('GET', KEYS[1]) ~= ARGV[3] then return redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2]) end`,
      1, keyOf(hash), JSON.stringify(principal), ttl, TOMBSTONE,
    );
  }

  /** Effective everywhere when this resolves. Call after the revocation is committed. */
  async revoke(hashes: readonly string[]): Promise<void> {
    if (hashes.length === 0) return;
    const pipeline = this.redis.pipeline();
    for (const hash of hashes) pipeline.set(keyOf(hash), TOMBSTONE, 'EX', TOMBSTONE_SECONDS);
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
  }

  /** For a change that needs a fresh look-up but no revocation (a new role, new scopes). */
  async forget(hashes: readonly string[]): Promise<void> {
    if (hashes.length > 0) await this.redis.del(...hashes.map(keyOf));
  }
}

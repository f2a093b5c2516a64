import { isOutage, unavailable } from '@practika/problems';
import { credentialHash } from './credential-hash.js';
import type { CredentialCache } from './credential-cache.js';
import type { IntrospectionAnswer, IntrospectionQuestion } from './introspection.js';
import type { Principal } from './principal.js';

/** Asks auth on a cache miss. auth itself answers from its own tables. */
export abstract class Introspector {
  abstract introspect(question: IntrospectionQuestion): Promise<IntrospectionAnswer>;
}

/** Milliseconds. */
const PASSIVE_EVERY = 20_000;
const TOKEN_SHAPE = /^prk_[0-9A-Za-z]{46}$/;
const SESSION_SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** Finds the person behind a credential: cache first, then auth. */
export class PrincipalResolver {
  constructor(
    private readonly cache: CredentialCache,
    private readonly introspector: Introspector,
  ) {}

  /** @throws unavailable when neither the cache nor auth can be asked */
  async session(raw: string): Promise<Principal | null> {
    return SESSION_SHAPE.test(raw) ? this.resolve('session', raw) : null;
  }

  async token(raw: string): Promise<Principal | null> {
    return TOKEN_SHAPE.test(raw) ? this.resolve('token', raw) : null;
  }

  /**
   * For a stream that outlives its request: tells whether the credential still counts for what it did, without counting as
   * its use. A revocation shows at once, by the tombstone in the cache, and so does another role, which a token outlives;
   * the end of an idle session within `PASSIVE_EVERY`.
   */
  watch({ kind, role }: Principal, raw: string): () => Promise<boolean> {
    const hash = credentialHash(raw);
    const same = (found: Principal): boolean => found.kind === kind && found.role === role;
    let asked = performance.now();
    return async () => {
      const cached = await this.cached(hash);
      if (cached !== undefined) return cached !== null && same(cached);
      if (performance.now() - asked < PASSIVE_EVERY) return true;
      asked = performance.now();
      const answer = await this.ask({ kind, hash, passive: true });
      return answer.active && same(answer.principal);
    };
  }

  private async resolve(kind: 'session' | 'token', raw: string): Promise<Principal | null> {
    const hash = credentialHash(raw);
    const cached = await this.cached(hash);
    if (cached !== undefined) return cached !== null && cached.kind === kind ? cached : null;
    const answer = await this.ask({ kind, hash });
    return answer.active && answer.principal.kind === kind ? answer.principal : null;
  }

  /** The cache may be down: then every look-up is an introspection, slower but right. */
  private async cached(hash: string): Promise<Principal | null | undefined> {
    return this.cache.find(hash).catch((error: unknown) => {
      if (isOutage(error)) return undefined;
      throw error;
    });
  }

  private async ask(question: IntrospectionQuestion): Promise<IntrospectionAnswer> {
    try {
      return await this.introspector.introspect(question);
    } catch (error) {
      if (isOutage(error)) throw unavailable('Sign-in', error);
      throw error;
    }
  }
}

import { isOutage, unavailable } from '@practika/problems';
import { credentialHash } from './credential-hash.js';
import type { CredentialCache } from './credential-cache.js';
import type { IntrospectionAnswer, IntrospectionQuestion } from './introspection.js';
import type { Principal } from './principal.js';

/** Asks auth on a cache miss. auth itself answers from its own tables. */
export abstract class Introspector {
  abstract introspect(question: IntrospectionQuestion): Promise<IntrospectionAnswer>;
}

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

  private async resolve(kind: 'session' | 'token', raw: string): Promise<Principal | null> {
    const hash = credentialHash(raw);
    // The cache may be down: then every look-up is an introspection, slower but right.
    const cached = await this.cache.find(hash).catch((error: unknown) => {
      if (isOutage(error)) return undefined;
      throw error;
    });
    if (cached !== undefined) return cached !== null && cached.kind === kind ? cached : null;
    try {
      const answer = await this.introspector.introspect({ kind, hash });
      return answer.active && answer.principal.kind === kind ? answer.principal : null;
    } catch (error) {
      if (isOutage(error)) throw unavailable('Sign-in', error);
      throw error;
    }
  }
}

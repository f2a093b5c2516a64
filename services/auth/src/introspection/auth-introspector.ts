import { Injectable } from '@nestjs/common';
import { CredentialCache, type IntrospectionAnswer, type IntrospectionQuestion, Introspector, type Principal } from '@practika/identity';
import { isOutage } from '@practika/problems';
import { Transactions } from '../transactions/transactions.js';
import { CredentialsRepository } from './credentials.repository.js';

/** Answers who is behind a credential, from the tables, and puts the answer into the cache that every service reads. */
@Injectable()
export class AuthIntrospector extends Introspector {
  constructor(
    private readonly transactions: Transactions,
    private readonly credentials: CredentialsRepository,
    private readonly cache: CredentialCache,
  ) {
    super();
  }

  async introspect({ kind, hash, passive = false }: IntrospectionQuestion): Promise<IntrospectionAnswer> {
    const found = kind === 'session' ? await this.session(hash, passive) : await this.token(hash, passive);
    if (found === null) return { active: false };
    const { principal, seconds } = found;
    try {
      // What is cached is not looked up, so not counted as a use: a passive question must not hide the next real one.
      if (!passive) await this.cache.remember(hash, principal, seconds);
    } catch (error) {
      // Without the cache every request is looked up here: slower, and still right.
      if (!isOutage(error)) throw error;
    }
    return { active: true, principal: kind === 'token' && principal.kind === 'token' ? { ...principal, scopes: [...principal.scopes] } : (principal as never) };
  }

  private async session(hash: string, passive: boolean): Promise<{ principal: Principal; seconds: number } | null> {
    const { reader } = this.transactions;
    const found = await this.credentials.session(reader, hash);
    if (found === null) return null;
    const { id, userId, role, leaving, authenticatedAt } = found;
    const seconds = found.stale && !passive ? await this.credentials.touchSession(reader, id) : found.secondsLeft;
    // Revoked between the two statements.
    if (seconds === null) return null;
    return { principal: { kind: 'session', sessionId: id, userId, role, leaving, authenticatedAt }, seconds };
  }

  private async token(hash: string, passive: boolean): Promise<{ principal: Principal; seconds: number } | null> {
    const { reader } = this.transactions;
    const found = await this.credentials.token(reader, hash);
    if (found === null) return null;
    if (found.stale && !passive) await this.credentials.touchToken(reader, found.id);
    const { id, userId, role, leaving, scopes } = found;
    return { principal: { kind: 'token', tokenId: id, userId, role, leaving, scopes }, seconds: found.secondsLeft };
  }
}

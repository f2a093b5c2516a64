import { Injectable } from '@nestjs/common';
import { type Page, toPage } from '@practika/database';
import { credentialHash, type Principal, type Scope } from '@practika/identity';
import { DomainError, invalid } from '@practika/problems';
import type { Client } from '../security-events/client.js';
import { SecurityEventsRepository } from '../security-events/security-events.repository.js';
import { RevokingTransactions } from '../sessions/revoking-transactions.js';
import { idCursor } from '../sessions/sessions.service.js';
import { Transactions } from '../transactions/transactions.js';
import { newApiToken } from './api-token.js';
import { type ApiToken, ApiTokensRepository } from './api-tokens.repository.js';

export interface TokenRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: string | null;
}

/** A person's own API tokens. */
@Injectable()
export class TokensService {
  constructor(
    private readonly transactions: Transactions,
    private readonly revoking: RevokingTransactions,
    private readonly tokens: ApiTokensRepository,
    private readonly events: SecurityEventsRepository,
  ) {}

  /** @returns the token with its secret, which is nowhere afterwards */
  async create(caller: Principal, id: string, request: TokenRequest, client: Client): Promise<ApiToken & { readonly token: string }> {
    const token = newApiToken();
    const created = await this.transactions.run(async (tx) => {
      const made = await this.tokens.insert(tx, { id, ownerId: caller.userId, ...request, tokenHash: credentialHash(token) });
      if (made === null) throw invalid('/expiresAt', 'must lie in the future, at most a year away');
      await this.events.record(tx, { type: 'token.created', subjectId: caller.userId, actorId: caller.userId, client });
      return made;
    });
    return { ...created, token };
  }

  async list(caller: Principal, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ApiToken>> {
    const before = query.cursor === undefined ? null : idCursor(query.cursor);
    const found = await this.tokens.list(this.transactions.reader, caller.userId, query.limit + 1, before);
    return toPage(found, query.limit, (token) => [token.id], (token) => token);
  }

  /** @throws not-found for a token that has ended or is somebody else's */
  async revoke(caller: Principal, id: string, client: Client): Promise<void> {
    await this.revoking.run(caller.userId, async (tx, revocations) => {
      const hash = await this.tokens.revoke(tx, caller.userId, id);
      if (hash === null) throw new DomainError('not-found');
      revocations.add(caller.userId, [hash]);
      await this.events.record(tx, { type: 'token.revoked', subjectId: caller.userId, actorId: caller.userId, client });
    });
  }
}

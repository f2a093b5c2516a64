import { Injectable } from '@nestjs/common';
import { normalisePassword } from '@practika/password-policy';
import { decodeCursor, isUuid, type Page, toPage } from '@practika/database';
import { CredentialCache, credentialHash, type SessionPrincipal } from '@practika/identity';
import { DomainError, invalid, isOutage } from '@practika/problems';
import { UsersRepository } from '../accounts/users.repository.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import type { Client } from '../security-events/client.js';
import { SecurityEventsRepository } from '../security-events/security-events.repository.js';
import { AccountLimits } from '../throttling/account-limits.js';
import { Transactions } from '../transactions/transactions.js';
import { RevokingTransactions } from './revoking-transactions.js';
import type { Session } from './session.js';
import { SessionsRepository } from './sessions.repository.js';

/** A person's own sessions. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly revoking: RevokingTransactions,
    private readonly sessions: SessionsRepository,
    private readonly users: UsersRepository,
    private readonly hasher: PasswordHasher,
    private readonly limits: AccountLimits,
    private readonly cache: CredentialCache,
    private readonly events: SecurityEventsRepository,
  ) {}

  async list(caller: SessionPrincipal, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<Session>> {
    const before = query.cursor === undefined ? null : idCursor(query.cursor);
    const found = await this.sessions.list(this.transactions.reader, caller.userId, query.limit + 1, before);
    return toPage(found, query.limit, (session) => [session.id], (session) => session);
  }

  /** @throws not-found for a session that has ended or is somebody else's */
  async end(caller: SessionPrincipal, id: string, client: Client): Promise<void> {
    await this.revoking.run(caller.userId, async (tx, revocations) => {
      const hash = await this.sessions.revoke(tx, caller.userId, id);
      if (hash === null) throw new DomainError('not-found');
      revocations.add(caller.userId, [hash]);
      await this.events.record(tx, { type: id === caller.sessionId ? 'sign-out' : 'session.revoked', subjectId: caller.userId, actorId: caller.userId, client });
    });
  }

  async endOthers(caller: SessionPrincipal, client: Client): Promise<void> {
    await this.revoking.run(caller.userId, async (tx, revocations) => {
      revocations.add(caller.userId, await this.sessions.revokeAll(tx, caller.userId, caller.sessionId));
      await this.events.record(tx, { type: 'session.revoked', subjectId: caller.userId, actorId: caller.userId, client });
    });
  }

  /** @throws wrong-password, too-many-requests */
  async stepUp(caller: SessionPrincipal, rawToken: string, password: string, client: Client): Promise<void> {
    await this.limits.refuseGuessing(caller.userId);
    const user = await this.users.findWithHash(this.transactions.reader, caller.userId);
    const { matches } = await this.hasher.verify(user?.passwordHash ?? null, normalisePassword(password));
    // Again after the hash: of many guesses at once, those that waited for their turn see what the first ones used up.
    await this.limits.refuseGuessing(caller.userId);
    if (!matches) {
      await this.limits.confirmationFailed(caller.userId);
      await this.events.record(this.transactions.reader, { type: 'step-up', outcome: 'failure', subjectId: caller.userId, actorId: caller.userId, client });
      throw new DomainError('wrong-password');
    }
    const authenticatedAt = await this.transactions.run(async (tx) => {
      await this.events.record(tx, { type: 'step-up', subjectId: caller.userId, actorId: caller.userId, client });
      return this.sessions.confirm(tx, caller.sessionId);
    });
    if (authenticatedAt === null) throw new DomainError('unauthenticated');
    // Replaced, not dropped: a look-up that read the row a moment before would put the former time back.
    await this.cache.replace(credentialHash(rawToken), { ...caller, authenticatedAt }).catch((error: unknown) => {
      if (!isOutage(error)) throw error;
    });
  }
}

/** A cursor that is one id. */
export function idCursor(cursor: string): string {
  const [id] = decodeCursor(cursor, 1);
  if (typeof id !== 'string' || !isUuid(id)) throw invalid('?cursor', 'is not a cursor of this list');
  return id;
}

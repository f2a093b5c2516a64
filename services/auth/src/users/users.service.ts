import { Injectable } from '@nestjs/common';
import { type Page, toPage } from '@practika/database';
import { Outbox } from '@practika/events';
import type { Role } from '@practika/identity';
import { DomainError } from '@practika/problems';
import type { User, UserStatus } from '../accounts/user.js';
import { type UserFilter, UsersRepository } from '../accounts/users.repository.js';
import type { Client } from '../security-events/client.js';
import { SecurityEventsRepository } from '../security-events/security-events.repository.js';
import { type Revocations, RevokingTransactions } from '../sessions/revoking-transactions.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { idCursor } from '../sessions/sessions.service.js';
import { ApiTokensRepository } from '../tokens/api-tokens.repository.js';
import { type Tx, Transactions } from '../transactions/transactions.js';

export interface StandingPatch {
  readonly role?: Role | undefined;
  readonly status?: UserStatus | undefined;
}

/** Other people's accounts, for staff and administrators. */
@Injectable()
export class UsersService {
  constructor(
    private readonly transactions: Transactions,
    private readonly revoking: RevokingTransactions,
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly tokens: ApiTokensRepository,
    private readonly outbox: Outbox,
    private readonly events: SecurityEventsRepository,
  ) {}

  async list(filter: UserFilter, limit: number, cursor: string | undefined): Promise<Page<User>> {
    const before = cursor === undefined ? null : idCursor(cursor);
    return toPage(await this.users.list(this.transactions.reader, filter, limit + 1, before), limit, (user) => [user.id], (user) => user);
  }

  /** @throws not-found */
  async find(id: string): Promise<User> {
    const user = await this.users.find(this.transactions.reader, id);
    if (user === null) throw new DomainError('not-found');
    return user;
  }

  /**
   * Changes role or status and ends the person's sessions.
   *
   * @param check throws when the version is not the one that was read
   * @throws not-found, last-admin; forbidden when the caller is an administrator no longer
   */
  async update(callerId: string, id: string, patch: StandingPatch, check: (user: User) => void, client: Client): Promise<User> {
    return this.revoking.run(callerId, async (tx, revocations) => {
      // All administrators are locked before anybody changes: two who demote each other take turns, and the second sees the first's work.
      const admins = await this.users.lockActiveAdmins(tx);
      const user = await this.users.findForUpdate(tx, id);
      if (user === null) throw new DomainError('not-found');
      if (!admins.some((admin) => admin.id === callerId)) throw new DomainError('forbidden');
      check(user);
      const next = { role: patch.role ?? user.role, status: patch.status ?? user.status };
      if (next.role === user.role && next.status === user.status) return user;
      const staysAdmin = next.role === 'admin' && next.status === 'active';
      if (!staysAdmin && admins.length === 1 && admins[0]?.id === id) throw new DomainError('last-admin');
      const updated = await this.users.updateStanding(tx, id, next);
      await this.endSessions(tx, revocations, updated);
      await this.tell(tx, callerId, user, updated, client);
      return updated;
    });
  }

  /** Tokens stay, with the new role from this moment on; those of somebody who is blocked are refused. */
  private async endSessions(tx: Tx, revocations: Revocations, { id, role, status, leaving }: User): Promise<void> {
    revocations.add(id, await this.sessions.revokeAll(tx, id, null));
    const tokens = await this.tokens.live(tx, id);
    if (status !== 'active') revocations.add(id, tokens.map((token) => token.hash));
    else for (const token of tokens) revocations.renew(token.hash, { kind: 'token', tokenId: token.id, userId: id, role, leaving, scopes: token.scopes }, token.secondsLeft);
  }

  private async tell(tx: Tx, callerId: string, before: User, after: User, client: Client): Promise<void> {
    const about = { subject: `user/${after.id}`, data: { userId: after.id }, actor: { kind: 'admin', pseudonym: callerId } } as const;
    const concerns = { subjectId: after.id, actorId: callerId, client };
    if (after.role !== before.role) {
      await this.outbox.event(tx, 'practika.auth.role.changed.v1', about);
      await this.events.record(tx, { type: 'role.changed', ...concerns });
    }
    if (after.status !== before.status) {
      await this.outbox.event(tx, 'practika.auth.user.updated.v1', about);
      await this.events.record(tx, { type: 'status.changed', ...concerns });
    }
  }
}

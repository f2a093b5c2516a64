import { Injectable } from '@nestjs/common';
import { Outbox } from '@practika/events';
import { DomainError } from '@practika/problems';
import type { Client } from '../security-events/client.js';
import { SecurityEventsRepository } from '../security-events/security-events.repository.js';
import { Transactions } from '../transactions/transactions.js';
import type { User } from './user.js';
import { UserNamesRepository } from './user-names.repository.js';
import { UsersRepository } from './users.repository.js';

export interface ProfilePatch {
  readonly displayName?: string | undefined;
  readonly username?: string | undefined;
}

/** A person's own profile. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersRepository,
    private readonly names: UserNamesRepository,
    private readonly outbox: Outbox,
    private readonly events: SecurityEventsRepository,
  ) {}

  async find(userId: string): Promise<User> {
    const user = await this.users.find(this.transactions.reader, userId);
    // The account went while its session was still cached.
    if (user === null) throw new DomainError('unauthenticated');
    return user;
  }

  /**
   * @param check throws when the version is not the one that was read
   * @throws username-taken
   */
  async update(userId: string, patch: ProfilePatch, check: (user: User) => void, client: Client): Promise<User> {
    return this.transactions.run(async (tx) => {
      // The name's lock comes before the person's row, as everywhere: two orders would deadlock.
      if (patch.username !== undefined) await this.names.claim(tx, patch.username, { userId, emailKey: null });
      const user = await this.users.findForUpdate(tx, userId);
      if (user === null) throw new DomainError('unauthenticated');
      check(user);
      const next = { username: patch.username ?? user.username, displayName: patch.displayName ?? user.displayName };
      if (next.username === user.username && next.displayName === user.displayName) return user;
      const updated = await this.users.updateProfile(tx, userId, next);
      await this.outbox.event(tx, 'practika.auth.user.updated.v1', { subject: `user/${userId}`, data: { userId }, actor: { kind: 'user', pseudonym: userId } });
      await this.events.record(tx, { type: 'profile.updated', subjectId: userId, actorId: userId, client });
      return updated;
    });
  }
}

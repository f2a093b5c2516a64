import { uuidv7 } from '@practika/database';
import type { Outbox } from '@practika/events';
import type { Role } from '@practika/identity';
import { DomainError } from '@practika/problems';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import type { PasswordPolicy } from '../passwords/password-policy.js';
import type { SecurityEventsRepository } from '../security-events/security-events.repository.js';
import type { Transactions } from '../transactions/transactions.js';
import type { UserNamesRepository } from './user-names.repository.js';
import type { UsersRepository } from './users.repository.js';

export interface AccountRequest {
  readonly email: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly password: string;
}

/** Accounts made by the operator at the command line: verified, since whoever runs the command vouches for the address. */
export class AccountCreation {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersRepository,
    private readonly names: UserNamesRepository,
    private readonly policy: PasswordPolicy,
    private readonly hasher: PasswordHasher,
    private readonly outbox: Outbox,
    private readonly events: SecurityEventsRepository,
  ) {}

  /**
   * @returns the new person's id
   * @throws validation-failed at `/password`, username-taken, conflict for an address that has an account
   */
  async create(request: AccountRequest): Promise<string> {
    const password = this.policy.accept('/password', request.password, request);
    const passwordHash = await this.hasher.hash(password);
    return this.transactions.run(async (tx) => {
      await this.names.claim(tx, request.username, { userId: null, emailKey: null });
      const id = uuidv7();
      if (!(await this.users.insert(tx, { id, ...request, passwordHash }))) throw new DomainError('conflict', { detail: 'There is an account with this address already.' });
      const about = { subject: `user/${id}`, data: { userId: id }, actor: { kind: 'service', pseudonym: 'auth' } } as const;
      await this.outbox.event(tx, 'practika.auth.user.registered.v1', about);
      await this.outbox.event(tx, 'practika.auth.user.verified.v1', about);
      await this.events.record(tx, { type: 'account.created', subjectId: id, actorId: null, client: null });
      return id;
    });
  }

  /** Gives an account that exists a new password, for a development stack that lost the former one. */
  async resetPassword(userId: string, password: string): Promise<void> {
    const passwordHash = await this.hasher.hash(password);
    await this.transactions.run((tx) => this.users.setPassword(tx, userId, passwordHash));
  }

  async findByAddress(email: string): Promise<{ readonly id: string; readonly role: Role } | null> {
    return this.users.findByAddress(this.transactions.reader, email);
  }
}

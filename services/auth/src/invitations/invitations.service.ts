import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@practika/database';
import { Outbox } from '@practika/events';
import { credentialHash, isStaff, type Principal, type Role } from '@practika/identity';
import { DomainError } from '@practika/problems';
import { SignUpsRepository } from '../accounts/sign-ups.repository.js';
import type { User } from '../accounts/user.js';
import { UserNamesRepository } from '../accounts/user-names.repository.js';
import { UsersRepository } from '../accounts/users.repository.js';
import { LinkTokens } from '../mail/link-tokens.js';
import { MailOutbox } from '../mail/mail-outbox.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { PasswordPolicy } from '../passwords/password-policy.js';
import type { Client } from '../security-events/client.js';
import { SecurityEventsRepository } from '../security-events/security-events.repository.js';
import { Transactions } from '../transactions/transactions.js';
import { type Invitation, InvitationsRepository } from './invitations.repository.js';

@Injectable()
export class InvitationsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly invitations: InvitationsRepository,
    private readonly users: UsersRepository,
    private readonly signUps: SignUpsRepository,
    private readonly names: UserNamesRepository,
    private readonly policy: PasswordPolicy,
    private readonly hasher: PasswordHasher,
    private readonly links: LinkTokens,
    private readonly mails: MailOutbox,
    private readonly outbox: Outbox,
    private readonly events: SecurityEventsRepository,
  ) {}

  /**
   * @param id the same one when the request is tried again
   * @throws forbidden for a role that the caller may not give; conflict for an address that has an account (staff read the list anyway)
   */
  async create(caller: Principal, id: string, wanted: { readonly email: string; readonly role: Role }, client: Client): Promise<Invitation> {
    if (isStaff(wanted.role) && caller.role !== 'admin') throw new DomainError('forbidden', { detail: 'Only administrators invite staff and administrators.' });
    return this.transactions.run(async (tx) => {
      const made = await this.invitations.find(tx, caller.userId, id);
      if (made !== null) return made;
      if ((await this.users.findByAddress(tx, wanted.email)) !== null) throw new DomainError('conflict', { detail: 'This address has an account already.' });
      await this.invitations.closeOpen(tx, wanted.email);
      const link = this.links.issue();
      const invitation = await this.invitations.insert(tx, { id, ownerId: caller.userId, ...wanted, tokenHash: link.tokenHash });
      await this.mails.add(tx, link, { kind: 'invitation', ownerId: null, address: wanted.email, variables: { role: wanted.role } });
      await this.events.record(tx, { type: 'invitation.created', subjectId: caller.userId, actorId: caller.userId, client });
      return invitation;
    });
  }

  /** @throws gone; validation-failed at `/password` and username-taken, which leave the link usable */
  async accept(token: string, wanted: { readonly username: string; readonly password: string }, client: Client): Promise<User> {
    const invitation = await this.invitations.findOpen(this.transactions.reader, credentialHash(token));
    if (invitation === null) throw new DomainError('gone');
    const { email, role } = invitation;
    const displayName = wanted.username;
    const passwordHash = await this.hasher.hash(this.policy.accept('/password', wanted.password, { email, username: wanted.username, displayName }));
    return this.transactions.run(async (tx) => {
      await this.names.claim(tx, wanted.username, { userId: null, emailKey: null });
      if (!(await this.invitations.close(tx, invitation.id))) throw new DomainError('gone');
      await this.signUps.forget(tx, email);
      const id = uuidv7();
      // Its owner signed up meanwhile: the invitation has nothing left to give.
      if (!(await this.users.insert(tx, { id, email, username: wanted.username, displayName, role, passwordHash }))) throw new DomainError('gone');
      const about = { subject: `user/${id}`, data: { userId: id }, actor: { kind: 'user', pseudonym: id } } as const;
      await this.outbox.event(tx, 'practika.auth.user.registered.v1', about);
      await this.outbox.event(tx, 'practika.auth.user.verified.v1', about);
      await this.events.record(tx, { type: 'invitation.accepted', subjectId: id, actorId: id, client });
      const user = await this.users.find(tx, id);
      if (user === null) throw new Error('the person was inserted a moment ago');
      return user;
    });
  }
}

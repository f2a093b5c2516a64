import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@practika/database';
import { LinkTokens } from '../mail/link-tokens.js';
import { MailOutbox } from '../mail/mail-outbox.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { PasswordPolicy } from '../passwords/password-policy.js';
import type { Client } from '../security-events/client.js';
import { SecurityEventsRepository } from '../security-events/security-events.repository.js';
import { AccountLimits } from '../throttling/account-limits.js';
import { Transactions } from '../transactions/transactions.js';
import { emailKey } from './email-address.js';
import { SignUpsRepository } from './sign-ups.repository.js';
import { UserNamesRepository } from './user-names.repository.js';
import { UsersRepository } from './users.repository.js';

export interface SignUpRequest {
  readonly email: string;
  readonly username: string;
  readonly displayName: string;
  readonly password: string;
}

/**
 * Sign-up tells nobody whether an address has an account. Both cases run the same statements with other values: a
 * sign-up row that holds the user name, a mail, a security event. Only the mail's text differs, and its owner reads that.
 */
@Injectable()
export class SignUpService {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersRepository,
    private readonly signUps: SignUpsRepository,
    private readonly names: UserNamesRepository,
    private readonly policy: PasswordPolicy,
    private readonly hasher: PasswordHasher,
    private readonly links: LinkTokens,
    private readonly mails: MailOutbox,
    private readonly limits: AccountLimits,
    private readonly events: SecurityEventsRepository,
  ) {}

  /** @throws validation-failed at `/password`, username-taken */
  async signUp(request: SignUpRequest, client: Client): Promise<void> {
    const password = this.policy.accept('/password', request.password, request);
    const mayMail = await this.limits.takeMail('sign-up', request.email);
    const passwordHash = await this.hasher.hash(password);
    await this.transactions.run(async (tx) => {
      await this.names.claim(tx, request.username, { userId: null, emailKey: emailKey(request.email) });
      const known = await this.users.findByAddress(tx, request.email);
      const ownerId = uuidv7();
      const link = this.links.issue();
      await this.signUps.replace(tx, { ownerId, ...request, passwordHash }, link.tokenHash, !mayMail);
      await this.mails.add(tx, link, {
        kind: !mayMail ? 'suppressed' : known === null ? 'verify-email' : 'have-account',
        ownerId: known?.id ?? ownerId, address: request.email,
        variables: { displayName: known?.displayName ?? request.displayName, username: known?.username ?? request.username },
      });
      await this.events.record(tx, { type: 'sign-up', subjectId: known?.id ?? ownerId, actorId: null, client });
    });
  }

  async resend(email: string, client: Client): Promise<void> {
    const mayMail = await this.limits.takeMail('resend', email);
    await this.transactions.run(async (tx) => {
      const link = this.links.issue();
      const waiting = await this.signUps.renewLink(tx, email, link.tokenHash, !mayMail);
      await this.mails.add(tx, link, {
        kind: waiting === null ? 'suppressed' : 'verify-email', ownerId: waiting?.ownerId ?? null, address: email,
        variables: { displayName: waiting?.displayName ?? '', username: waiting?.username ?? '' },
      });
      await this.events.record(tx, { type: 'sign-up', subjectId: waiting?.ownerId ?? null, actorId: null, client });
    });
  }
}

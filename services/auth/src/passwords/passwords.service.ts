import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@practika/database';
import { credentialHash, type SessionPrincipal } from '@practika/identity';
import { normalisePassword } from '@practika/password-policy';
import { DomainError } from '@practika/problems';
import { UsersRepository } from '../accounts/users.repository.js';
import { LinkTokens } from '../mail/link-tokens.js';
import { MailOutbox } from '../mail/mail-outbox.js';
import type { Client } from '../security-events/client.js';
import { SecurityEventsRepository } from '../security-events/security-events.repository.js';
import { RevokingTransactions } from '../sessions/revoking-transactions.js';
import { AccountLimits } from '../throttling/account-limits.js';
import { Transactions } from '../transactions/transactions.js';
import { PasswordHasher } from './password-hasher.js';
import { PasswordPolicy } from './password-policy.js';
import { PasswordReplacement } from './password-replacement.js';
import { PasswordResetsRepository } from './password-resets.repository.js';

@Injectable()
export class PasswordsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly revoking: RevokingTransactions,
    private readonly users: UsersRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly replacement: PasswordReplacement,
    private readonly policy: PasswordPolicy,
    private readonly hasher: PasswordHasher,
    private readonly links: LinkTokens,
    private readonly mails: MailOutbox,
    private readonly limits: AccountLimits,
    private readonly events: SecurityEventsRepository,
  ) {}

  /** Tells nobody whether the address has an account: both cases write a link, a mail row and an event. */
  async forgot(email: string, client: Client): Promise<void> {
    const mayMail = await this.limits.takeMail('forgot', email);
    await this.transactions.run(async (tx) => {
      const user = await this.users.findByAddress(tx, email);
      const goesOut = user !== null && user.status === 'active' && mayMail;
      const link = this.links.issue();
      await this.resets.insert(tx, goesOut ? user.id : uuidv7(), link.tokenHash);
      await this.mails.add(tx, link, {
        kind: goesOut ? 'reset-password' : 'suppressed', ownerId: user?.id ?? null, address: email, variables: { displayName: user?.displayName ?? '', username: user?.username ?? '' },
      });
      await this.events.record(tx, { type: 'password.reset-requested', subjectId: user?.id ?? null, actorId: null, client });
    });
  }

  /** @throws gone; validation-failed at `/password`, which leaves the link usable */
  async reset(token: string, newPassword: string, client: Client): Promise<void> {
    const tokenHash = credentialHash(token);
    const ownerId = await this.resets.findOwner(this.transactions.reader, tokenHash);
    const user = ownerId === null ? null : await this.users.find(this.transactions.reader, ownerId);
    if (user === null) throw new DomainError('gone');
    const passwordHash = await this.hasher.hash(this.policy.accept('/password', newPassword, user));
    await this.revoking.run(user.id, async (tx, revocations) => {
      if (!(await this.resets.use(tx, tokenHash))) throw new DomainError('gone');
      await this.replacement.replace(tx, revocations, user, passwordHash, { sessionId: null, deviceHash: null });
      await this.events.record(tx, { type: 'password.reset', subjectId: user.id, actorId: user.id, client });
    });
  }

  /** @throws validation-failed at `/newPassword`, wrong-password, too-many-requests */
  async change(caller: SessionPrincipal, passwords: { readonly current: string; readonly next: string }, deviceToken: string | null, client: Client): Promise<void> {
    const user = await this.users.findWithHash(this.transactions.reader, caller.userId);
    if (user === null) throw new DomainError('unauthenticated');
    const next = this.policy.accept('/newPassword', passwords.next, user);
    await this.limits.refuseGuessing(user.id);
    const { matches } = await this.hasher.verify(user.passwordHash, normalisePassword(passwords.current));
    // Again after the hash, as at sign-in: many guesses at once must not all count as the first.
    await this.limits.refuseGuessing(user.id);
    if (!matches) {
      await this.limits.confirmationFailed(user.id);
      await this.events.record(this.transactions.reader, { type: 'password.changed', outcome: 'failure', subjectId: user.id, actorId: user.id, client });
      throw new DomainError('wrong-password');
    }
    const passwordHash = await this.hasher.hash(next);
    await this.revoking.run(user.id, async (tx, revocations) => {
      // Of two changes at once the second knows only a former password by now.
      if (!(await this.users.holdPassword(tx, user.id, user.passwordHash))) throw new DomainError('wrong-password');
      await this.replacement.replace(tx, revocations, user, passwordHash, { sessionId: caller.sessionId, deviceHash: deviceToken === null ? null : credentialHash(deviceToken) });
      await this.events.record(tx, { type: 'password.changed', subjectId: user.id, actorId: user.id, client });
    });
  }
}

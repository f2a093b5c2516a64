import { Injectable } from '@nestjs/common';
import { Outbox } from '@practika/events';
import { credentialHash } from '@practika/identity';
import { DomainError } from '@practika/problems';
import type { Client } from '../security-events/client.js';
import { SecurityEventsRepository } from '../security-events/security-events.repository.js';
import { Transactions } from '../transactions/transactions.js';
import { SignUpsRepository } from './sign-ups.repository.js';
import { UsersRepository } from './users.repository.js';

/** Turns a sign-up into a person. */
@Injectable()
export class VerificationService {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersRepository,
    private readonly signUps: SignUpsRepository,
    private readonly outbox: Outbox,
    private readonly events: SecurityEventsRepository,
  ) {}

  /** @throws gone for a link that is unknown, used, replaced by a later one, or past its 24 hours */
  async verify(token: string, client: Client): Promise<void> {
    await this.transactions.run(async (tx) => {
      const signUp = await this.signUps.take(tx, credentialHash(token));
      if (signUp === null) throw new DomainError('gone');
      const { ownerId: id } = signUp;
      // An invitation to the same address may have been accepted meanwhile.
      if (!(await this.users.insert(tx, { id, ...signUp, role: 'student' }))) throw new DomainError('gone');
      const about = { subject: `user/${id}`, data: { userId: id }, actor: { kind: 'user', pseudonym: id } } as const;
      await this.outbox.event(tx, 'practika.auth.user.registered.v1', about);
      await this.outbox.event(tx, 'practika.auth.user.verified.v1', about);
      await this.events.record(tx, { type: 'email.verified', subjectId: id, actorId: id, client });
    });
  }
}

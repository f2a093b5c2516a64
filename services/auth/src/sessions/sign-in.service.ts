import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@practika/database';
import { credentialHash, csrfTokenFor } from '@practika/identity';
import { counter } from '@practika/observability';
import { normalisePassword } from '@practika/password-policy';
import { DomainError } from '@practika/problems';
import { emailKey } from '../accounts/email-address.js';
import type { User } from '../accounts/user.js';
import { UsersRepository, type UserWithHash } from '../accounts/users.repository.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import type { Client } from '../security-events/client.js';
import { SecurityEventsRepository } from '../security-events/security-events.repository.js';
import { SignInGate } from '../throttling/sign-in-gate.js';
import { Transactions } from '../transactions/transactions.js';
import { KnownDevicesRepository } from './known-devices.repository.js';
import { RevokingTransactions } from './revoking-transactions.js';
import { idleSeconds, newSecret } from './session.js';
import { SessionsRepository } from './sessions.repository.js';

export interface SignInRequest {
  readonly identifier: string;
  readonly password: string;
  readonly client: Client;
  /** From the device cookie. */
  readonly deviceToken: string | null;
  /** From the session cookie: the session that this one replaces. */
  readonly formerToken: string | null;
}

export interface SignedIn {
  readonly user: User;
  readonly sessionId: string;
  readonly sessionToken: string;
  readonly deviceToken: string;
  readonly csrfToken: string;
  readonly expiresAt: Date;
}

const signIns = counter('practika_sign_ins_total', 'Sign-ins by outcome', ['outcome']);

/** Wrong password, unknown, unverified, blocked and locked are one answer after the same work. */
@Injectable()
export class SignInService {
  constructor(
    private readonly transactions: Transactions,
    private readonly revoking: RevokingTransactions,
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly devices: KnownDevicesRepository,
    private readonly hasher: PasswordHasher,
    private readonly gate: SignInGate,
    private readonly events: SecurityEventsRepository,
  ) {}

  /** @throws sign-in-failed; too-many-requests for a network that guesses */
  async signIn(request: SignInRequest): Promise<SignedIn> {
    const { reader } = this.transactions;
    const found = await this.users.findByIdentifier(reader, request.identifier);
    const deviceHash = request.deviceToken === null ? null : credentialHash(request.deviceToken);
    const known = deviceHash !== null && (await this.devices.isKnown(reader, found?.id ?? null, deviceHash));
    const attempt = await this.gate.open({
      account: found?.id ?? credentialHash(emailKey(request.identifier)), deviceHash: known ? deviceHash : null, ipPrefix: request.client.ipPrefix,
    });
    const password = normalisePassword(request.password);
    const { matches, outdated } = await this.hasher.verify(found?.passwordHash ?? null, password);
    // Asked after the hash: of many guesses at once, those that waited for their turn see the block that the first ones caused.
    const blocked = await attempt.isBlocked();
    if (found === null || found.status !== 'active' || !matches || blocked) {
      await this.events.record(reader, { type: 'sign-in', outcome: 'failure', subjectId: found?.id ?? null, actorId: null, client: request.client });
      await attempt.failed();
      signIns.inc({ outcome: blocked ? 'throttled' : 'failed' });
      throw new DomainError('sign-in-failed');
    }
    return this.open(found, request, known, outdated ? await this.hasher.hash(password) : null);
  }

  private async open(user: UserWithHash, request: SignInRequest, known: boolean, newHash: string | null): Promise<SignedIn> {
    const sessionToken = newSecret();
    const deviceToken = known && request.deviceToken !== null ? request.deviceToken : newSecret();
    return this.revoking.run(user.id, async (tx, revocations) => {
      if (!(await this.users.holdPassword(tx, user.id, user.passwordHash))) throw new DomainError('sign-in-failed');
      if (newHash !== null) await this.users.rehash(tx, user.id, user.passwordHash, newHash);
      if (request.formerToken !== null) {
        const formerHash = credentialHash(request.formerToken);
        const formerOwner = await this.sessions.revokeByHash(tx, formerHash);
        if (formerOwner !== null) revocations.add(formerOwner, [formerHash]);
      }
      const session = await this.sessions.insert(tx, {
        id: uuidv7(), ownerId: user.id, tokenHash: credentialHash(sessionToken), ...request.client, idleSeconds: idleSeconds(user.role),
      });
      await this.devices.remember(tx, user.id, credentialHash(deviceToken));
      await this.events.record(tx, { type: 'sign-in', subjectId: user.id, actorId: user.id, client: request.client });
      signIns.inc({ outcome: 'succeeded' });
      return { user, sessionId: session.id, sessionToken, deviceToken, csrfToken: csrfTokenFor(sessionToken), expiresAt: session.expiresAt };
    });
  }
}

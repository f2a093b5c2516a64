import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { IdempotencyRepository } from '@practika/database';
import { logger } from '@practika/observability';
import { SignUpsRepository } from './accounts/sign-ups.repository.js';
import { InvitationsRepository } from './invitations/invitations.repository.js';
import { MailsRepository } from './mail/mails.repository.js';
import { PasswordResetsRepository } from './passwords/password-resets.repository.js';
import { KnownDevicesRepository } from './sessions/known-devices.repository.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { Transactions } from './transactions/transactions.js';

/** Milliseconds. What is purged has been without effect since its end, so that the hour does not matter. */
const EVERY = 60 * 60 * 1_000;
const log = logger('housekeeping');

/** Deletes rows that have ended. Safe in several workers at once: each deletes what it finds. */
@Injectable()
export class HousekeepingService implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly transactions: Transactions,
    private readonly signUps: SignUpsRepository,
    private readonly sessions: SessionsRepository,
    private readonly devices: KnownDevicesRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly invitations: InvitationsRepository,
    private readonly mails: MailsRepository,
    private readonly idempotency: IdempotencyRepository,
  ) {}

  onApplicationBootstrap(): void {
    const tidy = (): void => {
      // An outage costs one round: the next one finds the same rows.
      this.tidy().catch((error: unknown) => log.warn({ err: error }, 'housekeeping did not finish'));
    };
    this.timer = setInterval(tidy, EVERY);
    this.timer.unref();
    tidy();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async tidy(): Promise<void> {
    const { reader } = this.transactions;
    await this.signUps.purge(reader);
    await this.sessions.purge(reader);
    await this.devices.purge(reader);
    await this.resets.purge(reader);
    await this.invitations.purge(reader);
    await this.mails.purge(reader);
    await this.idempotency.purge();
  }
}

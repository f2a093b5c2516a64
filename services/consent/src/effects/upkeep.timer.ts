import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { IdempotencyRepository } from '@practika/database';
import { throttledErrorLog } from '@practika/observability';
import { ConsentLedger } from '../consents/consent-ledger.repository.js';
import { ConsentsService } from '../consents/consents.service.js';
import { GatesRepository } from '../gates/gates.repository.js';
import { WithdrawalEffects } from './withdrawal-effects.service.js';

/** Milliseconds. */
const EVERY = 5_000;
const complain = throttledErrorLog('upkeep');

/** What consent does without being asked: finish withdrawals, end consents whose time is over, clear old permits. */
@Injectable()
export class UpkeepTimer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly effects: WithdrawalEffects,
    private readonly ledger: ConsentLedger,
    private readonly consents: ConsentsService,
    private readonly gates: GatesRepository,
    private readonly idempotency: IdempotencyRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** One round. Safe in several workers at once. Each part stands alone: one row that fails for ever must not hold up withdrawals. */
  async round(): Promise<void> {
    await this.part(() => this.effects.retryDue());
    await this.part(async () => {
      for (const at of await this.ledger.expired(100)) await this.part(() => this.consents.expire(at));
    });
    await this.part(() => this.gates.clearEnded());
    await this.part(() => this.idempotency.purge());
  }

  private async part(work: () => Promise<unknown>): Promise<void> {
    if (!this.stopped) await work().catch(complain);
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      // An outage costs one round: the next one finds the same rows.
      this.running = this.round().catch(complain).finally(() => this.schedule());
    }, EVERY);
  }
}

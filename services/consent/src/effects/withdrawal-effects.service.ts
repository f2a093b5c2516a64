import { Injectable } from '@nestjs/common';
import { InternalCallError, isPeerOutage } from '@practika/identity';
import { logger } from '@practika/observability';
import { DomainError } from '@practika/problems';
import { PURPOSE_TABLE } from '../notices/purposes.js';
import { EffectsRepository, type OpenEffect } from './effects.repository.js';
import { WithdrawalNews } from './withdrawal-news.js';

const log = logger('effects');
/** Milliseconds between looks at the open permits: most are given back within a few. */
const LOOK = 20;

/**
 * Makes a recorded withdrawal effective. From its commit on the gate refuses; what is left is work that holds a permit
 * from before (it ends by itself within five seconds) and the services that act on the purpose.
 */
@Injectable()
export class WithdrawalEffects {
  constructor(
    private readonly effects: EffectsRepository,
    private readonly news: WithdrawalNews,
  ) {}

  /** For the request that withdrew. @throws unavailable, in words that say what holds already */
  async complete(recordId: string): Promise<void> {
    try {
      const effect = await this.effects.open(recordId);
      if (effect !== null) await this.carryOut(effect);
    } catch (cause) {
      if (!isPeerOutage(cause) && !(cause instanceof InternalCallError)) throw cause;
      throw new DomainError('unavailable', {
        detail: 'Your withdrawal is recorded and nothing new will be started, but it is not yet effective everywhere. It is being carried on; repeat the request to see whether it is done.',
        retryAfter: 5, cause,
      });
    }
  }

  /** For the timer: finishes what requests left open. Gives how many it finished. */
  async retryDue(limit = 20): Promise<number> {
    let finished = 0;
    for (const effect of await this.effects.claimDue(limit)) {
      try {
        await this.carryOut(effect);
        finished += 1;
      } catch (error) {
        // The row stays due: the next round tries again.
        log.warn({ err: error, recordId: effect.recordId }, 'a withdrawal is not yet effective everywhere');
      }
    }
    return finished;
  }

  /** In this order: what a permit's holder still commits is there when media acts, and is undone with the rest. */
  private async carryOut(effect: OpenEffect): Promise<void> {
    for (let left = await this.effects.openPermitsFor(effect); left > 0; left = await this.effects.openPermitsFor(effect)) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(left, LOOK)));
    }
    for (const service of PURPOSE_TABLE[effect.purpose].toldTo) await this.news.tell(service, effect);
    await this.effects.settle(effect.recordId);
  }
}

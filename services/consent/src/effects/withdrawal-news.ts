import type { ToldService } from '../notices/purposes.js';
import type { OpenEffect } from './effects.repository.js';

/** Tells another service of a withdrawal. */
export abstract class WithdrawalNews {
  /** Resolves when the service has acted on it. Telling it twice does nothing more. @throws when it has not */
  abstract tell(service: ToldService, effect: OpenEffect): Promise<void>;
}

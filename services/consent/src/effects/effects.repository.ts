import type { Purpose } from '../notices/purposes.js';

/** A withdrawal that is recorded and not yet effective everywhere. */
export interface OpenEffect {
  readonly recordId: string;
  readonly subjectId: string;
  readonly purpose: Purpose;
  readonly recipient: string | null;
  readonly epoch: number;
}

export abstract class EffectsRepository {
  /** null: it is effective, or there never was one. */
  abstract open(recordId: string): Promise<OpenEffect | null>;
  /** Milliseconds, by the database's clock, until the last permit taken before the withdrawal ends; 0: none is open. */
  abstract openPermitsFor(effect: OpenEffect): Promise<number>;
  abstract settle(recordId: string): Promise<void>;
  /** Claims those that are due, so that two workers do not tell the same; each is due again later, with growing gaps. */
  abstract claimDue(limit: number): Promise<readonly OpenEffect[]>;
}

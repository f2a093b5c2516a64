import type { Tx } from './typeorm-transactions.repository.js';

export type { Tx };

/** Lets services decide what is one transaction, and repositories hold single statements. */
export abstract class Transactions {
  /** For statements that stand alone. */
  abstract get reader(): Tx;
  abstract run<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

import type { StoredLink } from './chain-check.js';

export interface ChainHead {
  readonly principalId: string;
  readonly records: number;
  readonly lastHash: string;
}

/** Reads the whole ledger, a part at a time. */
export abstract class LedgerCheckRepository {
  /** Records in order of chain and position; of one person when said. */
  abstract links(subjectId: string | null): AsyncIterable<StoredLink>;
  abstract heads(subjectId: string | null): AsyncIterable<ChainHead>;
  /** Ids of records that a state names although it is not what that record, the newest of its switch, says. */
  abstract strayStates(subjectId: string | null): Promise<readonly string[]>;
  abstract knows(subjectId: string): Promise<boolean>;
}

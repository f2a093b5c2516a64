import type { ReferenceKind } from './media.client.js';

export interface AssetReference {
  readonly referenceId: string;
  readonly assetId: string;
}

/**
 * The ledger of marks at media: `pending` before the mark is made, `held` from the transaction that inserts what uses the
 * asset, `releasing` from the one that stops using it. Each use has a reference id of its own, so that taking an old
 * mark back can never hit a new one.
 */
export abstract class AssetReferencesRepository {
  abstract begin(reference: AssetReference, kind: ReferenceKind, ownerId: string): Promise<void>;
  /** What was begun is not going to be used. */
  abstract giveUp(reference: AssetReference, kind: ReferenceKind): Promise<void>;
  /** Turns `pending` older than five minutes into `releasing`; gives the number. Whoever still works on one then fails. */
  abstract expirePending(): Promise<number>;
  /** Takes up to `limit` marks that are due to be taken back, and lets nobody else have them for a minute. */
  abstract takeDue(limit: number): Promise<readonly AssetReference[]>;
  abstract forget(referenceId: string): Promise<void>;
}

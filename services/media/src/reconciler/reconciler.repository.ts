/**
 * Picks up what nobody moves any more. Every method takes at most `limit` rows, moves each in a transaction of its own
 * and gives the number; all are safe beside living workers, since what they hold is under a lease.
 */
export abstract class ReconcilerRepository {
  /** Runs `work` unless another process is at the same; false then. */
  abstract alone(what: 'rows' | 'uploads', work: () => Promise<void>): Promise<boolean>;
  /** Work that no worker has taken up: its job is sent again. */
  abstract wakeWaiting(limit: number): Promise<number>;
  /** Leases that ended: a new attempt, or the exit when too many workers died over the asset. */
  abstract takeOverDead(limit: number): Promise<number>;
  /** What the life-cycle table says for each state at its deadline. */
  abstract passDeadlines(limit: number): Promise<number>;
  /** Withdrawn renditions whose objects are still there after a minute. */
  abstract resendRenditionDeletions(limit: number): Promise<number>;
  /** Assets by state, and the age in seconds of the one that is longest in it. */
  abstract backlog(): Promise<readonly { readonly state: string; readonly count: number; readonly oldest: number }[]>;
}

export const APPROVALS_NEEDED = 2;

export interface Review {
  readonly assetId: string;
  readonly reviewerId: string;
  readonly reason: string;
}

export interface Approval {
  readonly assetId: string;
  readonly reviewerId: string;
  readonly at: Date;
  readonly reason: string;
}

/** Decisions on what lies in quarantine. Each is kept with who made it and why. */
export abstract class QuarantineRepository {
  /** The approvals of these videos' present stay in quarantine, oldest first. */
  abstract approvals(assetIds: readonly string[]): Promise<readonly Approval[]>;
  /** Adds an approval; with the last one needed the asset goes back to `checking`. Null when it is not in quarantine. */
  abstract approve(review: Review): Promise<{ readonly approvals: number; readonly repeated: boolean } | null>;
  /** quarantined → rejected. False when it is not in quarantine. */
  abstract reject(review: Review): Promise<boolean>;
}

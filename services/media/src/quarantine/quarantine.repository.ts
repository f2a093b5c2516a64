export const APPROVALS_NEEDED = 2;

export interface Review {
  readonly assetId: string;
  readonly reviewerId: string;
  readonly reason: string;
}

/** Decisions on what lies in quarantine. Each is kept with who made it and why. */
export abstract class QuarantineRepository {
  /** Adds an approval; with the last one needed the asset goes back to `checking`. Null when it is not in quarantine. */
  abstract approve(review: Review): Promise<{ readonly approvals: number; readonly repeated: boolean } | null>;
  /** quarantined → rejected. False when it is not in quarantine. */
  abstract reject(review: Review): Promise<boolean>;
}

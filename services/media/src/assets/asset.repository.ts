import type { Verdict } from './verdict.js';

export type { ScanOutcome, Verdict } from './verdict.js';

/** Exactly one version of one object. */
export interface AssetObject {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
}

/** Why an asset is where it is: `code` for programs, `text` in words for its owner. */
export interface Reason {
  readonly code: string;
  readonly text: string;
}

/** An asset that this worker holds until its lease ends. All writes are fenced by `attempt` and `leaseToken`. */
export interface ClaimedAsset {
  readonly id: string;
  readonly ownerId: string;
  readonly attempt: number;
  readonly leaseToken: string;
  readonly declaredContentType: string;
  /** Bytes. */
  readonly declaredSize: number;
  readonly declaredSha256: string | null;
  /** Lower-case hex; null before the check. */
  readonly sha256: string | null;
  /** Where the original lies now: uploads, quarantine (after a release) or media (after promotion). */
  readonly object: AssetObject;
  readonly releasedFromQuarantine: boolean;
}

export interface CheckFacts {
  readonly sha256: string;
  readonly size: number;
  /** Content type of the container found in the bytes. */
  readonly detectedContainer: string;
  readonly durationMs: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly frameRate: number | null;
}

export interface Rendition {
  /** `web`, `poster`. */
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly sha256: string;
  readonly object: AssetObject;
}

export interface DeletionTarget {
  readonly id: string;
  readonly ownerId: string;
  /** Renditions that have to go, each by its version. */
  readonly renditions: readonly AssetObject[];
  /** Where the original lies; null before the upload is complete. Listing all versions below it is the caller's. */
  readonly original: AssetObject | null;
  /** Multipart uploads that may still be open in the store. */
  readonly openUploads: readonly { readonly bucket: string; readonly key: string; readonly storeUploadId: string }[];
}

/**
 * The workers' side of the assets table. Every write is compare-and-set on state, attempt and lease token, and carries
 * its history row and its events in the same transaction. `false` or null: somebody else was faster or the row moved on,
 * so the caller discards its own result.
 */
export abstract class AssetRepository {
  /** CAS from `from` to `to` with a new lease; null when the row is not there, past, leased by a living worker or of another attempt. */
  abstract claim(
    assetId: string, attempt: number,
    from: 'uploaded' | 'checking' | 'scanning' | 'processing', to: 'checking' | 'scanning' | 'processing', leaseSeconds: number,
  ): Promise<ClaimedAsset | null>;

  /** Lengthens the lease; false when it was lost. `progress` in bytes. */
  abstract heartbeat(a: ClaimedAsset, leaseSeconds: number, progress?: { done: number; total: number }): Promise<boolean>;

  /**
   * Gives the lease back so that a retry can claim at once. An orderly return is no death: it does not count against the
   * asset. For failures that are not the file's (the store is slow, the process stops).
   */
  abstract release(a: ClaimedAsset): Promise<boolean>;

  /** A try that came to nothing and may be the file's fault: counts against the asset and gives the lease back. The last one permitted takes the exit of its stage. */
  abstract stumbled(a: ClaimedAsset): Promise<boolean>;

  /** → scanning, and a ScanJob. */
  abstract checked(a: ClaimedAsset, facts: CheckFacts): Promise<boolean>;

  /** → rejected. */
  abstract rejected(a: ClaimedAsset, reason: Reason): Promise<boolean>;

  /** → processing (and a ProcessJob), or consent_hold when the owner has withdrawn. Throws for a verdict that does not promote. */
  abstract scanned(a: ClaimedAsset, verdict: Verdict, promoted: AssetObject): Promise<boolean>;

  /** → quarantined. `moved`: where the original lies from now on. */
  abstract quarantined(a: ClaimedAsset, reason: Reason, verdict: Verdict | null, moved: AssetObject): Promise<boolean>;

  /** Stays scanning, consumes no attempt, gives the lease back; the reconciler tries again. */
  abstract scanBlocked(a: ClaimedAsset, reason: 'scanner_down' | 'signatures_stale', verdict: Verdict): Promise<boolean>;

  /** A scan that came to nothing: keeps the verdict, counts against the asset and gives the lease back. The fifth one quarantines it. */
  abstract recordAttempt(a: ClaimedAsset, verdict: Verdict): Promise<boolean>;

  /** → ready. */
  abstract processed(a: ClaimedAsset, renditions: readonly Rendition[], permit: { permitId: string; recordId: string | null }): Promise<boolean>;

  /** → consent_hold: the permit was refused. */
  abstract held(a: ClaimedAsset): Promise<boolean>;

  /** Counts a failure and gives the lease back; the third one → failed. */
  abstract processingFailed(a: ClaimedAsset, reason: Reason): Promise<boolean>;

  /**
   * What a DeleteJob has to delete; null when there is nothing (more) to do for it.
   * everything: the asset is `deleting`. renditions: those withdrawn before this job was sent.
   */
  abstract deletionTarget(assetId: string, attempt: number, what: 'everything' | 'renditions'): Promise<DeletionTarget | null>;

  /** All objects in all versions are gone: deleting → deleted, the row becomes a tombstone. */
  abstract deleted(assetId: string): Promise<boolean>;

  /** These renditions' objects are gone in all versions. */
  abstract renditionsDeleted(assetId: string, objects: readonly AssetObject[]): Promise<void>;
}

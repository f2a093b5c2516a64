export interface Reference {
  readonly assetId: string;
  readonly referenceId: string;
  readonly kind: 'exercise' | 'comment';
  readonly ownerId: string;
}

/** Who shows an asset. Kept so that it is not deleted under an exercise by mistake. */
export abstract class ReferenceRepository {
  /** refused: rejected, quarantined, failed, expired or on its way out. missing: also somebody else's. Safe to repeat. */
  abstract add(reference: Reference): Promise<'added' | 'missing' | 'refused'>;
  abstract remove(assetId: string, referenceId: string): Promise<void>;
}

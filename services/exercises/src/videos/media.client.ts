import type { AssetFacts } from './asset-state.js';

export interface PlaybackGrant {
  /** Presigned, at most five minutes. */
  readonly url: string;
  readonly expiresAt: string;
  readonly contentType: string;
}

export type ReferenceKind = 'exercise' | 'comment';

/** What exercises asks of media on its internal port. Every method throws `unavailable` when media cannot be reached. */
export abstract class MediaClient {
  /** @returns null for an asset that media does not have */
  abstract find(assetId: string): Promise<AssetFacts | null>;
  /** Marks an asset as in use; safe to repeat. false: it is not that owner's, or in a state that nobody may begin to use. */
  abstract mark(assetId: string, referenceId: string, kind: ReferenceKind, ownerId: string): Promise<boolean>;
  /** Takes a mark back; safe to repeat, also when the asset is gone. */
  abstract release(assetId: string, referenceId: string): Promise<void>;
  /** @throws asset-not-ready and asset-refused as media does, nothing-to-play when the asset is gone */
  abstract playback(assetId: string, rendition?: 'web' | 'poster'): Promise<PlaybackGrant>;
}

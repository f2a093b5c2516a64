import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@practika/database';
import { DomainError, invalid } from '@practika/problems';
import { isUsable } from './asset-state.js';
import { AssetReferencesRepository } from './asset-references.repository.js';
import { AssetStatesRepository } from './asset-states.repository.js';
import { MediaClient, type ReferenceKind } from './media.client.js';
import type { StoredVideo, VideoChoice } from './video.js';

const notUsable = (): DomainError => invalid('/assetId', 'must be a video of your own that was not refused or deleted');

/** Brings an asset into use: checks it, marks it at media before anything is answered, takes the mark back on failure. */
@Injectable()
export class VideoAttachmentService {
  constructor(
    private readonly media: MediaClient,
    private readonly states: AssetStatesRepository,
    private readonly references: AssetReferencesRepository,
  ) {}

  /** @throws the 422 at /assetId for an asset that is not the person's own or may not be used, unavailable */
  async check(choice: VideoChoice | null, ownerId: string): Promise<void> {
    if (choice?.kind !== 'asset') return;
    const facts = await this.media.find(choice.assetId);
    if (facts === null || facts.ownerId !== ownerId || !isUsable(facts.state)) throw notUsable();
    await this.states.keepFetched([facts]);
  }

  /**
   * Runs `use` with the video as a row keeps it, the asset being marked at media. When `use` fails the mark is given
   * up; should this process die half-way, the ledger's row is what the repair timer finds.
   */
  async attach<T>(choice: VideoChoice | null, kind: ReferenceKind, ownerId: string, use: (video: StoredVideo) => Promise<T>): Promise<T> {
    if (choice === null) return use({ assetId: null, referenceId: null, youtubeId: null });
    if (choice.kind === 'youtube') return use({ assetId: null, referenceId: null, youtubeId: choice.videoId });
    const reference = { referenceId: uuidv7(), assetId: choice.assetId };
    await this.references.begin(reference, kind, ownerId);
    try {
      if (!(await this.media.mark(reference.assetId, reference.referenceId, kind, ownerId))) throw notUsable();
      return await use({ ...reference, youtubeId: null });
    } catch (error) {
      // Failing to give up is no reason to hide the first failure: the row is there, and expires.
      await this.references.giveUp(reference, kind).catch(() => undefined);
      throw error;
    }
  }

  /**
   * How long an asset plays, in milliseconds; null when nobody knows yet. Media being away counts as not knowing: an
   * anchor is a convenience, and a comment should not fail for it.
   */
  async durationOf(assetId: string | null): Promise<number | null> {
    if (assetId === null) return null;
    const known = await this.states.find(assetId);
    if (known !== null && known.durationMs !== null) return known.durationMs;
    const facts = await this.media.find(assetId).catch(() => null);
    if (facts === null) return null;
    await this.states.keepFetched([facts]);
    return facts.durationMs;
  }
}

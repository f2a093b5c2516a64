import { Inject, Injectable } from '@nestjs/common';
import type { AssetRecord } from '../assets/asset-record.js';
import { MediaSettings } from '../media-settings.js';
import { PlaybackStore } from '../store/stores.js';
import { playable } from './playable.js';
import type { PlaybackGrant } from './playback.dto.js';

/** Seconds. A player asks for a new grant before; who has lost access plays on no longer than this. */
const GRANT_SECONDS = 300;

const EXTENSIONS: Readonly<Record<string, string>> = { 'video/mp4': 'mp4', 'video/webm': 'webm', 'video/quicktime': 'mov', 'image/jpeg': 'jpg' };

@Injectable()
export class PlaybackService {
  constructor(
    @Inject(PlaybackStore) private readonly store: PlaybackStore,
    @Inject(MediaSettings) private readonly settings: MediaSettings,
  ) {}

  /** A URL of one object version, for at most five minutes. @throws asset-not-ready, asset-refused */
  async grant(asset: AssetRecord, what: 'web' | 'original' | 'poster'): Promise<PlaybackGrant> {
    const { object, contentType } = playable(asset, what, this.settings.buckets.media);
    // The file's own name stays out of the URL: URLs end up in histories and logs.
    const name = `${asset.id}${what === 'original' ? '' : `-${what}`}.${EXTENSIONS[contentType] ?? 'bin'}`;
    const { url, expiresAt } = await this.store.presignGet(object, { contentType, disposition: `inline; filename="${name}"`, expiresSeconds: GRANT_SECONDS });
    return { url, expiresAt: expiresAt.toISOString(), contentType };
  }
}

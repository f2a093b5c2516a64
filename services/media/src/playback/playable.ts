import { DomainError } from '@practika/problems';
import type { AssetRecord } from '../assets/asset-record.js';
import type { AssetObject } from '../assets/asset.repository.js';
import { LIFE_CYCLE, REFUSED_STATES, type AssetState } from '../assets/asset.state.js';

export interface Playable {
  readonly object: AssetObject;
  readonly contentType: string;
}

/** The original is its owner's even where it may not be processed or could not be. */
const ORIGINAL_STATES: readonly AssetState[] = ['ready', 'consent_hold', 'failed'];

/**
 * The object that a grant may be given for. Every grant goes through here: state first, then the verdict, then the
 * bucket, each of which alone would be enough.
 *
 * @throws asset-refused for quarantined and rejected, asset-not-ready for everything else that may not be played (yet)
 */
export function playable(asset: AssetRecord, what: 'web' | 'original' | 'poster', mediaBucket: string): Playable {
  if (REFUSED_STATES.includes(asset.state)) throw new DomainError('asset-refused', { detail: LIFE_CYCLE[asset.state].words });
  const notReady = new DomainError('asset-not-ready', { detail: LIFE_CYCLE[asset.state].words });
  const states = what === 'original' ? ORIGINAL_STATES : (['ready'] as const);
  if (!states.includes(asset.state as 'ready') || !asset.scannedClean) throw notReady;
  const found = what === 'original'
    ? asset.object && { object: asset.object, contentType: asset.detectedContainer ?? asset.declaredContentType }
    : asset.renditions.find((r) => r.name === what);
  if (!found || found.object.bucket !== mediaBucket) throw notReady;
  return { object: found.object, contentType: found.contentType };
}

import type { AssetObject, Reason } from './asset.repository.js';
import type { AssetView } from './asset.dto.js';
import type { AssetState } from './asset.state.js';

/** An asset as it is read for people: everything that an answer may need. */
export interface AssetRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly filename: string | null;
  readonly declaredContentType: string;
  readonly declaredSize: number;
  readonly detectedContainer: string | null;
  readonly size: number | null;
  readonly sha256: string | null;
  readonly state: AssetState;
  readonly reason: Reason | null;
  readonly attempt: number;
  readonly durationMs: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly frameRate: number | null;
  readonly progressDone: number | null;
  readonly ahead: number;
  readonly createdAt: Date;
  /** The original; null before the upload is complete. */
  readonly object: AssetObject | null;
  /** A clean verdict of exactly the original's digest is kept. */
  readonly scannedClean: boolean;
  readonly renditions: readonly { readonly name: string; readonly contentType: string; readonly size: number; readonly sha256: string; readonly object: AssetObject }[];
  readonly history: readonly { readonly state: AssetState; readonly at: Date; readonly reason: Reason | null }[];
}

const STAGES: Partial<Record<AssetState, 'checking' | 'scanning' | 'processing'>> = { uploaded: 'checking', checking: 'checking', scanning: 'scanning', processing: 'processing' };
/** Before the upload is complete nobody knows what bytes there will be. */
const BEFORE_UPLOAD: readonly AssetState[] = ['created', 'uploading', 'expired'];

export function progressOf(asset: { readonly state: AssetState; readonly progressDone: number | null; readonly declaredSize: number; readonly ahead: number }): AssetView['progress'] {
  const stage = STAGES[asset.state];
  return stage === undefined ? null : { stage, done: asset.progressDone ?? 0, total: asset.declaredSize, ahead: asset.ahead };
}

export function toAssetView(asset: AssetRecord): AssetView {
  return {
    id: asset.id, ownerId: asset.ownerId, filename: asset.filename ?? '', contentType: asset.declaredContentType,
    size: asset.size ?? (BEFORE_UPLOAD.includes(asset.state) ? null : asset.declaredSize), sha256: asset.sha256,
    state: asset.state, reason: asset.reason,
    durationMs: asset.durationMs, width: asset.width, height: asset.height, frameRate: asset.frameRate,
    // What a playback can be asked for; the picture has a route of its own.
    renditions: asset.renditions.filter(({ name }) => name !== 'poster').map(({ name, contentType, size, sha256 }) => ({ name, contentType, size, sha256 })),
    progress: progressOf(asset), createdAt: asset.createdAt.toISOString(),
    history: asset.history.map(({ state, at, reason }) => ({ state, at: at.toISOString(), reason })),
  };
}

/** The asset as it was when its upload was completed: what `complete` answers the first time and every time after. */
export function toCompletedView(asset: AssetRecord): AssetView {
  const until = asset.history.findIndex(({ state }) => state === 'uploaded');
  return {
    ...toAssetView(asset), size: asset.declaredSize, sha256: null, state: 'uploaded', reason: null, durationMs: null, width: null, height: null, frameRate: null, renditions: [],
    progress: { stage: 'checking', done: 0, total: asset.declaredSize, ahead: 0 },
    history: asset.history.slice(0, until + 1).map(({ state, at, reason }) => ({ state, at: at.toISOString(), reason })),
  };
}

import { counter, gauge, histogram } from '@practika/observability';
import type { AssetState } from './asset.state.js';

const uploads = counter('video_uploads_total', 'Uploads by how they ended', ['outcome']);
const stages = histogram('media_stage_duration_seconds', 'Time that an asset spent in a state before it left it', ['state']);
const moves = counter('media_asset_transitions_total', 'Moves of assets from state to state', ['from', 'to']);
const verdicts = counter('media_verdicts_total', 'Scans by outcome', ['outcome']);
const repairs = counter('media_reconciler_repairs_total', 'What the reconciler picked up', ['what']);

export function countMove(from: AssetState, to: AssetState, seconds: number): void {
  moves.inc({ from, to });
  stages.observe({ state: from }, seconds);
  if (from === 'uploading' && to === 'uploaded') uploads.inc({ outcome: 'completed' });
  if ((from === 'created' || from === 'uploading') && to === 'expired') uploads.inc({ outcome: 'expired' });
}

export const countVerdict = (outcome: string): void => verdicts.inc({ outcome });
export const countRepair = (what: string, count = 1): void => { if (count > 0) repairs.inc({ what }, count); };

/** Assets by state and the age of the oldest one in it, read from Postgres at each scrape. */
export function exposeBacklog(read: () => Promise<readonly { state: string; count: number; oldest: number }[]>): void {
  const oldest = gauge('media_assets_oldest_seconds', 'Age of the asset that has been longest in a state', ['state']);
  gauge('media_assets', 'Assets by state', ['state'], async (target) => {
    const found = await read().catch(() => []);
    target.reset();
    oldest.reset();
    for (const entry of found) {
      target.set({ state: entry.state }, entry.count);
      oldest.set({ state: entry.state }, entry.oldest);
    }
  });
}

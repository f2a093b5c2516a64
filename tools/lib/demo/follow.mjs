// Follows an asset until it has arrived somewhere, showing each state as it comes.
import { sleep } from '../wait.mjs';
import { UserError } from '../say.mjs';
import { line } from './show.mjs';

const FINAL = new Set(['ready', 'rejected', 'quarantined', 'failed', 'expired', 'consent_hold', 'deleted']);
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

/** @returns {Promise<any>} the asset in its final state */
export async function follow(person, assetId, size) {
  const patience = 120_000 + (size / 1_048_576) * 1_000;
  const began = Date.now();
  let shown = 0;
  let stage = '';
  for (;;) {
    const asset = await person.must('GET', `/api/media/v1/assets/${assetId}`);
    for (; shown < asset.history.length; shown += 1) {
      const { state, at, reason } = asset.history[shown];
      const before = asset.history[shown - 1];
      const why = reason ? `  (${typeof reason === 'string' ? reason : (reason.text ?? reason.code)})` : '';
      line(`${state.padEnd(13)}${before ? `after ${seconds(new Date(at) - new Date(before.at))}` : ''}${why}`);
    }
    const now = asset.progress ? `${asset.progress.stage} ${asset.progress.total ? Math.floor((asset.progress.done / asset.progress.total) * 4) : ''}` : '';
    if (asset.progress?.total && asset.progress.done > 0 && now !== stage) line(`  … ${asset.progress.stage}: ${Math.round((asset.progress.done / asset.progress.total) * 100)} %`);
    stage = now;
    if (FINAL.has(asset.state)) return asset;
    if (Date.now() - began > patience) throw new UserError(`The video is still "${asset.state}" after ${Math.round(patience / 1000)} s`, 'look into .practika/logs/');
    await sleep(200);
  }
}

// The platform's main job, as two people, on a real video, through the ingress.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mib } from '../../lib/demo/show.mjs';
import { ROOT } from '../../lib/paths.mjs';
import { run } from '../../lib/proc.mjs';
import { makeNoise } from '../video.mjs';

export async function demo({ report, people, edge }) {
  const folder = mkdtempSync(join(tmpdir(), 'practika-cluster-'));
  try {
    const video = join(folder, 'video.mp4');
    await makeNoise(video, { megabytes: 12 });
    const state = await people.stateFor(join(folder, 'state'));
    const began = Date.now();
    const { code } = await run(process.execPath, [join(ROOT, 'tools/demo.mjs'), '--state', state, video], { env: { ...process.env, PRACTIKA_EDGE: edge }, show: true, timeoutMs: 600_000 });
    report.expect(code === 0, 'the demo finds everything as it should be');
    report.note(`a video of ${mib(statSync(video).size)} and an answer to it, uploaded, scanned, processed and played in ${((Date.now() - began) / 1000).toFixed(0)} s`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

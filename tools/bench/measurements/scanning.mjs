// G8, G9: the media worker's own clamd client against ClamAV's, one clamd, over TCP for both.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { which } from '../../lib/paths.mjs';
import { runProgram } from '../children.mjs';
import { startClamd } from '../clamd.mjs';
import { median, medianRatio } from '../statistics.mjs';
import { makeVideo, paddedVideo } from '../videos.mjs';

export async function measureScanning({ folder, quick, rounds }) {
  const mib = quick ? 16 : 64;
  const [seed, path] = [join(folder, 'seed.mp4'), join(folder, 'to-be-scanned.mp4')];
  await makeVideo(seed, { seconds: 2 });
  paddedVideo(seed, path, mib);
  const clamd = await startClamd({ megabytes: 128 });
  try {
    const { clamdscan, ours, withHash } = await runProgram('scan-file', [path, rounds, clamd.port, which('clamdscan'), clamd.conf]);
    const speed = (runs) => runs.map((ms) => mib / (ms / 1_000));
    const at = (runs) => `${median(speed(runs)).toFixed(1)} MiB/s`;
    const all = { rounds: { clamdscan, ours, withHash } };
    return [
      { id: 'G8', value: medianRatio(speed(ours), speed(clamdscan)), ...all, details: `clamdscan --stream ${at(clamdscan)}, ours ${at(ours)}; an MP4 of ${mib} MiB, clamd's cache off` },
      { id: 'G9', value: medianRatio(speed(withHash), speed(ours)), ...all, details: `with SHA-256 ${at(withHash)}` },
    ];
  } finally {
    await clamd.stop();
    for (const file of [seed, path]) rmSync(file, { force: true });
  }
}

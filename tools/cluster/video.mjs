// Videos of a wanted size: H.264 of noise, which no encoder makes small, and AAC.
import { statSync } from 'node:fs';
import { which } from '../lib/paths.mjs';
import { run } from '../lib/proc.mjs';
import { UserError } from '../lib/say.mjs';

const MBIT_PER_SECOND = 40;

/** At least so many megabytes (10^6 bytes), and not much more. */
export async function makeNoise(file, { megabytes }) {
  const ffmpeg = which('ffmpeg');
  if (!ffmpeg) throw new UserError('ffmpeg is needed to make a video', 'apt-get install ffmpeg');
  const seconds = Math.ceil((megabytes * 8 * 1.15) / MBIT_PER_SECOND);
  const done = await run(ffmpeg, [
    '-hide_banner', '-loglevel', 'error', '-y', '-f', 'lavfi', '-i', `testsrc2=duration=${seconds}:size=960x540:rate=25,noise=alls=60:allf=t`, '-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`,
    '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-b:v', `${MBIT_PER_SECOND}M`, '-minrate', `${MBIT_PER_SECOND}M`, '-maxrate', `${MBIT_PER_SECOND}M`, '-bufsize', '40M', '-x264-params', 'nal-hrd=cbr',
    '-c:a', 'aac', '-shortest', '-metadata', 'location=+48.8584+002.2945/', '-metadata', 'make=Practika', file,
  ], { timeoutMs: 300_000, beat: 'ffmpeg' });
  if (done.code !== 0) throw new UserError(`ffmpeg could not make a video: ${done.err.trim().split('\n').pop()}`);
  const { size } = statSync(file);
  if (size < megabytes * 1e6) throw new UserError(`ffmpeg made ${size} bytes only, not ${megabytes} MB`);
}

// Video files on this machine: made, measured and looked into with ffmpeg.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { extname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { which } from '../paths.mjs';
import { run } from '../proc.mjs';
import { UserError } from '../say.mjs';

const TYPES = { '.mp4': 'video/mp4', '.m4v': 'video/mp4', '.webm': 'video/webm', '.mov': 'video/quicktime', '.qt': 'video/quicktime' };

/** What a browser would say of a file with this name. */
export const contentTypeOf = (file) => TYPES[extname(file).toLowerCase()] ?? 'video/mp4';

/** Makes a short video with sound and, as a phone would write it, a place and a device. */
export async function makeVideo(file, { seconds, place = '+48.8584+002.2945/', tone = 440 }) {
  const ffmpeg = which('ffmpeg');
  if (!ffmpeg) throw new UserError('ffmpeg is needed to make a video', 'apt-get install ffmpeg, or name a video: npm run demo -- VIDEO');
  const done = await run(ffmpeg, [
    '-hide_banner', '-loglevel', 'error', '-y', '-f', 'lavfi', '-i', `testsrc=duration=${seconds}:size=640x360:rate=25`, '-f', 'lavfi', '-i', `sine=frequency=${tone}:duration=${seconds}`,
    '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-shortest',
    '-metadata', `location=${place}`, '-metadata', `location-eng=${place}`, '-metadata', 'make=Practika', '-metadata', 'model=Demo camera', '-metadata', 'title=Demo', file,
  ]);
  if (done.code !== 0) throw new UserError(`ffmpeg could not make a video: ${done.err.trim().split('\n').pop()}`);
}

export async function sha256OfFile(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/** Downloads what a playback URL gives; hashes it on the way. */
export async function download(url, file) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(300_000) });
  if (!answer.ok) {
    await answer.body?.cancel();
    return { status: answer.status, sha256: null, bytes: 0 };
  }
  const hash = createHash('sha256');
  let bytes = 0;
  const meter = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(answer.body), meter, createWriteStream(file));
  return { status: answer.status, sha256: hash.digest('hex'), bytes, type: answer.headers.get('content-type') };
}

const PERSONAL = /location|gps|make|model|artist|author|device|software|creation_time|com\.apple|com\.android|comment|title|xyz/i;

/** Personal metadata by ffprobe: tags of the file and of its streams that tell where, when or with what it was made. */
export async function personalTags(file) {
  const ffprobe = which('ffprobe');
  if (!ffprobe) throw new UserError('ffprobe is needed to look into videos', 'apt-get install ffmpeg');
  const done = await run(ffprobe, ['-v', 'error', '-print_format', 'json', '-show_format', '-show_streams', file]);
  if (done.code !== 0) return null;
  const { format, streams } = JSON.parse(done.out);
  const tags = [format?.tags, ...(streams ?? []).map((s) => s.tags)].flatMap((t) => Object.entries(t ?? {}));
  return [...new Map(tags.filter(([name]) => PERSONAL.test(name))).entries()].map(([name, value]) => `${name}=${value}`);
}

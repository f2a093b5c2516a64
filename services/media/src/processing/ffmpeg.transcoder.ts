import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { VideoType } from '../container/containers.js';
import { demuxerArgs } from '../container/ffprobe.media-probe.js';
import type { MediaProbe } from '../container/media-probe.js';
import { runLimited, type ProcessLimits } from '../workers/limited-process.js';
import { CannotProcess, Transcoder, type Made } from './transcoder.js';

const MiB = 1024 * 1024;
const COMMON = ['-nostdin', '-v', 'error', '-y', '-threads', '1'];
// Only what we name goes over: -map drops data tracks (where cameras keep places), -map_metadata and -map_chapters drop
// the rest, bitexact keeps ffmpeg from writing its own name and the time.
const STRIP = ['-map_metadata', '-1', '-map_metadata:s:v', '-1', '-map_metadata:s:a', '-1', '-map_chapters', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact'];

const limits = (inputBytes: number): ProcessLimits => ({
  cpuSeconds: 600, memoryBytes: 2_048 * MiB, fileBytes: inputBytes * 2 + 64 * MiB, timeoutMs: 900_000, outputBytes: MiB,
});

export class FfmpegTranscoder extends Transcoder {
  constructor(private readonly program: string, private readonly probe: MediaProbe) {
    super();
  }

  async web(original: string, type: VideoType, folder: string, signal: AbortSignal): Promise<Made> {
    const probed = await this.probe.probe(original, type, signal);
    if (!probed.ok) throw new CannotProcess(`the demuxer calls it ${probed.why}`);
    const webm = type === 'video/webm';
    const path = join(folder, webm ? 'web.webm' : 'web.mp4');
    // Apple's players know HEVC in MP4 by this tag alone; the muxer's own choice is the other one.
    const tag = probed.facts.videoCodec === 'hevc' && !webm ? ['-tag:v', 'hvc1'] : [];
    const container = webm ? ['-cues_to_front', '1', '-f', 'webm'] : ['-movflags', '+faststart', '-f', 'mp4'];
    // QuickTime may carry sound that MP4 cannot: uncompressed, or a second spatial track. Then the first track is encoded anew.
    const ways = [['-map', '0:a?', '-c', 'copy'], ...(webm ? [] : [['-map', '0:a:0?', '-c:v', 'copy', '-c:a', 'aac']])];
    let said = '';
    for (const way of ways) {
      const args = [...COMMON, ...demuxerArgs(type), '-i', `file:${original}`, '-map', '0:v:0', ...way, ...tag, ...STRIP, ...container, `file:${path}`];
      const run = await runLimited(this.program, args, limits((await stat(original)).size), { cwd: folder, signal });
      if (run.code === 0 && await bytesOf(path) > 0) return { path, contentType: webm ? 'video/webm' : 'video/mp4' };
      said = run.exceeded ? 'limits' : run.stderr;
    }
    throw new CannotProcess('ffmpeg cannot remux it', { cause: new Error(said) });
  }

  async poster(original: string, type: VideoType, folder: string, signal: AbortSignal): Promise<Made | null> {
    const path = join(folder, 'poster.jpg');
    // A second in, past a black first frame; videos shorter than that give their first frame.
    for (const at of ['1', '0']) {
      const args = [
        ...COMMON, ...demuxerArgs(type), '-ss', at, '-i', `file:${original}`, '-map', '0:v:0', '-frames:v', '1', '-vf', "scale='min(1280,iw)':-2", '-q:v', '4',
        ...STRIP, '-f', 'image2', '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-update', '1', `file:${path}`,
      ];
      const run = await runLimited(this.program, args, limits((await stat(original)).size), { cwd: folder, signal });
      if (run.code === 0 && await bytesOf(path) > 0) return { path, contentType: 'image/jpeg' };
    }
    return null;
  }
}

async function bytesOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

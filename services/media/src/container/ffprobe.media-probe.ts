import { dirname } from 'node:path';
import { z } from 'zod';
import { runLimited, type ProcessLimits } from '../workers/limited-process.js';
import type { VideoType } from './containers.js';
import { MediaProbe, type ProbeAnswer, type ProbeFacts } from './media-probe.js';

const MiB = 1024 * 1024;
const LIMITS: ProcessLimits = { cpuSeconds: 20, memoryBytes: 1024 * MiB, fileBytes: 0, timeoutMs: 60_000, outputBytes: MiB };

const ratio = z.string().regex(/^\d+\/\d+$/).optional();
const stream = z.object({
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  width: z.number().int().optional(),
  height: z.number().int().optional(),
  avg_frame_rate: ratio,
  r_frame_rate: ratio,
  duration: z.string().optional(),
  disposition: z.object({ attached_pic: z.number() }).partial().optional(),
  tags: z.object({ rotate: z.string() }).partial().optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
});
const answer = z.object({ streams: z.array(stream).default([]), format: z.object({ duration: z.string().optional() }).default({}) });
type Answer = z.infer<typeof answer>;

/** The demuxer is named, so that no playlist or picture is ever tried, and only local files may be opened. */
export const demuxerArgs = (type: VideoType): string[] => [
  '-protocol_whitelist', 'file,pipe', '-f', type === 'video/webm' ? 'matroska' : 'mov',
];

export class FfprobeMediaProbe extends MediaProbe {
  constructor(private readonly program: string) {
    super();
  }

  async probe(file: string, type: VideoType, signal: AbortSignal): Promise<ProbeAnswer> {
    const entries = 'format=duration:stream=codec_type,codec_name,width,height,avg_frame_rate,r_frame_rate,duration:stream_disposition=attached_pic:stream_tags=rotate:stream_side_data=rotation';
    const run = await runLimited(
      this.program, ['-v', 'error', ...demuxerArgs(type), '-show_entries', entries, '-of', 'json', `file:${file}`], LIMITS, { cwd: dirname(file), signal },
    );
    if (run.exceeded) return { ok: false, why: 'too-complex' };
    if (run.code !== 0) return { ok: false, why: 'unreadable' };
    const parsed = answer.safeParse(safeJson(run.stdout));
    if (!parsed.success) return { ok: false, why: 'unreadable' };
    const facts = factsOf(parsed.data);
    if (facts === null) return { ok: false, why: 'no-video' };
    if (facts.durationMs !== null) return { ok: true, facts };
    return { ok: true, facts: { ...facts, durationMs: await this.lastTimestamp(file, type, signal) } };
  }

  /** Recorders in browsers write no duration: the last packet says it. Demuxes the file, decodes nothing. */
  private async lastTimestamp(file: string, type: VideoType, signal: AbortSignal): Promise<number | null> {
    let last = -1;
    let rest = '';
    const run = await runLimited(
      this.program, ['-v', 'error', ...demuxerArgs(type), '-select_streams', 'v:0', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', `file:${file}`], LIMITS,
      {
        cwd: dirname(file), signal,
        onStdout: (chunk) => {
          const lines = (rest + chunk.toString('latin1')).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) last = Math.max(last, Number.parseFloat(line) || -1);
        },
      },
    );
    return run.code === 0 && last >= 0 ? Math.round(last * 1_000) : null;
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function factsOf(probed: Answer): ProbeFacts | null {
  // A cover picture is a "video" stream to the demuxer and to nobody else.
  const videos = probed.streams.filter((s) => s.codec_type === 'video' && s.disposition?.attached_pic !== 1 && (s.width ?? 0) > 0 && (s.height ?? 0) > 0);
  const video = videos[0];
  if (video === undefined) return null;
  const turn = Math.abs(video.side_data_list?.find((d) => d.rotation !== undefined)?.rotation ?? Number(video.tags?.rotate ?? 0)) % 180;
  const [width, height] = [video.width as number, video.height as number];
  const seconds = Number(probed.format.duration ?? video.duration);
  return {
    durationMs: Number.isFinite(seconds) && seconds >= 0 ? Math.round(seconds * 1_000) : null,
    width: turn === 90 ? height : width, height: turn === 90 ? width : height,
    frameRate: rateOf(video.avg_frame_rate) ?? rateOf(video.r_frame_rate),
    videoCodec: video.codec_name ?? null, videoTracks: videos.length, audioTracks: probed.streams.filter((s) => s.codec_type === 'audio').length, tracks: probed.streams.length,
  };
}

/** `30000/1001` → 29.97. A rate above 1000 is a time base, not a rate. */
function rateOf(text: string | undefined): number | null {
  const [above, below] = (text ?? '').split('/').map(Number);
  if (above === undefined || below === undefined || above <= 0 || below <= 0 || above / below >= 1_000) return null;
  return Math.round((above / below) * 1_000) / 1_000;
}

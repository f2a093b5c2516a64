import type { VideoType } from './containers.js';

export interface ProbeFacts {
  readonly durationMs: number | null;
  /** As shown: a rotation by a quarter turn is counted in. Pixels. */
  readonly width: number;
  readonly height: number;
  /** Frames in a second; null where the file does not say. */
  readonly frameRate: number | null;
  /** As the demuxer names it: h264, hevc, vp9 … */
  readonly videoCodec: string | null;
  readonly videoTracks: number;
  readonly audioTracks: number;
  readonly tracks: number;
}

export type ProbeAnswer =
  | { readonly ok: true; readonly facts: ProbeFacts }
  /** no-video: a good container without a moving picture. */
  | { readonly ok: false; readonly why: 'unreadable' | 'no-video' | 'too-complex' };

/** Looks into a container with a demuxer. The answer is about the file; an error thrown is about us. */
export abstract class MediaProbe {
  abstract probe(file: string, type: VideoType, signal: AbortSignal): Promise<ProbeAnswer>;
}

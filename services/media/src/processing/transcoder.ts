import type { VideoType } from '../container/containers.js';

export interface Made {
  readonly path: string;
  readonly contentType: string;
}

/** Thrown when the file cannot be turned into what is wanted, however often it is tried. */
export class CannotProcess extends Error {
  override readonly name = 'CannotProcess';
}

/** Makes what is played out of a clean original. Works on files of a private folder. */
export abstract class Transcoder {
  /**
   * The same streams in a container that plays while it loads, without place, device, titles, chapters or data tracks.
   *
   * @throws CannotProcess
   */
  abstract web(original: string, type: VideoType, folder: string, signal: AbortSignal): Promise<Made>;

  /** A picture of the video, at most 1,280 pixels wide, without metadata; null where no frame can be decoded. */
  abstract poster(original: string, type: VideoType, folder: string, signal: AbortSignal): Promise<Made | null>;
}

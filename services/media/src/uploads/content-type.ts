import { VIDEO_TYPES } from './uploads.constants.js';

/** `video/mp4` of `Video/MP4; codecs="avc1"`; null for what is not supported. Parameters are allowed and not kept. */
export function videoType(contentType: string): (typeof VIDEO_TYPES)[number] | null {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase();
  return VIDEO_TYPES.find((t) => t === type) ?? null;
}

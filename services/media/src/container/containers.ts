/** What may be uploaded. Everything else is refused, whatever it calls itself. */
export const VIDEO_TYPES = ['video/mp4', 'video/webm', 'video/quicktime'] as const;
export type VideoType = (typeof VIDEO_TYPES)[number];

/** `video/mp4; codecs="avc1"` → `video/mp4` */
export function bareType(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** The largest upload there is; the virus scanner has to read at least this much of one stream. */
export const LARGEST_UPLOAD_BYTES = 104_857_600;

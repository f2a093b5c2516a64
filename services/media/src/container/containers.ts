/** The containers that may be uploaded. */
export type VideoType = 'video/mp4' | 'video/webm' | 'video/quicktime';

/** `video/mp4; codecs="avc1"` → `video/mp4` */
export function bareType(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

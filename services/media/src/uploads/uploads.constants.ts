/** Bytes: 100 MiB. */
export const MAX_UPLOAD_BYTES = 104_857_600;

/** Bytes: 8 MiB. Above S3's minimum of 5 MiB, below what proxies commonly let pass, and little to send again after a break. */
export const PART_BYTES = 8 * 1024 * 1024;

/** S3's own limit; ours is far below, so a number above it is a mistake of the client. */
export const MAX_PART_NUMBER = 10_000;

/** Parts that one request may ask URLs for. */
export const MAX_PARTS_PER_REQUEST = 100;

/** Seconds that a part's URL may be used to begin its request. */
export const PART_URL_SECONDS = 900;

/** Seconds that one request may hold an upload while the store joins its parts. A second one takes over after it. */
export const COMPLETING_SECONDS = 10;

/** Days after its beginning at which an upload ends, however busy. */
export const UPLOAD_DAYS = 6;

export const VIDEO_TYPES = ['video/mp4', 'video/webm', 'video/quicktime'] as const;

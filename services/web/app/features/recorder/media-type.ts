/** Five minutes of it stay well under the largest upload (100 MiB): 82 MiB. */
export const BITS = { videoBitsPerSecond: 2_200_000, audioBitsPerSecond: 96_000 } as const;

/** What plays nearly everywhere first. A type without codecs is a last resort: the browser decides what is in it. */
const TYPES = [
  'video/mp4;codecs=avc1.64001F,mp4a.40.2', 'video/mp4;codecs=avc1.4D401F,mp4a.40.2', 'video/mp4;codecs=avc1.42E01F,mp4a.40.2', 'video/mp4;codecs=avc1,mp4a.40.2',
  'video/webm;codecs=vp9,opus', 'video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4',
] as const;
const SILENT_TYPES = ['video/mp4;codecs=avc1.64001F', 'video/mp4;codecs=avc1.42E01F', 'video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm', 'video/mp4'] as const;

/** @returns null where this browser records nothing that may be sent */
export function recordingType(supported: (type: string) => boolean, withSound = true): string | null {
  return (withSound ? TYPES : SILENT_TYPES).find((type) => supported(type)) ?? null;
}

export const extensionOf = (type: string): 'mp4' | 'webm' => (/^video\/mp4\b/i.test(type) ? 'mp4' : 'webm');

/**
 * Milliseconds between two pieces of the recording. An mp4 hands a piece out when the next key frame, a second later,
 * closes it; asking twice a second keeps what a killed tab loses under two seconds all the same.
 */
export const sliceOf = (type: string): number => (extensionOf(type) === 'mp4' ? 500 : 1_000);

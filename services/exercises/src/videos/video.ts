import { invalid } from '@practika/problems';
import { z } from 'zod';
import { youtubeVideoId } from './youtube.js';

/** What a body says of a video. */
export type VideoChoice = { readonly kind: 'asset'; readonly assetId: string } | { readonly kind: 'youtube'; readonly videoId: string };

/** What an answer says of a video. */
export const videoView = z.discriminatedUnion('kind', [
  /** Milliseconds; null while unknown. */
  z.object({ kind: z.literal('asset'), assetId: z.uuid(), state: z.string(), durationMs: z.number().int().nonnegative().nullable() }),
  z.object({ kind: z.literal('youtube'), videoId: z.string() }),
]);
export type VideoView = z.infer<typeof videoView>;

/** A video as a row keeps it. `referenceId` is the mark that this use left at media. */
export interface StoredVideo {
  readonly assetId: string | null;
  readonly referenceId: string | null;
  readonly youtubeId: string | null;
}

/** Fields of a body that name a video; at most one of them may be there. */
export const videoFields = { assetId: z.uuid().toLowerCase().optional(), youtubeUrl: z.string().max(2_000).optional() };

/** @returns null when the body names no video
 *  @throws the 422 for both at once and for a link that is none of YouTube's usual forms */
export function chosenVideo(body: { readonly assetId?: string | undefined; readonly youtubeUrl?: string | undefined }): VideoChoice | null {
  if (body.assetId !== undefined && body.youtubeUrl !== undefined) throw invalid('/youtubeUrl', 'cannot be given together with assetId');
  if (body.assetId !== undefined) return { kind: 'asset', assetId: body.assetId };
  if (body.youtubeUrl === undefined) return null;
  const videoId = youtubeVideoId(body.youtubeUrl);
  if (videoId === null) throw invalid('/youtubeUrl', 'must be a YouTube link such as https://www.youtube.com/watch?v=…, https://youtu.be/… or https://www.youtube.com/embed/…');
  return { kind: 'youtube', videoId };
}

/** An asset that neither media nor its events have spoken of yet. */
export const UNKNOWN_STATE = 'processing';

/** What of an asset a card shows. */
export interface ShownAsset {
  readonly state: string;
  readonly durationMs: number | null;
}

export function viewOfVideo(stored: { readonly assetId: string | null; readonly youtubeId: string | null; readonly assetState: string | null; readonly assetDurationMs: number | null }): VideoView | null {
  if (stored.assetId !== null) return { kind: 'asset', assetId: stored.assetId, state: stored.assetState ?? UNKNOWN_STATE, durationMs: stored.assetDurationMs };
  return stored.youtubeId === null ? null : { kind: 'youtube', videoId: stored.youtubeId };
}

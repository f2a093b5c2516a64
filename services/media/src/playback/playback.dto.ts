import { z } from 'zod';

export const RENDITIONS = ['web', 'original'] as const;

export const playbackRequest = z.strictObject({ rendition: z.enum(RENDITIONS).default('web') });
export const internalPlaybackRequest = z.strictObject({ rendition: z.enum(['web', 'poster']).default('web') });
export const playbackGrant = z.object({ url: z.string(), expiresAt: z.iso.datetime(), contentType: z.string() });
export type PlaybackGrant = z.infer<typeof playbackGrant>;

import { z } from 'zod';

export const playbackBody = z.strictObject({});
export const playbackView = z.object({ url: z.string(), expiresAt: z.iso.datetime(), contentType: z.string() });

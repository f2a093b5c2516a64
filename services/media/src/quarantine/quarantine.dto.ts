import { listQuery } from '@practika/http';
import { z } from 'zod';
import { assetView } from '../assets/asset.dto.js';

export const quarantineQuery = z.object(listQuery);
export const review = z.strictObject({
  reason: z.string().trim().refine((s) => s.length > 0 && [...s].length <= 500, { error: 'must have 1 to 500 characters' }),
});
const approvals = { approvals: z.number().int(), needed: z.number().int() };
/** The first person's answer is the count alone; with the second one comes the video, which is being checked anew. */
export const releaseAnswer = z.union([z.object(approvals), assetView.extend(approvals)]);
export type ReleaseAnswer = z.infer<typeof releaseAnswer>;

import { listQuery, pageOf } from '@practika/http';
import { z } from 'zod';
import { assetView } from '../assets/asset.dto.js';

export const quarantineQuery = z.object(listQuery);
export const review = z.strictObject({
  reason: z.string().trim().refine((s) => s.length > 0 && [...s].length <= 500, { error: 'must have 1 to 500 characters' }),
});
/** With who has approved the release so far: the second person is to know what the first one thought. */
export const heldView = assetView.extend({ approvals: z.array(z.object({ reviewerId: z.uuid(), at: z.iso.datetime(), reason: z.string() })) });
export type HeldView = z.infer<typeof heldView>;
export const heldPage = pageOf(heldView);
const approvals = { approvals: z.number().int(), needed: z.number().int() };
/** The first person's answer is the count alone; with the second one comes the video, which is being checked anew. */
export const releaseAnswer = z.union([z.object(approvals), assetView.extend(approvals)]);
export type ReleaseAnswer = z.infer<typeof releaseAnswer>;

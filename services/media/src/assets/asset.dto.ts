import { listQuery, pageOf } from '@practika/http';
import { z } from 'zod';
import { ASSET_STATES } from './asset.state.js';

export const reasonView = z.object({ code: z.string(), text: z.string() });
export const progressView = z.object({
  stage: z.enum(['checking', 'scanning', 'processing']),
  /** Bytes. */
  done: z.number().int(),
  total: z.number().int(),
  /** Videos that wait before this one for the same stage. */
  ahead: z.number().int(),
});
export const assetView = z.object({
  id: z.uuid(),
  ownerId: z.uuid(),
  filename: z.string(),
  contentType: z.string(),
  size: z.number().int().nullable(),
  sha256: z.string().nullable(),
  state: z.enum(ASSET_STATES),
  reason: reasonView.nullable(),
  durationMs: z.number().int().nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  frameRate: z.number().nullable(),
  renditions: z.array(z.object({ name: z.string(), contentType: z.string(), size: z.number().int(), sha256: z.string() })),
  progress: progressView.nullable(),
  createdAt: z.iso.datetime(),
  history: z.array(z.object({ state: z.enum(ASSET_STATES), at: z.iso.datetime(), reason: reasonView.nullable() })),
});
export type AssetView = z.infer<typeof assetView>;
export const assetPage = pageOf(assetView);

export const assetListQuery = z.object({
  ...listQuery,
  owner: z.union([z.literal('all'), z.uuid().toLowerCase()], { error: 'must be all or the id of a person' }).optional(),
  state: z.enum(ASSET_STATES, { error: `must be one of ${ASSET_STATES.join(', ')}` }).optional(),
});
export type AssetListQuery = z.infer<typeof assetListQuery>;
export const deleteQuery = z.object({ force: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false') });

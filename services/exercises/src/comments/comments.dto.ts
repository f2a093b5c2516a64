import { listQuery, pageOf } from '@practika/http';
import { z } from 'zod';
import { personView } from '../people/person.js';
import { codePoints } from '../text.js';
import { videoFields, videoView } from '../videos/video.js';
import { COMMENT_STATES } from './comment.js';

/** A text of spaces alone says nothing. */
const text = z.string().refine((s) => codePoints(1, 1_000)(s) && s.trim() !== '', { error: 'must have 1 to 1,000 characters' }).meta({ minLength: 1, maxLength: 1_000 });
/** Milliseconds: 24 days, the most that a sort key of 32 bits can tell from "no anchor". */
const position = z.number({ error: 'must be a whole number of milliseconds' }).int({ error: 'must be a whole number of milliseconds' }).min(0, { error: 'must not be negative' }).max(2_147_483_646, { error: 'is too far on' });
const anchor = z.strictObject({ startMs: position, endMs: position.optional() })
  .refine((a) => a.endMs === undefined || a.endMs > a.startMs, { path: ['endMs'], error: 'must be after startMs' });
const reason = z.string().trim().refine(codePoints(1, 1_000), { error: 'must have 1 to 1,000 characters' }).meta({ minLength: 1, maxLength: 1_000 });

export const createCommentBody = z.strictObject({ text: text.optional(), ...videoFields, anchor: anchor.optional(), parentId: z.uuid().toLowerCase().optional() });
export const editCommentBody = z.strictObject({ text });
export const moderationBody = z.strictObject({ reason });

export const COMMENT_ORDERS = ['createdAt', '-createdAt', 'anchor'] as const;
export type CommentOrder = (typeof COMMENT_ORDERS)[number];
export const commentListQuery = z.object({ ...listQuery, order: z.enum(COMMENT_ORDERS, { error: `must be one of ${COMMENT_ORDERS.join(', ')}` }).default('-createdAt') });
export type CommentListQuery = z.infer<typeof commentListQuery>;

export const commentView = z.object({
  id: z.uuid(),
  exerciseId: z.uuid(),
  parentId: z.uuid().nullable(),
  author: personView.nullable(),
  text: z.string().nullable(),
  video: videoView.nullable(),
  anchor: z.object({ startMs: z.number().int(), endMs: z.number().int().optional() }).nullable(),
  state: z.enum(COMMENT_STATES),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
});
export type CommentView = z.infer<typeof commentView>;
export const commentPage = pageOf(commentView);

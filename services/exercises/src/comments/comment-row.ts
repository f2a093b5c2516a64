import { isoOfText, type TextRow } from '@practika/database';
import type { ExerciseRights, Visibility } from '../exercises/exercise.js';
import { UNKNOWN_NAME } from '../people/person.js';
import { viewOfVideo } from '../videos/video.js';
import type { Comment, CommentState } from './comment.js';
import type { CommentView } from './comments.dto.js';

/** Columns of a comment in the order that commentOf counts on. `c` is comments, `p` people, `a` asset_states. */
export const COMMENT_COLUMNS = `c.id, c.exercise_id, c.parent_id, c.author_id, c.text, c.asset_id, c.youtube_id, c.anchor_start_ms, c.anchor_end_ms, c.state, c.version,
  c.created_at, c.updated_at, c.edited_at, p.display_name, p.stale, a.state AS asset_state, a.duration_ms`;
export const COMMENT_JOINS = `LEFT JOIN people p ON p.subject_id = c.author_id LEFT JOIN asset_states a ON a.asset_id = c.asset_id`;
/** Where a list's query puts the value that it was ordered by, and a single comment's query its exercise. */
export const AFTER_COLUMNS = 18;

const at = (row: TextRow, index: number): string => row[index] ?? '';

export function commentOf(row: TextRow): Comment {
  const start = row[7] ?? null;
  const end = row[8] ?? null;
  return {
    id: at(row, 0), exerciseId: at(row, 1), parentId: row[2] ?? null, authorId: row[3] ?? null, text: row[4] ?? null,
    assetId: row[5] ?? null, youtubeId: row[6] ?? null, anchor: start === null ? null : { startMs: Number(start), endMs: end === null ? null : Number(end) },
    state: at(row, 9) as CommentState, version: Number(row[10]), createdAt: isoOfText(at(row, 11)), updatedAt: isoOfText(at(row, 12)),
    editedAt: (row[13] ?? null) === null ? null : isoOfText(at(row, 13)), authorName: row[14] ?? null, authorStale: row[15] === 't', assetState: row[16] ?? null,
    assetDurationMs: (row[17] ?? null) === null ? null : Number(row[17]),
  };
}

export function exerciseRightsOf(row: TextRow): ExerciseRights {
  return { ownerId: at(row, AFTER_COLUMNS), visibility: at(row, AFTER_COLUMNS + 1) as Visibility, deletedAt: row[AFTER_COLUMNS + 2] ?? null };
}

export function commentViewOf(comment: Comment): CommentView {
  const { anchor } = comment;
  return {
    id: comment.id, exerciseId: comment.exerciseId, parentId: comment.parentId,
    author: comment.authorId === null ? null : { id: comment.authorId, displayName: comment.authorName ?? UNKNOWN_NAME },
    text: comment.text, video: viewOfVideo(comment),
    anchor: anchor === null ? null : { startMs: anchor.startMs, ...(anchor.endMs === null ? {} : { endMs: anchor.endMs }) },
    state: comment.state, createdAt: comment.createdAt, updatedAt: comment.updatedAt, editedAt: comment.editedAt,
  };
}

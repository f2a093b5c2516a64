import { decodeCursor, encodeCursor, isUuid, type TextRow } from '@practika/database';
import { invalid } from '@practika/problems';
import { timestampKey } from '../timestamp-key.js';
import { AFTER_COLUMNS, COMMENT_COLUMNS, COMMENT_JOINS } from './comment-row.js';
import type { CommentOrder } from './comments.dto.js';

/** Parameters: exercise, viewer, whether the viewer sees hidden ones, and behind a position its sort key and id. */
export function commentListSql(order: CommentOrder, after: boolean, fetch: number): string {
  const column = order === 'anchor' ? 'anchor_key' : 'created_at';
  const type = order === 'anchor' ? 'integer' : 'timestamptz';
  const direction = order === '-createdAt' ? 'DESC' : 'ASC';
  const keyset = after ? ` AND (${column}, id) ${direction === 'ASC' ? '>' : '<'} ($4::${type}, $5::uuid)` : '';
  return `SELECT ${COMMENT_COLUMNS}, c.${column} AS sort_key
    FROM (SELECT * FROM comments WHERE exercise_id = $1::uuid AND (state <> 'hidden' OR $3::boolean OR author_id = $2::uuid)${keyset}
          ORDER BY ${column} ${direction}, id ${direction} LIMIT ${fetch}) c
    ${COMMENT_JOINS} ORDER BY c.${column} ${direction}, c.id ${direction}`;
}

export function commentCursor(order: CommentOrder, last: TextRow): string {
  return encodeCursor([order, last[AFTER_COLUMNS] ?? '', last[0] ?? '']);
}

/** @throws the 422 at ?cursor */
export function readCommentCursor(order: CommentOrder, cursor: string): readonly [key: string, id: string] {
  const [sameOrder, text, id] = decodeCursor(cursor, 3);
  const key = typeof text !== 'string' ? null : order === 'anchor' ? anchorKey(text) : timestampKey(text);
  if (sameOrder !== order || key === null || typeof id !== 'string' || !isUuid(id)) throw invalid('?cursor', 'is not a cursor of this list');
  return [key, id];
}

const anchorKey = (text: string): string | null => (/^\d{1,10}$/.test(text) && Number(text) <= 2_147_483_647 ? text : null);

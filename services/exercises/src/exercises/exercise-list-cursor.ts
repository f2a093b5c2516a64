import { decodeCursor, encodeCursor, isUuid } from '@practika/database';
import { invalid } from '@practika/problems';
import { timestampKey } from '../timestamp-key.js';
import { sortOf } from './exercise-list-sql.js';
import type { ExerciseOrder } from './exercises.dto.js';

export interface ListPosition {
  /** What the last row was ordered by, as PostgreSQL wrote it. */
  readonly key: string;
  readonly id: string;
  /** How the first page searched: the next ones go on in the same way. */
  readonly match: 'none' | 'exact' | 'fuzzy';
}

const MATCHES = ['none', 'exact', 'fuzzy'] as const;

export function writePosition(order: ExerciseOrder, position: ListPosition): string {
  return encodeCursor([order, MATCHES.indexOf(position.match), position.key, position.id]);
}

/** @throws the 422 at ?cursor, also for the cursor of a list in another order or of another kind of search */
export function readPosition(order: ExerciseOrder, searching: boolean, cursor: string): ListPosition {
  const [sameOrder, matchIndex, text, id] = decodeCursor(cursor, 4);
  const match = MATCHES[Number(matchIndex)];
  const key = typeof text !== 'string' ? null : sortOf(order).type === 'text' ? text : timestampKey(text);
  if (sameOrder !== order || match === undefined || (match !== 'none') !== searching || key === null || typeof id !== 'string' || !isUuid(id)) throw invalid('?cursor', 'is not a cursor of this list');
  return { key, id, match };
}

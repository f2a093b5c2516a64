import { decodeCursor, encodeCursor, isUuid } from '@practika/database';
import { invalid } from '@practika/problems';
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
const TIMESTAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?[+-]\d\d(:\d\d)?$/;

export function writePosition(order: ExerciseOrder, position: ListPosition): string {
  return encodeCursor([order, MATCHES.indexOf(position.match), position.key, position.id]);
}

/** @throws the 422 at ?cursor, also for the cursor of a list in another order or of another kind of search */
export function readPosition(order: ExerciseOrder, searching: boolean, cursor: string): ListPosition {
  const [sameOrder, matchIndex, key, id] = decodeCursor(cursor, 4);
  const match = MATCHES[Number(matchIndex)];
  const fine = sameOrder === order && match !== undefined && (match !== 'none') === searching && typeof key === 'string' && typeof id === 'string' && isUuid(id)
    && (sortOf(order).type === 'text' || (TIMESTAMP.test(key) && !Number.isNaN(Date.parse(key.slice(0, 10)))));
  if (!fine) throw invalid('?cursor', 'is not a cursor of this list');
  return { key, id, match };
}

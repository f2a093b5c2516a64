import { invalid } from '@practika/problems';

/** A keyset position as an opaque string. Values are what the ORDER BY compares, last one unique. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** @throws the 422 at `?cursor` for anything that encodeCursor did not make with `length` values */
export function decodeCursor(cursor: string, length: number): readonly (string | number | null)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const fine = Array.isArray(values) && values.length === length
      && values.every((v) => v === null || typeof v === 'string' || (typeof v === 'number' && Number.isSafeInteger(v)))
      && !values.some((v) => typeof v === 'string' && v.includes('\0'));
    if (fine) return values as (string | number | null)[];
  } catch {
    // falls through to the same answer: a cursor is opaque, so there is nothing more to say about it
  }
  throw invalid('?cursor', 'is not a cursor of this list');
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** Cuts `limit + 1` fetched rows into a page. */
export function toPage<R, T>(fetched: readonly R[], limit: number, position: (row: R) => readonly (string | number | null)[], view: (row: R) => T): Page<T> {
  const kept = fetched.slice(0, limit);
  const last = kept[kept.length - 1];
  return { items: kept.map(view), nextCursor: fetched.length > limit && last !== undefined ? encodeCursor(position(last)) : null };
}

import { EXERCISE_COLUMNS, EXERCISE_JOINS } from './exercise-row.js';
import type { Visibility } from './exercise.js';
import type { ExerciseOrder } from './exercises.dto.js';

/** One part of what a person may see: an equality prefix of one index. The branches of a list differ in visibility. */
export interface Branch {
  readonly visibility: Visibility;
  /** Of one owner alone (then $owner is a parameter). */
  readonly owned: boolean;
  /** How a search goes through the branch: see listSql. */
  readonly by?: 'order' | 'words';
}

export interface ListShape {
  readonly order: ExerciseOrder;
  readonly branches: readonly Branch[];
  /** Whether the page starts behind a position. */
  readonly after: boolean;
  readonly match: 'none' | 'exact' | 'fuzzy';
  /** Those that were deleted and can be restored. */
  readonly deleted?: boolean;
  /** Rows to fetch. */
  readonly fetch: number;
}

export interface ListViewer {
  readonly userId: string;
  readonly staff: boolean;
}

/** What of the exercises a viewer may list, as branches, and whose they are where a branch is owned. */
export function branchesFor(viewer: ListViewer, owner: string | undefined, visibility: Visibility | undefined): { readonly branches: readonly Branch[]; readonly ownerId: string | null } {
  const wanted: readonly Visibility[] = visibility === undefined ? ['organisation', 'private'] : [visibility];
  const ownerId = owner === 'me' ? viewer.userId : (owner ?? null);
  if (ownerId !== null) {
    const seesPrivate = viewer.staff || ownerId === viewer.userId;
    return { ownerId, branches: wanted.filter((v) => seesPrivate || v === 'organisation').map((v) => ({ visibility: v, owned: true })) };
  }
  // Everybody else's private ones are out; one's own are in.
  const branches = wanted.map((v) => ({ visibility: v, owned: v === 'private' && !viewer.staff }));
  return { ownerId: branches.some((b) => b.owned) ? viewer.userId : null, branches };
}

const COLUMNS: Readonly<Record<string, { readonly column: string; readonly type: string }>> = {
  createdAt: { column: 'created_at', type: 'timestamptz' },
  updatedAt: { column: 'updated_at', type: 'timestamptz' },
  name: { column: 'name_key', type: 'text' },
};

export const directionOf = (order: ExerciseOrder): 'ASC' | 'DESC' => (order.startsWith('-') ? 'DESC' : 'ASC');
export const sortOf = (order: ExerciseOrder): { readonly column: string; readonly type: string } => COLUMNS[order.replace('-', '')] ?? { column: 'created_at', type: 'timestamptz' };

/** Short and equal for equal SQL: the name of the prepared statement. */
export function shapeName(shape: ListShape): string {
  const branches = shape.branches.map((b) => `${b.owned ? 'o' : 'a'}${b.visibility[0] ?? ''}`).join('');
  return `exercises_${shape.order}_${branches}_${shape.after ? 'next' : 'first'}${shape.deleted === true ? '_deleted' : ''}_${shape.fetch}`;
}

/** What an answer needs and no more: a sort would copy the search columns along. */
const BASE = 'id, name, name_key, description, asset_id, reference_id, youtube_id, visibility, owner_id, comment_count, version, created_at, updated_at, deleted_at';

/** Rows of the order's index that a search looks at before it turns to the words' indexes, per row wanted. */
const WINDOW = 100;

/**
 * The list's SQL. Each branch reads its own index from the position on and stops after a page, so that the cost of a
 * page depends neither on its depth nor on what the viewer may not see; visibilities and limits are literal, since a
 * prepared statement's generic plan would otherwise lose the partial indexes.
 *
 * A search goes through a branch in one of two ways, and PostgreSQL is not left to guess which: by the order, through
 * the next rows of the list (right for frequent words: a page is full soon), or by the words, through all that matches
 * (right for rare ones, of which there are few to sort). OFFSET 0 keeps the second from becoming the first. Each branch
 * of a search gives up to a page, so that the caller can see which one was full.
 *
 * Parameters in this order, those that the shape has: owner, sort key, id, tsquery, LIKE pattern | text.
 */
export function listSql(shape: ListShape): string {
  const { column, type } = sortOf(shape.order);
  const direction = directionOf(shape.order);
  let params = 0;
  const next = (): string => `$${(params += 1)}`;
  const owner = shape.branches.some((b) => b.owned) ? next() : '';
  const keyset = shape.after ? ` AND (${column}, id) ${direction === 'ASC' ? '>' : '<'} (${next()}::${type}, ${next()}::uuid)` : '';
  const match = shape.match === 'none' ? ''
    : shape.match === 'exact' ? `(search_vector @@ to_tsquery('simple', ${next()}) OR search_text LIKE ${next()})`
      : `${next()}::text <% search_text`;
  const sorted = `ORDER BY ${column} ${direction}, id ${direction}`;
  const branches = shape.branches.map((b) => {
    const there = shape.deleted === true ? `deleted_at > now() - interval '30 days'` : 'deleted_at IS NULL';
    const where = `${there} AND visibility = '${b.visibility}'${b.owned ? ` AND owner_id = ${owner}::uuid` : ''}${keyset}`;
    if (match === '') return `(SELECT ${BASE} FROM exercises WHERE ${where} ${sorted} LIMIT ${shape.fetch})`;
    const from = b.by === 'words'
      ? `SELECT ${BASE} FROM exercises WHERE ${where} AND ${match} OFFSET 0`
      : `SELECT ${BASE} FROM (SELECT ${BASE}, search_text, search_vector FROM exercises WHERE ${where} ${sorted} LIMIT ${shape.fetch * WINDOW}) w WHERE ${match}`;
    return `(SELECT * FROM (${from}) m ${sorted} LIMIT ${shape.fetch})`;
  });
  const cut = match === '' ? ` ${sorted} LIMIT ${shape.fetch}` : '';
  const union = branches.length === 1 ? branches[0] : `(${branches.join(' UNION ALL ')}${cut})`;
  return `SELECT ${EXERCISE_COLUMNS}, e.${column} AS sort_key FROM ${union} e ${EXERCISE_JOINS} ORDER BY e.${column} ${direction}, e.id ${direction}`;
}

/** Page sizes that statements exist for: with any limit from 1 to 100 each connection would hold a hundred of each. */
const SIZES = [20, 50, 100] as const;
export const fetchFor = (limit: number): number => (SIZES.find((s) => limit <= s) ?? 100) + 1;

/** A search's words as a tsquery of prefixes that must all be there; null without a word in it. */
export function tsqueryOf(folded: string): string | null {
  const words = folded.split(/[^\p{L}\p{M}\p{N}]+/u).filter((w) => w !== '');
  return words.length === 0 ? null : words.map((w) => `'${w}':*`).join(' & ');
}

export const likeOf = (folded: string): string => `%${folded.replace(/[\\%_]/g, '\\$&')}%`;

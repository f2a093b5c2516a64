export interface Anchor {
  readonly startMs: number;
  readonly endMs?: number | undefined;
}

/** What of a comment decides where it stands. */
export interface Placed {
  readonly id: string;
  readonly parentId: string | null;
  readonly anchor: Anchor | null;
  readonly createdAt: string;
}
export interface Thread<C> {
  readonly comment: C;
  readonly replies: readonly C[];
}
export const ORDERS = ['moment', 'newest'] as const;
export type Order = (typeof ORDERS)[number];

const byTime = (x: Placed, y: Placed) => x.createdAt.localeCompare(y.createdAt) || x.id.localeCompare(y.id);
const byMoment = (x: Placed, y: Placed) => (x.anchor?.startMs ?? Infinity) - (y.anchor?.startMs ?? Infinity) || byTime(x, y);

/** Comments with their replies, oldest reply first. A reply to something that is not to be seen stands by itself: it is not lost. */
export function threadsOf<C extends Placed>(comments: readonly C[], order: Order): readonly Thread<C>[] {
  const ids = new Set(comments.map(({ id }) => id));
  const isTop = ({ parentId }: C) => parentId === null || !ids.has(parentId);
  const tops = comments.filter(isTop).toSorted(order === 'moment' ? ((x, y) => (x.anchor === null && y.anchor === null ? byTime(x, y) : byMoment(x, y))) : (x, y) => byTime(y, x));
  return tops.map((comment) => ({ comment, replies: comments.filter(({ parentId }) => parentId === comment.id).toSorted(byTime) }));
}

/** The list with a comment in its newest form. */
export const withComment = <C extends { readonly id: string }>(comments: readonly C[], comment: C): readonly C[] => (comments.some(({ id }) => id === comment.id) ? comments.map((one) => (one.id === comment.id ? comment : one)) : [...comments, comment]);
export const withoutComment = <C extends { readonly id: string }>(comments: readonly C[], id: string): readonly C[] => comments.filter((one) => one.id !== id);

/** Milliseconds that a comment on a single moment counts as being about what is on the screen. */
const LASTS = 4_000;
export const isAt = (anchor: Anchor | null, timeMs: number): boolean => anchor !== null && timeMs >= anchor.startMs - 50 && timeMs < (anchor.endMs ?? anchor.startMs + LASTS);

/** Of the comments about this moment the one that began last: the newest thing on the screen. */
export function latestAt<C extends Pick<Placed, 'id' | 'anchor'>>(comments: readonly C[], timeMs: number): string | null {
  const now = comments.filter(({ anchor }) => isAt(anchor, timeMs));
  return now.toSorted((x, y) => (y.anchor?.startMs ?? 0) - (x.anchor?.startMs ?? 0))[0]?.id ?? null;
}

/** Comments that came since the last look, from others. */
export function newFromOthers<C extends { readonly id: string; readonly author: { readonly id: string } | null; readonly state: string }>(before: readonly C[], now: readonly C[], myId: string): readonly C[] {
  const known = new Set(before.map(({ id }) => id));
  return now.filter(({ id, author, state }) => !known.has(id) && state === 'visible' && author !== null && author.id !== myId);
}

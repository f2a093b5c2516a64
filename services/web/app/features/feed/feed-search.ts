export const ORDERS = ['-createdAt', 'createdAt', 'name', '-name', '-updatedAt', 'updatedAt'] as const;
export type Order = (typeof ORDERS)[number];

/** What of the feed stands in its address. */
export interface FeedSearch {
  readonly search?: string;
  readonly order?: Order;
  readonly visibility?: 'private' | 'organisation';
  readonly owner?: string;
}

/** Whatever else an address holds is left out, never an error. */
export function feedSearch(given: Readonly<Record<string, unknown>>): FeedSearch {
  const order = ORDERS.find((known) => known === given.order);
  const visibility = (['private', 'organisation'] as const).find((known) => known === given.visibility);
  return {
    ...(typeof given.search === 'string' && given.search !== '' ? { search: given.search } : {}),
    ...(order === undefined ? {} : { order }), ...(visibility === undefined ? {} : { visibility }),
    ...(typeof given.owner === 'string' && given.owner !== '' ? { owner: given.owner } : {}),
  };
}

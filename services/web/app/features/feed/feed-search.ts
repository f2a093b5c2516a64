export const ORDERS = ['-createdAt', 'createdAt', 'name', '-name', '-updatedAt', 'updatedAt'] as const;
export type Order = (typeof ORDERS)[number];
export const VISIBILITIES = ['organisation', 'private'] as const;

/** What of the feed stands in its address. */
export interface FeedSearch {
  readonly search?: string;
  readonly order?: Order;
  readonly visibility?: (typeof VISIBILITIES)[number];
  /** `me`, or somebody's id. */
  readonly owner?: string;
  /** One's own that were deleted and can come back. */
  readonly deleted?: true;
}

/** Whatever else an address holds is left out, never an error. */
export function feedSearch(given: Readonly<Record<string, unknown>>): FeedSearch {
  // A router reads numbers and booleans out of an address; what somebody searched for is text.
  const text = (value: unknown) => (typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '').trim();
  const order = ORDERS.find((known) => known === given.order);
  const visibility = VISIBILITIES.find((known) => known === given.visibility);
  const search = text(given.search).slice(0, 100);
  const owner = text(given.owner);
  if (text(given.deleted) === 'true') return { owner: 'me', deleted: true };
  return {
    ...(search === '' ? {} : { search }), ...(order === undefined || order === '-createdAt' ? {} : { order }), ...(visibility === undefined ? {} : { visibility }),
    ...(owner === 'me' || /^[0-9a-f-]{36}$/i.test(owner) ? { owner } : {}),
  };
}

export const WHOSE = ['all', 'mine', 'deleted'] as const;
export const whoseOf = ({ owner, deleted }: FeedSearch): (typeof WHOSE)[number] | 'person' => (deleted === true ? 'deleted' : owner === undefined ? 'all' : owner === 'me' ? 'mine' : 'person');
/** Something is left out of the list. */
export const isFiltered = ({ search, owner, visibility, deleted }: FeedSearch): boolean => search !== undefined || owner !== undefined || visibility !== undefined || deleted !== undefined;

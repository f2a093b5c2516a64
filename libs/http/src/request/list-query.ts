import { z } from 'zod';

/** A whole number in a query string: digits only, so that `1e2`, ` 5` and `0x10` are refused. */
export const queryInteger = (min: number, max: number) =>
  z.string().regex(/^\d{1,15}$/, { error: 'must be a whole number' }).transform(Number).pipe(z.number().min(min).max(max));

/** `limit` (1…100, default 20) and `cursor`, for every list. */
export const listQuery = {
  limit: queryInteger(1, 100).default(20),
  cursor: z.string().min(1).max(1_000).optional(),
};

/** `{items, nextCursor}` for OpenAPI. */
export const pageOf = (item: z.ZodType) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

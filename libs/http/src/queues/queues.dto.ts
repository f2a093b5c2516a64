import { z } from 'zod';
import { listQuery } from '../request/list-query.js';

const count = z.number().int().nonnegative();

export const queueList = z.object({
  items: z.array(z.object({
    name: z.string(),
    /** null, as the next two and the last but one: no worker has looked within the last half minute. */
    waiting: count.nullable(),
    active: count.nullable(),
    delayed: count.nullable(),
    /** Not tried any more, and not settled by anybody. */
    failed: count,
    /** Milliseconds; also null when nothing waits. */
    oldestWaitingMs: count.nullable(),
    /** When a worker last looked. */
    seenAt: z.iso.datetime().nullable(),
  })),
  nextCursor: z.null(),
});

export const failedQuery = z.object(listQuery);
export const failedPage = z.object({
  items: z.array(z.object({
    id: z.uuid(),
    /** The kind of work; of an event, its type. */
    job: z.string(),
    /** `asset/<id>`: what it was about. */
    subject: z.string().nullable(),
    failedAt: z.iso.datetime(),
    attempts: count,
    /** In words. */
    reason: z.string(),
  })),
  nextCursor: z.string().nullable(),
});

export const decision = z.strictObject({
  reason: z.string().trim().refine((text) => text !== '' && [...text].length <= 1_000, { error: 'must have 1 to 1,000 characters' }).meta({ minLength: 1, maxLength: 1_000 }),
});

import { z } from 'zod';

export const personView = z.object({ id: z.uuid(), displayName: z.string() });
export type PersonView = z.infer<typeof personView>;

/** Shown while a name cannot be looked up. */
export const UNKNOWN_NAME = 'Someone';

import { z } from 'zod';
import { ROLES, SCOPES } from './permissions.js';

const person = { userId: z.uuid(), role: z.enum(ROLES), leaving: z.boolean() };

/** What auth answers for a credential and what lies in the cache: RFC 7662 in spirit, typed for our two kinds. */
export const introspection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('session'), ...person, sessionId: z.uuid(), authenticatedAt: z.number() }),
  z.object({ kind: z.literal('token'), ...person, tokenId: z.uuid(), scopes: z.array(z.enum(SCOPES)) }),
]);

export const introspectionAnswer = z.discriminatedUnion('active', [
  z.object({ active: z.literal(true), principal: introspection }),
  z.object({ active: z.literal(false) }),
]);
export type IntrospectionAnswer = z.infer<typeof introspectionAnswer>;

export const introspectionQuestion = z.strictObject({
  kind: z.enum(['session', 'token']),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Only looks: an open stream is no use of a session, and must not keep an idle one alive. */
  passive: z.boolean().optional(),
});
export type IntrospectionQuestion = z.infer<typeof introspectionQuestion>;

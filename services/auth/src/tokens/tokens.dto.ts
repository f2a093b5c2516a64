import { listQuery, pageOf } from '@practika/http';
import { SCOPES } from '@practika/identity';
import { z } from 'zod';
import { codePoints } from '../accounts/code-points.js';
import type { ApiToken } from './api-tokens.repository.js';

export const tokenBody = z.strictObject({
  name: z.string().trim().min(1, { error: 'must have 1 to 100 characters' }).refine((name) => codePoints(name) <= 100, { error: 'must have 1 to 100 characters' }),
  scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length).transform((scopes) => [...new Set(scopes)]),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});

export const tokenView = z.object({
  id: z.uuid(), name: z.string(), scopes: z.array(z.enum(SCOPES)), expiresAt: z.iso.datetime(), createdAt: z.iso.datetime(), lastUsedAt: z.iso.datetime().nullable(),
});
export const createdToken = tokenView.extend({ token: z.string() });
export const tokensQuery = z.object(listQuery);
export const tokensPage = pageOf(tokenView);

export function viewOfToken(token: ApiToken): z.infer<typeof tokenView> {
  return {
    id: token.id, name: token.name, scopes: [...token.scopes], expiresAt: token.expiresAt.toISOString(), createdAt: token.createdAt.toISOString(),
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
  };
}

import { listQuery, pageOf } from '@practika/http';
import { ROLES } from '@practika/identity';
import { z } from 'zod';
import { userView } from '../accounts/user.js';

export const usersQuery = z.object({
  ...listQuery,
  /** A part of the address, the user name or the display name. */
  search: z.string().trim().max(100).optional(),
  role: z.enum(ROLES).optional(),
  status: z.enum(['active', 'blocked']).optional(),
});
export const usersPage = pageOf(userView);
export const standingBody = z.strictObject({ role: z.enum(ROLES).optional(), status: z.enum(['active', 'blocked']).optional() });

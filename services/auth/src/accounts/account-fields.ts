import { z } from 'zod';
import { codePoints } from './code-points.js';
import { isReservedUserName, USER_NAME } from './user-name.js';

export const emailField = z.string().trim().max(254).pipe(z.email({ error: 'must be an e-mail address' }));

export const usernameField = z.string().trim()
  .regex(USER_NAME, { error: 'must have 3 to 30 characters of a-z, 0-9, dot, underscore and dash' })
  .refine((name) => !isReservedUserName(name), { error: 'is reserved' });

export const displayNameField = z.string().trim()
  .refine((name) => codePoints(name) >= 1 && codePoints(name) <= 100, { error: 'must have 1 to 100 characters' })
  // Line breaks and other controls would let a name pass for more than a name in mails and lists.
  .refine((name) => !/[\p{Cc}\u2028\u2029]/u.test(name), { error: 'must not contain control characters' });

/** A password as typed. The policy speaks about new ones; here is only a bound on the work a request can cause. */
export const passwordField = z.string().min(1).max(1_024);

/** A token out of a mailed link. What is no token at all is treated like an unknown one. */
export const linkTokenField = z.string().min(1).max(4_096);

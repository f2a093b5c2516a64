import { ROLES } from '@practika/identity';
import { z } from 'zod';
import { emailField, usernameField } from './accounts/account-fields.js';

const account = z.strictObject({ email: emailField, username: usernameField, password: z.string().min(12).max(128) });

/** What `.practika/accounts.json` holds: an account by role. Roles may be left out. */
export const demoAccounts = z.partialRecord(z.enum(ROLES), account);
export type DemoAccounts = z.infer<typeof demoAccounts>;

import { type MigrationClass, sharedMigrations } from '@practika/database';
import { eventMigrations } from '@practika/events';
import { CreateUsers1700000100000 } from './1700000100000-create-users.js';
import { CreateSignUps1700000100001 } from './1700000100001-create-sign-ups.js';
import { CreateSessions1700000100002 } from './1700000100002-create-sessions.js';
import { CreateApiTokens1700000100003 } from './1700000100003-create-api-tokens.js';
import { CreatePasswordResets1700000100004 } from './1700000100004-create-password-resets.js';
import { CreateInvitations1700000100005 } from './1700000100005-create-invitations.js';
import { CreateMails1700000100006 } from './1700000100006-create-mails.js';
import { CreateSecurityEvents1700000100007 } from './1700000100007-create-security-events.js';

export const authMigrations: readonly MigrationClass[] = [
  ...sharedMigrations,
  ...eventMigrations,
  CreateUsers1700000100000,
  CreateSignUps1700000100001,
  CreateSessions1700000100002,
  CreateApiTokens1700000100003,
  CreatePasswordResets1700000100004,
  CreateInvitations1700000100005,
  CreateMails1700000100006,
  CreateSecurityEvents1700000100007,
];

/** Tables that the runtime role reads and adds to, and never changes. */
export const appendOnlyTables: readonly string[] = ['security_events'];

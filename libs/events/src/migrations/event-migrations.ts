import type { MigrationClass } from '@practika/database';
import { CreateOutbox1700000000002 } from './1700000000002-create-outbox.js';
import { CreateFailedJobs1700000000004 } from './1700000000004-create-failed-jobs.js';
import { CountTriesOfDeadLetters1700000000003 } from './1700000000003-count-tries-of-dead-letters.js';

/** Tables of outbox and inbox. Every service lists them right after `sharedMigrations`. */
export const eventMigrations: readonly MigrationClass[] = [CreateOutbox1700000000002, CountTriesOfDeadLetters1700000000003, CreateFailedJobs1700000000004];

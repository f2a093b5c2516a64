import { sharedMigrations, type MigrationClass } from '@practika/database';
import { eventMigrations } from '@practika/events';
import { CreateConsentRecords1700000300000 } from './1700000300000-create-consent-records.js';
import { CreateConsentGates1700000300001 } from './1700000300001-create-consent-gates.js';
import { CreateConsentEffects1700000300002 } from './1700000300002-create-consent-effects.js';

export const consentMigrations: readonly MigrationClass[] = [
  ...sharedMigrations,
  ...eventMigrations,
  CreateConsentRecords1700000300000,
  CreateConsentGates1700000300001,
  CreateConsentEffects1700000300002,
];

/** Tables that the runtime role reads and adds to, and never changes. */
export const appendOnlyTables: readonly string[] = ['consent_records'];

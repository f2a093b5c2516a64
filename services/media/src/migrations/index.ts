import { sharedMigrations, type MigrationClass } from '@practika/database';
import { eventMigrations } from '@practika/events';
import { CreateAssets1700000200000 } from './1700000200000-create-assets.js';
import { CreateUploads1700000200001 } from './1700000200001-create-uploads.js';
import { CreateConsentStates1700000200002 } from './1700000200002-create-consent-states.js';
import { AddRecordings1700000200003 } from './1700000200003-add-recordings.js';
import { IndexAssetStates1700000200004 } from './1700000200004-index-asset-states.js';

export const mediaMigrations: readonly MigrationClass[] = [
  ...sharedMigrations, ...eventMigrations, CreateAssets1700000200000, CreateUploads1700000200001, CreateConsentStates1700000200002, AddRecordings1700000200003,
  IndexAssetStates1700000200004,
];

/** What the runtime role may add to but never change. Rows go when their asset's row goes. */
export const appendOnlyTables = ['asset_history', 'verdicts'] as const;

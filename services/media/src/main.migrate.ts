import { runMain } from '@practika/config';
import { migrate } from '@practika/database';
import { configureLogging, logger } from '@practika/observability';
import { loadMediaMigrateConfig } from './media.config.js';
import { appendOnlyTables, mediaMigrations } from './migrations/index.js';

await runMain(async () => {
  configureLogging({ level: 'info', process: 'media-migrate' });
  const ran = await migrate({ ...loadMediaMigrateConfig(process.env), migrations: mediaMigrations, appendOnly: appendOnlyTables });
  logger('migrate').info({ ran }, 'the schema is up to date');
});

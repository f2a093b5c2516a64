import { runMain } from '@practika/config';
import { migrate } from '@practika/database';
import { loadMigrateConfig } from './consent.config.js';
import { appendOnlyTables, consentMigrations } from './migrations/consent-migrations.js';

await runMain(async () => {
  const ran = await migrate({ ...loadMigrateConfig(process.env), migrations: consentMigrations, appendOnly: appendOnlyTables });
  process.stdout.write(ran.length === 0 ? 'consent: the schema is up to date\n' : `consent: ${ran.length} migrations ran\n`);
});

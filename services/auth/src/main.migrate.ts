import { runMain } from '@practika/config';
import { migrate } from '@practika/database';
import { loadMigrateConfig } from './migrate.config.js';
import { appendOnlyTables, authMigrations } from './migrations/auth-migrations.js';

await runMain(async () => {
  const ran = await migrate({ ...loadMigrateConfig(process.env), migrations: authMigrations, appendOnly: appendOnlyTables });
  process.stdout.write(ran.length === 0 ? 'auth: the schema is up to date\n' : `auth: ${ran.length} migrations ran\n`);
});

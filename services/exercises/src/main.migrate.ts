import { runMain } from '@practika/config';
import { migrate } from '@practika/database';
import { loadMigrateConfig } from './migrate.config.js';
import { exercisesMigrations } from './migrations/exercises-migrations.js';

await runMain(async () => {
  const ran = await migrate({ ...loadMigrateConfig(process.env), migrations: exercisesMigrations });
  process.stdout.write(ran.length === 0 ? 'exercises: the schema is up to date\n' : `exercises: ${ran.length} migrations ran\n`);
});

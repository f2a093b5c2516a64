import { type Environment, loadConfig, settings } from '@practika/config';
import { z } from 'zod';

const schema = z.object({ MIGRATION_DATABASE_URL: settings.postgresUrl, RUNTIME_ROLE: z.string().min(1) });

/** @throws ConfigError */
export function loadMigrateConfig(env: Environment): { readonly ownerUrl: string; readonly runtimeRole: string } {
  const values = loadConfig(schema, ['MIGRATION_DATABASE_URL', 'RUNTIME_ROLE'], env);
  return { ownerUrl: values.MIGRATION_DATABASE_URL, runtimeRole: values.RUNTIME_ROLE };
}

import { ConfigError, type Environment, loadConfig, settings } from '@practika/config';
import { PASSWORD_MIN_LENGTH_FLOOR } from '@practika/password-policy';
import { z } from 'zod';
import { parsePeppers, type Pepper } from './passwords/peppers.js';

const schema = z.object({
  PRACTIKA_PROFILE: settings.profile,
  DATABASE_URL: settings.postgresUrl,
  PASSWORD_MIN_LENGTH: z.coerce.number().int().min(PASSWORD_MIN_LENGTH_FLOOR).max(64).default(12),
  PASSWORD_PEPPER: z.string(),
});

/** What the operator's commands need: the database and how passwords are hashed. */
export interface OperatorConfig {
  readonly profile: settings.Profile;
  readonly databaseUrl: string;
  readonly passwordMinLength: number;
  readonly peppers: readonly [Pepper, ...Pepper[]];
}

/** @throws ConfigError */
export function loadOperatorConfig(env: Environment): OperatorConfig {
  const values = loadConfig(schema, ['PRACTIKA_PROFILE', 'DATABASE_URL', 'PASSWORD_MIN_LENGTH', 'PASSWORD_PEPPER'], env);
  const peppers = parsePeppers(values.PASSWORD_PEPPER);
  if (peppers === null) throw new ConfigError(['PASSWORD_PEPPER: must be the value that the API runs with']);
  return { profile: values.PRACTIKA_PROFILE, databaseUrl: values.DATABASE_URL, passwordMinLength: values.PASSWORD_MIN_LENGTH, peppers };
}

/** For accounts to try things out with. @throws ConfigError in production: there the first account comes from create-admin alone */
export function loadDemoConfig(env: Environment): OperatorConfig {
  const config = loadOperatorConfig(env);
  if (config.profile === 'production') throw new ConfigError(['PRACTIKA_PROFILE: accounts for trying out are never made in production; use create-admin']);
  return config;
}

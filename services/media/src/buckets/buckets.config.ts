import { loadConfig, settings, type Environment } from '@practika/config';
import { z } from 'zod';
import { identityEnv, identityShape, STORE_ENV, storeShape, toBuckets, toCredentials, toStoreSettings, type StoreCredentials, type StoreSettings } from '../media.config.js';
import { GRANTEES, type Grantee } from './bucket-grants.js';
import type { BucketPlan } from './bucket-setup.service.js';

export interface BucketsConfig {
  readonly store: StoreSettings;
  readonly setup: StoreCredentials;
  readonly plan: BucketPlan;
}

// An account is called by its access key on versitygw and by an ARN on AWS: S3_<IDENTITY>_PRINCIPAL wins where it is set.
const namesOf = (g: Grantee) => ({ key: `S3_${g}_ACCESS_KEY`, principal: `S3_${g}_PRINCIPAL` });

const schema = z.object({
  ...storeShape, ...identityShape('SETUP'), PUBLIC_ORIGIN: settings.httpUrl, TRUSTED_ORIGINS: settings.list, PRACTIKA_PROFILE: settings.profile,
  ...Object.fromEntries(GRANTEES.flatMap((g) => Object.values(namesOf(g)).map((name) => [name, z.string().min(1).optional()]))),
}).superRefine((env, context) => {
  const named = GRANTEES.filter((g) => principalOf(env, g) !== undefined);
  if (named.length > 0 && named.length < GRANTEES.length) {
    for (const g of GRANTEES.filter((x) => !named.includes(x))) {
      context.addIssue({ code: 'custom', path: [namesOf(g).principal], message: 'is missing while other identities are named: name all or none' });
    }
  }
});

function principalOf(env: Readonly<Record<string, unknown>>, grantee: Grantee): string | undefined {
  const { key, principal } = namesOf(grantee);
  const value = env[principal] ?? env[key];
  return typeof value === 'string' ? value : undefined;
}

/** @throws ConfigError */
export function loadBucketsConfig(environment: Environment): BucketsConfig {
  const names = ['PRACTIKA_PROFILE', 'PUBLIC_ORIGIN', 'TRUSTED_ORIGINS', ...STORE_ENV, ...identityEnv('SETUP'), ...GRANTEES.flatMap((g) => Object.values(namesOf(g)))];
  const env = loadConfig(schema, names, environment);
  const store = toStoreSettings(env);
  return {
    store, setup: toCredentials(env, 'SETUP'),
    plan: {
      buckets: toBuckets(env), origins: [...new Set([env.PUBLIC_ORIGIN, ...env.TRUSTED_ORIGINS])], requireTls: store.endpoint.startsWith('https://'),
      principals: Object.fromEntries(GRANTEES.flatMap((g) => { const p = principalOf(env, g); return p === undefined ? [] : [[g, p]]; })),
    },
  };
}

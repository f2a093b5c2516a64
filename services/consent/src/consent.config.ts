import { createPublicKey } from 'node:crypto';
import { type Environment, loadConfig, settings } from '@practika/config';
import { HTTP_ENV, httpShape, type HttpConfig, refuseInsecureHttp, toHttpConfig } from '@practika/http';
import { z } from 'zod';
import type { Controller } from './consents/consent-record.js';

const BLOCK = /-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g;
const isKey = (pem: string): boolean => {
  try {
    return createPublicKey(pem).asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
};
const p256 = settings.pem.refine(isKey, { error: 'must be an EC P-256 key in PEM' });
/** Public keys that receipts were signed with before, one PEM block after the other. */
const earlierKeys = z.string().default('').transform((text) => text.match(BLOCK) ?? []).refine((keys) => keys.every(isKey), { error: 'must be EC P-256 public keys in PEM' });

const recordShape = {
  RECEIPT_SIGNING_KEY: p256,
  RECEIPT_EARLIER_KEYS: earlierKeys,
  CONTROLLER_NAME: z.string().min(1).default('Practika'),
  CONTROLLER_ADDRESS: z.string().default(''),
  CONTROLLER_CONTACT: z.string().min(1).optional(),
};
const RECORD_ENV = Object.keys(recordShape);

export interface RecordConfig {
  readonly signingKey: string;
  readonly earlierKeys: readonly string[];
  readonly controller: Controller;
}

function toRecordConfig(values: z.output<z.ZodObject<typeof recordShape>> & { readonly PUBLIC_ORIGIN: string }): RecordConfig {
  return {
    signingKey: values.RECEIPT_SIGNING_KEY, earlierKeys: values.RECEIPT_EARLIER_KEYS,
    // Without a setting the mailbox that RFC 2142 would have anybody look for first.
    controller: { name: values.CONTROLLER_NAME, address: values.CONTROLLER_ADDRESS, contact: values.CONTROLLER_CONTACT ?? `privacy@${new URL(values.PUBLIC_ORIGIN).hostname}` },
  };
}

const apiSchema = z.object({ ...httpShape, ...recordShape, DATABASE_URL: settings.postgresUrl, DATABASE_POOL_SIZE: settings.count(10) }).superRefine(refuseInsecureHttp);

export interface ConsentApiConfig {
  readonly http: HttpConfig;
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly records: RecordConfig;
}

/** @throws ConfigError */
export function loadConsentApiConfig(env: Environment): ConsentApiConfig {
  const values = loadConfig(apiSchema, [...HTTP_ENV, ...RECORD_ENV, 'DATABASE_URL', 'DATABASE_POOL_SIZE'], env);
  return { http: toHttpConfig(values), databaseUrl: values.DATABASE_URL, poolSize: values.DATABASE_POOL_SIZE, records: toRecordConfig(values) };
}

const workerShape = {
  ...recordShape,
  HOST: httpShape.HOST, METRICS_PORT: httpShape.METRICS_PORT, LOG_LEVEL: httpShape.LOG_LEVEL, SHUTDOWN_GRACE_SECONDS: httpShape.SHUTDOWN_GRACE_SECONDS,
  PUBLIC_ORIGIN: settings.httpUrl, DATABASE_URL: settings.postgresUrl, REDIS_QUEUE_URL: settings.redisUrl, SERVICE_KEY: settings.pem, MEDIA_INTERNAL_URL: settings.httpUrl,
};

export interface ConsentWorkerConfig {
  readonly host: string;
  readonly metricsPort: number;
  readonly logLevel: HttpConfig['logLevel'];
  readonly shutdownGraceSeconds: number;
  readonly databaseUrl: string;
  readonly redisQueueUrl: string;
  readonly serviceKey: string;
  readonly mediaUrl: string;
  readonly records: RecordConfig;
}

/** @throws ConfigError */
export function loadConsentWorkerConfig(env: Environment): ConsentWorkerConfig {
  const values = loadConfig(z.object(workerShape), Object.keys(workerShape), env);
  return {
    host: values.HOST, metricsPort: values.METRICS_PORT, logLevel: values.LOG_LEVEL, shutdownGraceSeconds: values.SHUTDOWN_GRACE_SECONDS, databaseUrl: values.DATABASE_URL,
    redisQueueUrl: values.REDIS_QUEUE_URL, serviceKey: values.SERVICE_KEY, mediaUrl: values.MEDIA_INTERNAL_URL, records: toRecordConfig(values),
  };
}

const migrateSchema = z.object({ MIGRATION_DATABASE_URL: settings.postgresUrl, RUNTIME_ROLE: z.string().min(1) });

/** @throws ConfigError */
export function loadMigrateConfig(env: Environment): { readonly ownerUrl: string; readonly runtimeRole: string } {
  const values = loadConfig(migrateSchema, ['MIGRATION_DATABASE_URL', 'RUNTIME_ROLE'], env);
  return { ownerUrl: values.MIGRATION_DATABASE_URL, runtimeRole: values.RUNTIME_ROLE };
}

const verifySchema = z.object({ DATABASE_URL: settings.postgresUrl, RECEIPT_SIGNING_KEY: p256, RECEIPT_EARLIER_KEYS: earlierKeys });

/** RECEIPT_SIGNING_KEY may be the public half here. @throws ConfigError */
export function loadVerifyConfig(env: Environment): { readonly databaseUrl: string; readonly keys: readonly string[] } {
  const values = loadConfig(verifySchema, ['DATABASE_URL', 'RECEIPT_SIGNING_KEY', 'RECEIPT_EARLIER_KEYS'], env);
  return { databaseUrl: values.DATABASE_URL, keys: [values.RECEIPT_SIGNING_KEY, ...values.RECEIPT_EARLIER_KEYS] };
}

import { tmpdir } from 'node:os';
import { loadConfig, settings, type Environment } from '@practika/config';
import { httpShape } from '@practika/http';
import { z } from 'zod';
import {
  DATABASE_ENV, databaseShape, identityEnv, identityShape, STORE_ENV, storeShape, toBuckets, toCredentials, toStoreSettings,
  type Buckets, type StoreCredentials, type StoreSettings,
} from '../media.config.js';

/** What each of the three work processes needs. Each has an S3 identity of its own. */
export interface StepConfig {
  readonly host: string;
  readonly metricsPort: number;
  readonly logLevel: string;
  readonly shutdownGraceSeconds: number;
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly redisQueueUrl: string;
  readonly store: StoreSettings;
  readonly buckets: Buckets;
  readonly credentials: StoreCredentials;
}

export interface ChecksumConfig extends StepConfig {
  readonly ffprobe: string;
  /** Where a job's private folder is made; needs room for two of the largest uploads. */
  readonly workRoot: string;
}

export interface ScanConfig extends StepConfig {
  readonly clamd: { readonly host: string; readonly port: number };
  readonly signatureMaxAgeHours: number;
  readonly undatedSignaturesAllowed: boolean;
}

export interface ProcessConfig extends ChecksumConfig {
  readonly ffmpeg: string;
  readonly serviceKey: string;
  readonly consentUrl: string;
}

const STEP_ENV = ['PRACTIKA_PROFILE', 'HOST', 'METRICS_PORT', 'LOG_LEVEL', 'SHUTDOWN_GRACE_SECONDS', 'REDIS_QUEUE_URL', ...DATABASE_ENV, ...STORE_ENV];
const stepShape = {
  PRACTIKA_PROFILE: settings.profile, HOST: settings.host('0.0.0.0'), METRICS_PORT: settings.port(9464), LOG_LEVEL: httpShape.LOG_LEVEL,
  // A 100 MiB video is scanned within this on one slow core.
  SHUTDOWN_GRACE_SECONDS: settings.seconds(120),
  REDIS_QUEUE_URL: settings.redisUrl, ...databaseShape, ...storeShape,
};
const programs = { FFPROBE_PATH: z.string().min(1).default('ffprobe'), WORK_DIR: z.string().min(1).default(tmpdir()) };
type StepValues = z.output<z.ZodObject<typeof stepShape>>;

const toStep = (env: StepValues, credentials: StoreCredentials): StepConfig => ({
  host: env.HOST, metricsPort: env.METRICS_PORT, logLevel: env.LOG_LEVEL, shutdownGraceSeconds: env.SHUTDOWN_GRACE_SECONDS,
  databaseUrl: env.DATABASE_URL, poolSize: env.DATABASE_POOL_SIZE, redisQueueUrl: env.REDIS_QUEUE_URL,
  store: toStoreSettings(env), buckets: toBuckets(env), credentials,
});

/** @throws ConfigError */
export function loadChecksumConfig(environment: Environment): ChecksumConfig {
  const schema = z.object({ ...stepShape, ...programs, ...identityShape('CHECKSUM') });
  const env = loadConfig(schema, [...STEP_ENV, 'FFPROBE_PATH', 'WORK_DIR', ...identityEnv('CHECKSUM')], environment);
  return { ...toStep(env, toCredentials(env, 'CHECKSUM')), ffprobe: env.FFPROBE_PATH, workRoot: env.WORK_DIR };
}

const scanSchema = z.object({
  ...stepShape, ...identityShape('SCAN'),
  CLAMD_HOST: z.string().min(1), CLAMD_PORT: z.coerce.number().int().min(1).max(65_535).default(3_310),
  CLAMD_SIGNATURE_MAX_AGE_HOURS: settings.count(48), CLAMD_ALLOW_UNDATED_SIGNATURES: z.enum(['true', 'false']).optional(),
}).superRefine((env, context) => {
  if (env.PRACTIKA_PROFILE === 'production' && env.CLAMD_ALLOW_UNDATED_SIGNATURES === 'true') {
    context.addIssue({ code: 'custom', path: ['CLAMD_ALLOW_UNDATED_SIGNATURES'], message: 'must not be true in production: signatures without a date protect nobody' });
  }
});

/** @throws ConfigError */
export function loadScanConfig(environment: Environment): ScanConfig {
  const env = loadConfig(scanSchema, [
    ...STEP_ENV, 'CLAMD_HOST', 'CLAMD_PORT', 'CLAMD_SIGNATURE_MAX_AGE_HOURS', 'CLAMD_ALLOW_UNDATED_SIGNATURES', ...identityEnv('SCAN'),
  ], environment);
  return {
    ...toStep(env, toCredentials(env, 'SCAN')), clamd: { host: env.CLAMD_HOST, port: env.CLAMD_PORT }, signatureMaxAgeHours: env.CLAMD_SIGNATURE_MAX_AGE_HOURS,
    // The other profiles run on the database of test signatures where no mirror can be reached.
    undatedSignaturesAllowed: env.CLAMD_ALLOW_UNDATED_SIGNATURES === undefined ? env.PRACTIKA_PROFILE !== 'production' : env.CLAMD_ALLOW_UNDATED_SIGNATURES === 'true',
  };
}

/** @throws ConfigError */
export function loadProcessConfig(environment: Environment): ProcessConfig {
  const schema = z.object({
    ...stepShape, ...programs, ...identityShape('PROCESS'), FFMPEG_PATH: z.string().min(1).default('ffmpeg'), SERVICE_KEY: settings.pem, CONSENT_INTERNAL_URL: settings.httpUrl,
  });
  const env = loadConfig(schema, [...STEP_ENV, 'FFPROBE_PATH', 'WORK_DIR', 'FFMPEG_PATH', 'SERVICE_KEY', 'CONSENT_INTERNAL_URL', ...identityEnv('PROCESS')], environment);
  return {
    ...toStep(env, toCredentials(env, 'PROCESS')), ffprobe: env.FFPROBE_PATH, workRoot: env.WORK_DIR, ffmpeg: env.FFMPEG_PATH,
    serviceKey: env.SERVICE_KEY, consentUrl: env.CONSENT_INTERNAL_URL,
  };
}

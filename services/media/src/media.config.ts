import { loadConfig, secretFiles, settings, type Environment } from '@practika/config';
import { HTTP_ENV, httpShape, refuseInsecureHttp, toHttpConfig, type HttpConfig } from '@practika/http';
import { z } from 'zod';

/** Each process has S3 credentials of its own, with the least rights. */
export type StoreIdentity = 'UPLOADER' | 'PLAYBACK' | 'CHECKSUM' | 'SCAN' | 'PROCESS' | 'DELETER' | 'SETUP';

export interface StoreSettings {
  /** Where this process reaches the store. */
  readonly endpoint: string;
  /** What URLs are signed for: where browsers reach it. */
  readonly publicEndpoint: string;
  readonly region: string;
  readonly forcePathStyle: boolean;
}

export interface Buckets {
  readonly uploads: string;
  readonly media: string;
  readonly quarantine: string;
}

export interface StoreCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const DATABASE_ENV = ['DATABASE_URL', 'DATABASE_POOL_SIZE'] as const;
export const databaseShape = { DATABASE_URL: settings.postgresUrl, DATABASE_POOL_SIZE: settings.count(10) };

export const STORE_ENV = [
  'S3_ENDPOINT', 'S3_PUBLIC_ENDPOINT', 'S3_REGION', 'S3_FORCE_PATH_STYLE', 'S3_UPLOADS_BUCKET', 'S3_MEDIA_BUCKET', 'S3_QUARANTINE_BUCKET',
] as const;
export const storeShape = {
  S3_ENDPOINT: settings.httpUrl,
  S3_PUBLIC_ENDPOINT: settings.httpUrl.optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_FORCE_PATH_STYLE: settings.flag(true),
  S3_UPLOADS_BUCKET: z.string().min(3).default('uploads'),
  S3_MEDIA_BUCKET: z.string().min(3).default('media'),
  S3_QUARANTINE_BUCKET: z.string().min(3).default('quarantine'),
};
type StoreValues = z.output<z.ZodObject<typeof storeShape>>;

export const toStoreSettings = (env: StoreValues): StoreSettings => ({
  endpoint: env.S3_ENDPOINT, publicEndpoint: env.S3_PUBLIC_ENDPOINT ?? env.S3_ENDPOINT, region: env.S3_REGION, forcePathStyle: env.S3_FORCE_PATH_STYLE,
});
export const toBuckets = (env: StoreValues): Buckets => ({ uploads: env.S3_UPLOADS_BUCKET, media: env.S3_MEDIA_BUCKET, quarantine: env.S3_QUARANTINE_BUCKET });

/** `S3_<IDENTITY>_ACCESS_KEY` and `S3_<IDENTITY>_SECRET_KEY`. */
export const identityEnv = (...identities: StoreIdentity[]): string[] => identities.flatMap((i) => [`S3_${i}_ACCESS_KEY`, `S3_${i}_SECRET_KEY`]);
export const identityShape = <I extends StoreIdentity>(identity: I) => ({
  [`S3_${identity}_ACCESS_KEY`]: z.string().min(1),
  [`S3_${identity}_SECRET_KEY`]: z.string().min(1),
}) as Record<`S3_${I}_ACCESS_KEY` | `S3_${I}_SECRET_KEY`, z.ZodString>;
/** What they are now: keys out of files are followed. */
export const toCredentials = (env: Readonly<Record<string, unknown>>, identity: StoreIdentity): StoreCredentials => {
  const [access, secret] = [`S3_${identity}_ACCESS_KEY`, `S3_${identity}_SECRET_KEY`];
  const now = (name: string): string => secretFiles.current<string>(name) ?? String(env[name]);
  void [now(access), now(secret)]; // Followed from now on, not only from the first use.
  return { get accessKeyId() { return now(access); }, get secretAccessKey() { return now(secret); } };
};

/** What one person may keep. */
export interface Quota {
  /** Bytes of everything that is not deleted, uploads under way included. */
  readonly bytes: number;
  readonly assets: number;
}

export interface MediaApiConfig {
  readonly http: HttpConfig;
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly store: StoreSettings;
  readonly buckets: Buckets;
  readonly uploader: StoreCredentials;
  readonly playback: StoreCredentials;
  readonly quota: Quota;
}

const apiSchema = z.object({
  ...httpShape, ...databaseShape, ...storeShape, ...identityShape('UPLOADER'), ...identityShape('PLAYBACK'),
  MEDIA_QUOTA_BYTES: settings.count(20 * 1024 ** 3),
  MEDIA_QUOTA_ASSETS: settings.count(2_000),
}).superRefine((env, context) => {
  refuseInsecureHttp(env, context);
  if (env.PRACTIKA_PROFILE === 'production' && !(env.S3_PUBLIC_ENDPOINT ?? env.S3_ENDPOINT).startsWith('https://')) {
    context.addIssue({ code: 'custom', path: ['S3_PUBLIC_ENDPOINT'], message: 'must be https in production, or videos travel in the clear' });
  }
});

/** @throws ConfigError */
export function loadMediaApiConfig(environment: Environment): MediaApiConfig {
  const env = loadConfig(apiSchema, [...HTTP_ENV, ...DATABASE_ENV, ...STORE_ENV, ...identityEnv('UPLOADER', 'PLAYBACK'), 'MEDIA_QUOTA_BYTES', 'MEDIA_QUOTA_ASSETS'], environment);
  return {
    http: toHttpConfig(env), databaseUrl: env.DATABASE_URL, poolSize: env.DATABASE_POOL_SIZE,
    store: toStoreSettings(env), buckets: toBuckets(env), uploader: toCredentials(env, 'UPLOADER'), playback: toCredentials(env, 'PLAYBACK'),
    quota: { bytes: env.MEDIA_QUOTA_BYTES, assets: env.MEDIA_QUOTA_ASSETS },
  };
}

export interface MediaWorkerConfig {
  readonly host: string;
  readonly metricsPort: number;
  readonly logLevel: string;
  readonly shutdownGraceSeconds: number;
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly redisQueueUrl: string;
  readonly store: StoreSettings;
  readonly buckets: Buckets;
  readonly deleter: StoreCredentials;
}

const workerSchema = z.object({
  HOST: settings.host('0.0.0.0'), METRICS_PORT: settings.port(9464), LOG_LEVEL: httpShape.LOG_LEVEL, SHUTDOWN_GRACE_SECONDS: settings.seconds(60),
  REDIS_QUEUE_URL: settings.redisUrl, ...databaseShape, ...storeShape, ...identityShape('DELETER'),
});

/** @throws ConfigError */
export function loadMediaWorkerConfig(environment: Environment): MediaWorkerConfig {
  const env = loadConfig(workerSchema, [
    'HOST', 'METRICS_PORT', 'LOG_LEVEL', 'SHUTDOWN_GRACE_SECONDS', 'REDIS_QUEUE_URL', ...DATABASE_ENV, ...STORE_ENV, ...identityEnv('DELETER'),
  ], environment);
  return {
    host: env.HOST, metricsPort: env.METRICS_PORT, logLevel: env.LOG_LEVEL, shutdownGraceSeconds: env.SHUTDOWN_GRACE_SECONDS,
    databaseUrl: env.DATABASE_URL, poolSize: env.DATABASE_POOL_SIZE, redisQueueUrl: env.REDIS_QUEUE_URL,
    store: toStoreSettings(env), buckets: toBuckets(env), deleter: toCredentials(env, 'DELETER'),
  };
}

/** @throws ConfigError */
export function loadMediaMigrateConfig(environment: Environment): { readonly ownerUrl: string; readonly runtimeRole: string } {
  const env = loadConfig(z.object({ MIGRATION_DATABASE_URL: settings.postgresUrl, RUNTIME_ROLE: z.string().min(1) }), ['MIGRATION_DATABASE_URL', 'RUNTIME_ROLE'], environment);
  return { ownerUrl: env.MIGRATION_DATABASE_URL, runtimeRole: env.RUNTIME_ROLE };
}

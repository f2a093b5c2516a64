import { type Environment, loadConfig, settings } from '@practika/config';
import { HTTP_ENV, httpShape, type HttpConfig, refuseInsecureHttp, toHttpConfig } from '@practika/http';
import { z } from 'zod';

const databaseShape = { DATABASE_URL: settings.postgresUrl, DATABASE_POOL_SIZE: settings.count(10) };

const apiSchema = z.object({ ...httpShape, ...databaseShape }).superRefine(refuseInsecureHttp);

export interface ExercisesApiConfig {
  readonly http: HttpConfig;
  readonly databaseUrl: string;
  readonly poolSize: number;
}

/** @throws ConfigError */
export function loadExercisesApiConfig(env: Environment): ExercisesApiConfig {
  const values = loadConfig(apiSchema, [...HTTP_ENV, 'DATABASE_URL', 'DATABASE_POOL_SIZE'], env);
  return { http: toHttpConfig(values), databaseUrl: values.DATABASE_URL, poolSize: values.DATABASE_POOL_SIZE };
}

const WORKER_ENV = ['HOST', 'METRICS_PORT', 'LOG_LEVEL', 'SHUTDOWN_GRACE_SECONDS', 'DATABASE_URL', 'DATABASE_POOL_SIZE', 'REDIS_QUEUE_URL', 'SERVICE_KEY', 'MEDIA_INTERNAL_URL'];
const workerSchema = z.object({
  ...databaseShape,
  HOST: httpShape.HOST,
  METRICS_PORT: httpShape.METRICS_PORT,
  LOG_LEVEL: httpShape.LOG_LEVEL,
  SHUTDOWN_GRACE_SECONDS: httpShape.SHUTDOWN_GRACE_SECONDS,
  REDIS_QUEUE_URL: settings.redisUrl,
  SERVICE_KEY: settings.pem,
  MEDIA_INTERNAL_URL: settings.httpUrl,
});

export interface ExercisesWorkerConfig {
  readonly host: string;
  readonly metricsPort: number;
  readonly logLevel: HttpConfig['logLevel'];
  readonly shutdownGraceSeconds: number;
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly redisQueueUrl: string;
  readonly serviceKey: string;
  readonly mediaInternalUrl: string;
  /** Keeps the marks of two databases apart, as in tests. */
  readonly markSuffix?: string;
}

/** @throws ConfigError */
export function loadExercisesWorkerConfig(env: Environment): ExercisesWorkerConfig {
  const values = loadConfig(workerSchema, WORKER_ENV, env);
  return {
    host: values.HOST, metricsPort: values.METRICS_PORT, logLevel: values.LOG_LEVEL, shutdownGraceSeconds: values.SHUTDOWN_GRACE_SECONDS,
    databaseUrl: values.DATABASE_URL, poolSize: values.DATABASE_POOL_SIZE, redisQueueUrl: values.REDIS_QUEUE_URL,
    serviceKey: values.SERVICE_KEY, mediaInternalUrl: values.MEDIA_INTERNAL_URL,
  };
}

import { type Environment, loadConfig, settings } from '@practika/config';
import { z } from 'zod';

const shape = {
  PRACTIKA_PROFILE: settings.profile,
  HOST: settings.host('0.0.0.0'),
  PORT: settings.port(8000),
  METRICS_PORT: settings.port(9464),
  PUBLIC_ORIGIN: settings.httpUrl,
  /** Where browsers send and play videos; the pages may then talk to it. */
  S3_PUBLIC_ENDPOINT: settings.httpUrl.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  SHUTDOWN_DELAY_SECONDS: z.coerce.number().int().min(0).max(60).default(0),
  SHUTDOWN_GRACE_SECONDS: settings.seconds(10),
};

const schema = z.object(shape).superRefine((env, context) => {
  if (env.PRACTIKA_PROFILE === 'production' && !env.PUBLIC_ORIGIN.startsWith('https://')) {
    context.addIssue({ code: 'custom', path: ['PUBLIC_ORIGIN'], message: 'must be https in production, or session cookies travel in the clear' });
  }
});

export interface WebConfig {
  readonly host: string;
  readonly port: number;
  readonly metricsPort: number;
  readonly publicOrigin: string;
  readonly storeOrigin: string | null;
  readonly logLevel: string;
  readonly shutdownDelaySeconds: number;
  readonly shutdownGraceSeconds: number;
}

/** @throws ConfigError */
export function loadWebConfig(environment: Environment): WebConfig {
  const env = loadConfig(schema, Object.keys(shape), environment);
  return {
    host: env.HOST, port: env.PORT, metricsPort: env.METRICS_PORT, publicOrigin: env.PUBLIC_ORIGIN,
    storeOrigin: env.S3_PUBLIC_ENDPOINT === undefined ? null : new URL(env.S3_PUBLIC_ENDPOINT).origin,
    logLevel: env.LOG_LEVEL, shutdownDelaySeconds: env.SHUTDOWN_DELAY_SECONDS, shutdownGraceSeconds: env.SHUTDOWN_GRACE_SECONDS,
  };
}

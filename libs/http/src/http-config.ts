import { settings } from '@practika/config';
import { z } from 'zod';

/** Environment names of every API process; services add their own. */
export const HTTP_ENV = [
  'PRACTIKA_PROFILE', 'HOST', 'PORT', 'INTERNAL_PORT', 'METRICS_PORT', 'PUBLIC_ORIGIN', 'TRUSTED_ORIGINS', 'TRUSTED_PROXIES', 'S3_PUBLIC_ENDPOINT',
  'REDIS_CACHE_URL', 'SERVICE_KEY', 'AUTH_INTERNAL_URL', 'EXERCISES_INTERNAL_URL', 'MEDIA_INTERNAL_URL', 'CONSENT_INTERNAL_URL',
  'LOG_LEVEL', 'SHUTDOWN_DELAY_SECONDS', 'SHUTDOWN_GRACE_SECONDS', 'RATE_LIMIT_ANONYMOUS_PER_HOUR', 'RATE_LIMIT_PERSON_PER_HOUR',
] as const;

/** The zod shape for HTTP_ENV, to be spread into a service's own object. */
export const httpShape = {
  PRACTIKA_PROFILE: settings.profile,
  HOST: settings.host('0.0.0.0'),
  PORT: settings.port(8000),
  INTERNAL_PORT: settings.port(8001),
  METRICS_PORT: settings.port(9464),
  PUBLIC_ORIGIN: settings.httpUrl,
  TRUSTED_ORIGINS: settings.list,
  TRUSTED_PROXIES: settings.list,
  S3_PUBLIC_ENDPOINT: settings.httpUrl.optional(),
  REDIS_CACHE_URL: settings.redisUrl,
  SERVICE_KEY: settings.pem,
  AUTH_INTERNAL_URL: settings.httpUrl,
  EXERCISES_INTERNAL_URL: settings.httpUrl,
  MEDIA_INTERNAL_URL: settings.httpUrl,
  CONSENT_INTERNAL_URL: settings.httpUrl,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  SHUTDOWN_DELAY_SECONDS: z.coerce.number().int().min(0).max(60).default(0),
  SHUTDOWN_GRACE_SECONDS: settings.seconds(30),
  RATE_LIMIT_ANONYMOUS_PER_HOUR: settings.count(100),
  RATE_LIMIT_PERSON_PER_HOUR: settings.count(1_000),
};

type HttpValues = z.output<z.ZodObject<typeof httpShape>>;

/** The development and test profiles multiply the hourly limits by this; limits per account stay as in production. */
const DEVELOPMENT_FACTOR = 100;

export interface HttpConfig {
  readonly profile: HttpValues['PRACTIKA_PROFILE'];
  readonly host: string;
  readonly port: number;
  readonly internalPort: number;
  readonly metricsPort: number;
  readonly publicOrigin: string;
  /** Origins that unsafe requests may come from: the public one and those listed. */
  readonly origins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly redisCacheUrl: string;
  readonly serviceKey: string;
  readonly peers: Readonly<Record<'auth' | 'exercises' | 'media' | 'consent', string>>;
  readonly logLevel: HttpValues['LOG_LEVEL'];
  readonly shutdownDelaySeconds: number;
  readonly shutdownGraceSeconds: number;
  readonly limits: { readonly anonymousPerHour: number; readonly personPerHour: number };
}

export function toHttpConfig(env: HttpValues): HttpConfig {
  const factor = env.PRACTIKA_PROFILE === 'production' ? 1 : DEVELOPMENT_FACTOR;
  return {
    profile: env.PRACTIKA_PROFILE, host: env.HOST, port: env.PORT, internalPort: env.INTERNAL_PORT, metricsPort: env.METRICS_PORT,
    publicOrigin: env.PUBLIC_ORIGIN, origins: [env.PUBLIC_ORIGIN, ...env.TRUSTED_ORIGINS], trustedProxies: env.TRUSTED_PROXIES,
    redisCacheUrl: env.REDIS_CACHE_URL, serviceKey: env.SERVICE_KEY,
    peers: { auth: env.AUTH_INTERNAL_URL, exercises: env.EXERCISES_INTERNAL_URL, media: env.MEDIA_INTERNAL_URL, consent: env.CONSENT_INTERNAL_URL },
    logLevel: env.LOG_LEVEL, shutdownDelaySeconds: env.SHUTDOWN_DELAY_SECONDS, shutdownGraceSeconds: env.SHUTDOWN_GRACE_SECONDS,
    limits: { anonymousPerHour: env.RATE_LIMIT_ANONYMOUS_PER_HOUR * factor, personPerHour: env.RATE_LIMIT_PERSON_PER_HOUR * factor },
  };
}

/** What a production deployment may not run with. For `superRefine` of a service's schema. */
export function refuseInsecureHttp(env: HttpValues, context: z.RefinementCtx): void {
  if (env.PRACTIKA_PROFILE !== 'production') return;
  const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  if (!env.PUBLIC_ORIGIN.startsWith('https://')) refuse('PUBLIC_ORIGIN', 'must be https in production, or session cookies travel in the clear');
  for (const origin of env.TRUSTED_ORIGINS) {
    if (!/^https:\/\/[^*/]+$/.test(origin)) refuse('TRUSTED_ORIGINS', 'must list https origins without wildcards in production');
  }
  // Somebody ends TLS in front of this. Unless it is known who, all requests come from there, administrators' and strangers' alike.
  if (env.TRUSTED_PROXIES.length === 0) refuse('TRUSTED_PROXIES', 'must name the proxies in front in production, or limits and allow-lists by address see one address only');
  if (env.TRUSTED_PROXIES.some((p) => p === '*' || p.endsWith('/0'))) refuse('TRUSTED_PROXIES', 'must not trust every address, or anybody can pretend to come from anywhere');
}

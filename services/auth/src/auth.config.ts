import { type Environment, loadConfig, settings } from '@practika/config';
import { HTTP_ENV, httpShape, type HttpConfig, refuseInsecureHttp, toHttpConfig } from '@practika/http';
import ipaddr from 'ipaddr.js';
import { PASSWORD_MIN_LENGTH_FLOOR } from '@practika/password-policy';
import { z } from 'zod';
import { parsePeppers, type Pepper } from './passwords/peppers.js';

const passwordShape = {
  PASSWORD_MIN_LENGTH: z.coerce.number().int().min(PASSWORD_MIN_LENGTH_FLOOR).max(64).default(12),
  PASSWORD_PEPPER: z.string().transform((setting, context) => {
    const peppers = parsePeppers(setting);
    if (peppers === null) context.addIssue({ code: 'custom', message: 'must be a secret of at least 32 characters, or several as id:secret,id:secret with the current one first' });
    return peppers ?? z.NEVER;
  }),
};

const isRange = (range: string): boolean => (range.includes('/') ? ipaddr.isValidCIDR(range) : ipaddr.isValid(range));
const adminAddresses = settings.list.refine((ranges) => ranges.every(isRange), { error: 'must list addresses and CIDR ranges' });

const API_ENV = [...HTTP_ENV, 'DATABASE_URL', 'DATABASE_POOL_SIZE', 'PASSWORD_MIN_LENGTH', 'PASSWORD_PEPPER', 'PASSWORD_HASH_QUEUE', 'ADMIN_ALLOWED_ADDRESSES'];
const apiSchema = z.object({
  ...httpShape,
  ...passwordShape,
  DATABASE_URL: settings.postgresUrl,
  DATABASE_POOL_SIZE: settings.count(10),
  /** Hashes that may wait for a core. At about 100 a second on two cores the last of them waits about a second. */
  PASSWORD_HASH_QUEUE: settings.count(100),
  ADMIN_ALLOWED_ADDRESSES: adminAddresses,
}).superRefine((env, context) => {
  refuseInsecureHttp(env, context);
  if (env.PRACTIKA_PROFILE !== 'production') return;
  const refuse = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
  if (env.ADMIN_ALLOWED_ADDRESSES.length === 0) refuse('ADMIN_ALLOWED_ADDRESSES', 'must say where administrators work from: an empty list would mean everywhere');
  if (env.ADMIN_ALLOWED_ADDRESSES.some((range) => range.endsWith('/0'))) refuse('ADMIN_ALLOWED_ADDRESSES', 'must not be the whole Internet');
});

export interface AuthApiConfig {
  readonly http: HttpConfig;
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly passwordMinLength: number;
  readonly peppers: readonly [Pepper, ...Pepper[]];
  readonly hashQueue: number;
  readonly adminAllowedAddresses: readonly string[] | null;
}

/** @throws ConfigError */
export function loadAuthApiConfig(env: Environment): AuthApiConfig {
  const values = loadConfig(apiSchema, API_ENV, env);
  const open = values.PRACTIKA_PROFILE !== 'production' && values.ADMIN_ALLOWED_ADDRESSES.length === 0;
  return {
    http: toHttpConfig(values), databaseUrl: values.DATABASE_URL, poolSize: values.DATABASE_POOL_SIZE, passwordMinLength: values.PASSWORD_MIN_LENGTH,
    peppers: values.PASSWORD_PEPPER, hashQueue: values.PASSWORD_HASH_QUEUE, adminAllowedAddresses: open ? null : values.ADMIN_ALLOWED_ADDRESSES,
  };
}

const DEVELOPMENT_SENDER = 'Practika <no-reply@practika.localhost>';
const WORKER_ENV = ['PRACTIKA_PROFILE', 'HOST', 'METRICS_PORT', 'LOG_LEVEL', 'SHUTDOWN_GRACE_SECONDS', 'PUBLIC_ORIGIN', 'DATABASE_URL', 'REDIS_CACHE_URL', 'REDIS_QUEUE_URL', 'PASSWORD_PEPPER', 'SMTP_URL', 'SMTP_REQUIRE_TLS', 'MAIL_FROM'];
const workerSchema = z.object({
  PRACTIKA_PROFILE: settings.profile,
  HOST: settings.host('0.0.0.0'),
  METRICS_PORT: settings.port(9464),
  LOG_LEVEL: httpShape.LOG_LEVEL,
  SHUTDOWN_GRACE_SECONDS: settings.seconds(30),
  PUBLIC_ORIGIN: settings.httpUrl,
  DATABASE_URL: settings.postgresUrl,
  REDIS_CACHE_URL: settings.redisUrl,
  REDIS_QUEUE_URL: settings.redisUrl,
  PASSWORD_PEPPER: passwordShape.PASSWORD_PEPPER,
  SMTP_URL: z.string().regex(/^smtps?:\/\//, { error: 'must be an smtp:// or smtps:// URL' }),
  /** Counts in production alone. false is for a relay on the same host or inside a mesh that encrypts by itself. */
  SMTP_REQUIRE_TLS: settings.flag(true),
  MAIL_FROM: z.string().regex(/^[^\r\n]*@[^\r\n]+$/, { error: 'must be an address, with or without a name before it' }).optional(),
}).superRefine((env, context) => {
  if (env.PRACTIKA_PROFILE !== 'production') return;
  const refuse = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
  if (!env.PUBLIC_ORIGIN.startsWith('https://')) refuse('PUBLIC_ORIGIN', 'must be https in production, or mailed links lead over an open line');
  if (!env.SMTP_REQUIRE_TLS && new URL(env.SMTP_URL).password !== '') refuse('SMTP_REQUIRE_TLS', 'must stay true while SMTP_URL carries a password, or it crosses the network in the clear');
  if (env.MAIL_FROM === undefined) refuse('MAIL_FROM', 'must name the sender that mail systems know this platform by');
});

export interface AuthWorkerConfig {
  readonly host: string;
  readonly metricsPort: number;
  readonly logLevel: z.output<typeof workerSchema>['LOG_LEVEL'];
  readonly shutdownGraceSeconds: number;
  readonly publicOrigin: string;
  readonly databaseUrl: string;
  readonly redisCacheUrl: string;
  readonly redisQueueUrl: string;
  readonly peppers: readonly [Pepper, ...Pepper[]];
  readonly smtp: { readonly url: string; readonly from: string; readonly requireTls: boolean };
}

/** @throws ConfigError */
export function loadAuthWorkerConfig(env: Environment): AuthWorkerConfig {
  const values = loadConfig(workerSchema, WORKER_ENV, env);
  return {
    host: values.HOST, metricsPort: values.METRICS_PORT, logLevel: values.LOG_LEVEL, shutdownGraceSeconds: values.SHUTDOWN_GRACE_SECONDS,
    publicOrigin: values.PUBLIC_ORIGIN, databaseUrl: values.DATABASE_URL, redisCacheUrl: values.REDIS_CACHE_URL, redisQueueUrl: values.REDIS_QUEUE_URL,
    peppers: values.PASSWORD_PEPPER,
    // A password for the mail server, and everything in a mail, crosses the network: in production only under TLS.
    smtp: { url: values.SMTP_URL, from: values.MAIL_FROM ?? DEVELOPMENT_SENDER, requireTls: values.PRACTIKA_PROFILE === 'production' && values.SMTP_REQUIRE_TLS },
  };
}

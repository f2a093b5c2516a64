// Somebody else's servers: nothing is started, their addresses come from the environment.
import { UserError } from '../say.mjs';

const NEEDED = {
  PRACTIKA_POSTGRES_URL: 'a superuser\'s postgres:// URL', PRACTIKA_REDIS_CACHE_URL: 'redis://…', PRACTIKA_REDIS_QUEUE_URL: 'redis://… (noeviction, append-only)',
  PRACTIKA_S3_ENDPOINT: 'http://…', PRACTIKA_S3_ADMIN_ACCESS_KEY: 'the root access key', PRACTIKA_S3_ADMIN_SECRET_KEY: 'the root secret key',
  PRACTIKA_CLAMD_HOST: 'a host', PRACTIKA_CLAMD_PORT: 'a port', PRACTIKA_SMTP_URL: 'smtp://…', PRACTIKA_MAIL_INBOX_URL: 'maildev\'s …/api/email',
};

export const S3_IDENTITIES = ['uploader', 'playback', 'checksum', 'scan', 'process', 'deleter', 'setup'];

/** Keys per identity where the store is not versitygw: S3_<IDENTITY>_ACCESS_KEY and _SECRET_KEY; all or none. */
function identities(env) {
  const given = S3_IDENTITIES.filter((name) => env[`S3_${name.toUpperCase()}_ACCESS_KEY`]);
  if (given.length === 0) return null;
  if (given.length < S3_IDENTITIES.length) throw new UserError(`Keys of some S3 identities are missing: ${S3_IDENTITIES.filter((n) => !given.includes(n)).join(', ')}`);
  return Object.fromEntries(S3_IDENTITIES.map((name) => [name, { accessKey: env[`S3_${name.toUpperCase()}_ACCESS_KEY`], secretKey: env[`S3_${name.toUpperCase()}_SECRET_KEY`] }]));
}

export function externalBackends(env = process.env) {
  const missing = Object.keys(NEEDED).filter((name) => !env[name]);
  if (missing.length > 0) {
    throw new UserError(`PRACTIKA_BACKENDS is external, but these are not set: ${missing.map((name) => `${name} (${NEEDED[name]})`).join(', ')}`);
  }
  const inbox = env.PRACTIKA_MAIL_INBOX_URL;
  return {
    mode: 'external', all: {},
    urls: { postgres: env.PRACTIKA_POSTGRES_URL, redisCache: env.PRACTIKA_REDIS_CACHE_URL, redisQueue: env.PRACTIKA_REDIS_QUEUE_URL, smtp: env.PRACTIKA_SMTP_URL, inbox, mailWeb: new URL('/', inbox).href },
    s3: {
      endpoint: env.PRACTIKA_S3_ENDPOINT, publicEndpoint: env.PRACTIKA_S3_PUBLIC_ENDPOINT ?? env.PRACTIKA_S3_ENDPOINT,
      accessKey: env.PRACTIKA_S3_ADMIN_ACCESS_KEY, secretKey: env.PRACTIKA_S3_ADMIN_SECRET_KEY, identities: identities(env),
    },
    clamd: { host: env.PRACTIKA_CLAMD_HOST, port: Number(env.PRACTIKA_CLAMD_PORT) },
    stop: async () => {},
    forget: async () => {},
  };
}

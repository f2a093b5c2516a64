// Secrets of a development cluster: made once, kept in one Secret beside the backends, never changed. All others are
// put together from it, so that a namespace of the platform that was removed gets the same ones again.
import { generateKeyPairSync } from 'node:crypto';
import { S3_IDENTITIES } from '../lib/backends/external.mjs';
import { SERVICES } from '../lib/paths.mjs';
import { randomWord } from '../lib/secrets.mjs';

const pem = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
const word = () => randomWord(48);

/** Everything that is generated: the name, and how it is made. */
export const GENERATED = {
  'postgres-password': word, 'redis-cache-password': word, 'redis-queue-password': word,
  's3-root-access': () => `practika-root-${randomWord(8)}`, 's3-root-secret': word,
  'password-pepper': word, 'receipt-signing-key': pem,
  ...Object.fromEntries(SERVICES.flatMap((service) => [[`db-${service}-owner`, word], [`db-${service}-runtime`, word], [`service-key-${service}`, pem]])),
  ...Object.fromEntries(S3_IDENTITIES.flatMap((name) => [[`s3-${name}-access`, () => `practika-${name}-${randomWord(8)}`], [`s3-${name}-secret`, () => randomWord(40)]])),
};

/** What is missing of the generated ones, made. */
export const missing = (kept) => Object.fromEntries(Object.entries(GENERATED).filter(([name]) => !kept[name]).map(([name, make]) => [name, make()]));

const BACKENDS = 'practika-backends.svc';

/** Secrets of the backends, by name. */
export const backendSecrets = (s) => ({
  postgres: { password: s['postgres-password'] },
  'redis-cache': { password: s['redis-cache-password'], 'auth.conf': `requirepass ${s['redis-cache-password']}\n` },
  'redis-queue': { password: s['redis-queue-password'], 'auth.conf': `requirepass ${s['redis-queue-password']}\n` },
  versitygw: { 'access-key': s['s3-root-access'], 'secret-key': s['s3-root-secret'] },
});

/** Secrets of the platform, by name: the keys are those that the charts mount. */
export function platformSecrets(s) {
  const database = (service, kind) => `postgres://${service}_${kind}:${s[`db-${service}-${kind}`]}@postgres.${BACKENDS}:5432/${service}`;
  const redis = (kind) => `redis://:${s[`redis-${kind}-password`]}@redis-${kind}.${BACKENDS}:6379`;
  const own = {
    auth: { 'password-pepper': s['password-pepper'], 'smtp-url': `smtp://maildev.${BACKENDS}:1025` },
    consent: { 'receipt-signing-key': s['receipt-signing-key'] },
  };
  return {
    ...Object.fromEntries(SERVICES.flatMap((service) => [
      [`practika-${service}`, { 'database-url': database(service, 'runtime'), 'service-key': s[`service-key-${service}`], ...own[service] }],
      [`practika-${service}-migration`, { 'database-url': database(service, 'owner') }],
    ])),
    'practika-media-s3': Object.fromEntries(S3_IDENTITIES.flatMap((name) => [[`${name}-access-key`, s[`s3-${name}-access`]], [`${name}-secret-key`, s[`s3-${name}-secret`]]])),
    'practika-redis': { 'cache-url': redis('cache'), 'queue-url': redis('queue') },
  };
}

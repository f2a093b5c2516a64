import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '@practika/config';
import { loadAuthApiConfig, loadAuthWorkerConfig } from './auth.config.js';
import { loadDemoConfig } from './operator.config.js';

const PEPPER = 'a-production-pepper-of-many-characters';
const api = {
  PUBLIC_ORIGIN: 'https://practika.example', DATABASE_URL: 'postgres://auth@db/auth', REDIS_CACHE_URL: 'redis://cache', PASSWORD_PEPPER: PEPPER,
  SERVICE_KEY: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  AUTH_INTERNAL_URL: 'http://auth:8001', EXERCISES_INTERNAL_URL: 'http://exercises:8001', MEDIA_INTERNAL_URL: 'http://media:8001', CONSENT_INTERNAL_URL: 'http://consent:8001',
  TRUSTED_PROXIES: '10.0.0.0/8', ADMIN_ALLOWED_ADDRESSES: '192.0.2.0/24, 2001:db8::/32',
};
const worker = {
  PUBLIC_ORIGIN: 'https://practika.example', DATABASE_URL: 'postgres://auth@db/auth', REDIS_CACHE_URL: 'redis://cache', REDIS_QUEUE_URL: 'redis://queue', PASSWORD_PEPPER: PEPPER,
  SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'Practika <no-reply@practika.example>',
};

function sentences(load: () => unknown): string {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

describe('configuration of the API', () => {
  it('[G5] should be accepted in production when it is whole and safe', () => {
    const config = loadAuthApiConfig(api);
    expect(config).toMatchObject({ http: { profile: 'production' }, passwordMinLength: 12, adminAllowedAddresses: ['192.0.2.0/24', '2001:db8::/32'] });
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['plain http', { PUBLIC_ORIGIN: 'http://practika.example' }, /PUBLIC_ORIGIN: must be https/],
    ['no public origin', { PUBLIC_ORIGIN: '' }, /PUBLIC_ORIGIN: is required/],
    ['a wildcard origin', { TRUSTED_ORIGINS: 'https://*.example' }, /TRUSTED_ORIGINS: must list https origins/],
    ['an http origin', { TRUSTED_ORIGINS: 'http://other.example' }, /TRUSTED_ORIGINS/],
    ['every proxy trusted', { TRUSTED_PROXIES: '0.0.0.0/0' }, /TRUSTED_PROXIES: must not trust every address/],
    ['no proxy named', { TRUSTED_PROXIES: '' }, /TRUSTED_PROXIES: must name the proxies/],
    ['no list of administrators\' addresses', { ADMIN_ALLOWED_ADDRESSES: '' }, /ADMIN_ALLOWED_ADDRESSES: must say where/],
    ['the whole Internet as administrators\' address', { ADMIN_ALLOWED_ADDRESSES: '::/0' }, /ADMIN_ALLOWED_ADDRESSES: must not be the whole Internet/],
    ['administrators\' addresses that are none', { ADMIN_ALLOWED_ADDRESSES: 'office' }, /ADMIN_ALLOWED_ADDRESSES: must list addresses/],
    ['no pepper', { PASSWORD_PEPPER: '' }, /PASSWORD_PEPPER: is required/],
    ['a short pepper', { PASSWORD_PEPPER: 'pepper' }, /PASSWORD_PEPPER: must be a secret of at least 32/],
    ['two peppers of one name', { PASSWORD_PEPPER: `a:${PEPPER},a:${PEPPER}` }, /PASSWORD_PEPPER/],
    ['a password length below 8', { PASSWORD_MIN_LENGTH: '7' }, /PASSWORD_MIN_LENGTH: must be at least 8/],
    ['a password length that nobody can meet', { PASSWORD_MIN_LENGTH: '200' }, /PASSWORD_MIN_LENGTH: must be at most 64/],
    ['no database', { DATABASE_URL: '' }, /DATABASE_URL: is required/],
    ['another database', { DATABASE_URL: 'mysql://db' }, /DATABASE_URL: must be a postgres/],
    ['no key', { SERVICE_KEY: '' }, /SERVICE_KEY: is required/],
    ['a key that is none', { SERVICE_KEY: 'secret' }, /SERVICE_KEY: must be a PEM key/],
    ['no cache', { REDIS_CACHE_URL: '' }, /REDIS_CACHE_URL: is required/],
    ['a limit of none', { RATE_LIMIT_ANONYMOUS_PER_HOUR: '0' }, /RATE_LIMIT_ANONYMOUS_PER_HOUR/],
    ['an unknown profile', { PRACTIKA_PROFILE: 'prod' }, /PRACTIKA_PROFILE: must be one of/],
  ])('[G5] should refuse %s', (_, change, sentence) => {
    const said = sentences(() => loadAuthApiConfig({ ...api, ...change }));
    expect(said).toMatch(sentence);
    // Names only: a value may be a secret.
    for (const value of Object.values(change).filter((v) => v.length > 6)) expect(said).not.toContain(value);
  });

  it('[G5] should allow every address to administrators only outside production, and only when nothing is listed', () => {
    expect(loadAuthApiConfig({ ...api, PRACTIKA_PROFILE: 'development', PUBLIC_ORIGIN: 'http://localhost:8080', ADMIN_ALLOWED_ADDRESSES: '' }).adminAllowedAddresses).toBeNull();
    expect(loadAuthApiConfig({ ...api, PRACTIKA_PROFILE: 'development', PUBLIC_ORIGIN: 'http://localhost:8080' }).adminAllowedAddresses).toHaveLength(2);
  });
});

describe('configuration of the worker', () => {
  it('[G5] should be accepted in production when it is whole and safe, and speak to the mail server under TLS alone', () => {
    expect(loadAuthWorkerConfig(worker).smtp).toEqual({ url: 'smtp://mail.example', from: 'Practika <no-reply@practika.example>', requireTls: true });
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['no mail server', { SMTP_URL: '' }, /SMTP_URL: is required/],
    ['a mail server that is none', { SMTP_URL: 'http://mail' }, /SMTP_URL: must be an smtp/],
    ['a password for the mail server in the clear', { SMTP_URL: 'smtp://user:hidden-word@mail.example', SMTP_REQUIRE_TLS: 'false' }, /SMTP_REQUIRE_TLS: must stay true/],
    ['no sender', { MAIL_FROM: '' }, /MAIL_FROM: must name the sender/],
    ['a sender with a line break', { MAIL_FROM: 'a@b.example\r\nBcc: c@d.example' }, /MAIL_FROM/],
    ['links over plain http', { PUBLIC_ORIGIN: 'http://practika.example' }, /PUBLIC_ORIGIN: must be https/],
    ['no queue', { REDIS_QUEUE_URL: '' }, /REDIS_QUEUE_URL: is required/],
    ['no pepper', { PASSWORD_PEPPER: '' }, /PASSWORD_PEPPER: is required/],
  ])('[G5] should refuse %s', (_, change, sentence) => expect(sentences(() => loadAuthWorkerConfig({ ...worker, ...change }))).toMatch(sentence));
});

describe('accounts for trying out', () => {
  it('[G5] should never be made in production, nor when nothing is said about the profile', () => {
    const env = { DATABASE_URL: 'postgres://auth@db/auth', PASSWORD_PEPPER: PEPPER };
    for (const profile of ['production', '']) expect(sentences(() => loadDemoConfig({ ...env, PRACTIKA_PROFILE: profile }))).toMatch(/never made in production/);
    expect(loadDemoConfig({ ...env, PRACTIKA_PROFILE: 'development' }).profile).toBe('development');
  });
});

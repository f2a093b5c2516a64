/**
 * Settings that let a service's module be put together without a backend, for its OpenAPI document. Nothing listens at
 * these addresses, and the key is none: whoever boots with them gets nowhere.
 */
export function placeholderEnvironment(more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const nowhere = 'http://127.0.0.1:9';
  return {
    PRACTIKA_PROFILE: 'test', PUBLIC_ORIGIN: 'http://localhost:8080', DATABASE_URL: 'postgres://127.0.0.1:9/none', REDIS_CACHE_URL: 'redis://127.0.0.1:9', SERVICE_KEY: '-----BEGIN NOTHING-----',
    AUTH_INTERNAL_URL: nowhere, EXERCISES_INTERNAL_URL: nowhere, MEDIA_INTERNAL_URL: nowhere, CONSENT_INTERNAL_URL: nowhere, ...more,
  };
}

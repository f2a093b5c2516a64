// What tests are told of the backends and the platform that were started for them.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startBackends } from '../backends/index.mjs';
import { startControl } from '../control.mjs';
import { Ledger, writeJson } from '../ledger.mjs';
import { stateFolder, which } from '../paths.mjs';
import { Secrets } from '../secrets.mjs';

const RANDOM_PORTS = { postgres: null, 'redis-cache': null, 'redis-queue': null, clamd: null, s3: null, smtp: null, mailWeb: null };

/** The TEST_* variables that @practika/testing reads. */
export function testEnv(backends) {
  return {
    TEST_POSTGRES_URL: backends.urls.postgres, TEST_REDIS_CACHE_URL: backends.urls.redisCache, TEST_REDIS_QUEUE_URL: backends.urls.redisQueue,
    TEST_S3_ENDPOINT: backends.s3.endpoint, TEST_S3_ADMIN_ACCESS_KEY: backends.s3.accessKey, TEST_S3_ADMIN_SECRET_KEY: backends.s3.secretKey,
    TEST_CLAMD_HOST: backends.clamd.host, TEST_CLAMD_PORT: String(backends.clamd.port), TEST_SMTP_URL: backends.urls.smtp, TEST_MAIL_INBOX_URL: backends.urls.inbox,
    FFMPEG_PATH: which('ffmpeg') ?? 'ffmpeg', FFPROBE_PATH: which('ffprobe') ?? 'ffprobe', CHROMIUM_PATH: which('chromium') ?? '/usr/bin/chromium',
  };
}

/** Backends for the integration ring, in a folder of its own. */
export async function backendsFor(base) {
  const state = stateFolder(base);
  for (const folder of [state.base, state.logs, state.run]) mkdirSync(folder, { recursive: true, mode: 0o711 });
  return startBackends({ state, secrets: new Secrets(state.secrets), ledger: new Ledger(state.run), ports: RANDOM_PORTS, durable: false, fetchSignatures: false });
}

/**
 * A whole platform for the end-to-end ring. `platform.json` in its folder names every address, key and database, for
 * the program that checks invariants behind the platform's back.
 */
export async function platformFor(base) {
  const { Platform } = await import('../platform.mjs');
  const { developmentAccounts } = await import('../accounts.mjs');
  const platform = new Platform({ base, profile: 'test', fixedPorts: false, durable: false, fetchSignatures: false, quiet: true });
  try {
    await platform.start();
    await developmentAccounts(platform);
    const control = await startControl(platform);
    const env = {
      ...testEnv(platform.backends), TEST_PLATFORM_URL: platform.origin, TEST_PLATFORM_DIR: base,
      TEST_PLATFORM_CONTROL_URL: control.url, TEST_PLATFORM_CONTROL_TOKEN: control.token, TEST_S3_PUBLIC_ENDPOINT: platform.s3PublicEndpoint,
    };
    writeJson(join(base, 'platform.json'), {
      origin: platform.origin, control: { url: control.url, token: control.token }, ports: platform.ports, databases: platform.databases,
      redis: { cache: platform.backends.urls.redisCache, queue: platform.backends.urls.redisQueue }, s3: { endpoint: platform.backends.s3.endpoint, publicEndpoint: platform.s3PublicEndpoint, identities: platform.s3Keys },
      clamd: platform.backends.clamd, mail: { smtp: platform.backends.urls.smtp, inbox: platform.backends.urls.inbox }, mode: platform.backends.mode,
    });
    return { platform, env, stop: async () => { control.close(); await platform.stop(); await platform.backends.forget(); } };
  } catch (error) {
    await platform.stop().catch(() => {});
    await platform.backends?.forget().catch(() => {});
    throw error;
  }
}

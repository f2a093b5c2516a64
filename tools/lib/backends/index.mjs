// Real backends, started and stopped together: by Docker where an engine answers, else natively, or somebody else's.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { needPrograms, needVersitygw } from '../install.mjs';
import { freePort } from '../ports.mjs';
import { randomWord } from '../secrets.mjs';
import { step, UserError, warn } from '../say.mjs';
import { nativeClamd, warnAboutSignatures } from './clamd.mjs';
import { dockerAnswers, dockerBackends, dockerId, pullImages, removeContainers } from './docker.mjs';
import { externalBackends } from './external.mjs';
import { nativeMail } from './mail.mjs';
import { nativePostgres } from './postgres.mjs';
import { nativeRedis } from './redis.mjs';
import { nativeS3 } from './s3.mjs';

/** Ports of `npm start`; a taken one is replaced by a free one. Tests take free ones from the start. */
export const DEFAULT_PORTS = { postgres: 15432, 'redis-cache': 16379, 'redis-queue': 16380, clamd: 13310, s3: 7070, smtp: 1025, mailWeb: 1080 };
export const STOP_ORDER = ['mail', 'clamd', 's3', 'redis-cache', 'redis-queue', 'postgres'];

/** How backends are to be run: what PRACTIKA_BACKENDS says, else docker if an engine answers. */
export async function backendMode() {
  const said = process.env.PRACTIKA_BACKENDS;
  if (said && !['docker', 'native', 'external'].includes(said)) {
    throw new UserError(`PRACTIKA_BACKENDS must be docker, native or external, not ${said}`);
  }
  if (said === 'docker' && !(await dockerAnswers())) throw new UserError('PRACTIKA_BACKENDS is docker, but no Docker engine answers', 'docker info');
  return { mode: said ?? ((await dockerAnswers()) ? 'docker' : 'native'), chosen: Boolean(said) };
}

async function choosePorts(ports) {
  const chosen = {};
  for (const [name, wanted] of Object.entries(ports ?? DEFAULT_PORTS)) {
    chosen[name] = await freePort(wanted ?? undefined);
    // Addresses that a person may have noted; of the others nobody knows.
    if (wanted && chosen[name] !== wanted && ['s3', 'smtp', 'mailWeb'].includes(name)) warn(`port ${wanted} (${name}) is taken; using ${chosen[name]}`);
  }
  return chosen;
}

/**
 * Prepares the backends and starts them.
 *
 * @param {{ state: ReturnType<import('../paths.mjs').stateFolder>, secrets: import('../secrets.mjs').Secrets, ledger: import('../ledger.mjs').Ledger,
 *   ports?: Record<string, number | null>, durable: boolean, fetchSignatures: boolean }} options
 *   `durable: false` trades crash safety of the machine (not of the process) for speed, for tests
 */
export async function startBackends({ state, secrets, ledger, ports, durable, fetchSignatures }) {
  let { mode, chosen } = await backendMode();
  if (mode === 'external') return externalBackends();
  if (mode === 'docker') {
    try {
      await pullImages();
    } catch (error) {
      if (chosen) throw error;
      warn(`${error.message}; running the backends natively instead`);
      mode = 'native';
    }
  }
  // Data whose passwords are gone cannot be opened again: what lies in volumes of a folder that was deleted is dropped,
  // what lies beside us is somebody's to decide on.
  const firstTime = !existsSync(secrets.path('postgres'));
  if (firstTime && mode === 'native' && existsSync(join(state.data, 'postgres', 'PG_VERSION'))) {
    throw new UserError(`The data in ${state.data} is there, but its passwords in ${join(state.base, 'secrets')} are not`, 'npm start -- --fresh (forgets the data)');
  }
  const passwords = {
    postgres: secrets.get('postgres'), 'redis-cache': secrets.get('redis-cache'), 'redis-queue': secrets.get('redis-queue'),
    s3AccessKey: secrets.get('s3-root-access', () => `root${randomWord(16)}`), s3SecretKey: secrets.get('s3-root-secret', () => randomWord(40)),
  };
  const id = dockerId(state.base);
  mkdirSync(state.data, { recursive: true, mode: 0o711 });
  await needPrograms({ ffmpeg: 'ffmpeg', ffprobe: 'ffmpeg', ...(mode === 'native' ? { 'redis-server': 'redis-server', clamd: 'clamav-daemon' } : {}) });
  // Something of our own may still hold a port: away with it before ports are chosen.
  if (mode === 'docker') await removeContainers(id, { volumes: firstTime });
  const program = mode === 'native' ? await needVersitygw() : null;
  const at = await choosePorts(ports);
  const all = mode === 'docker'
    ? dockerBackends({ id, ports: at, secrets: passwords, durable, scratch: state.run, fetchSignatures })
    : nativeBackends({ state, at, passwords, durable, ledger, program, fetchSignatures });
  all.mail = nativeMail({ folder: join(state.data, 'mail'), smtpPort: at.smtp, webPort: at.mailWeb, logs: state.logs, ledger });
  step(`backends (${mode}): PostgreSQL 18, two Redis, ClamAV, S3 (versitygw), mail catcher`);
  try {
    const started = await Promise.allSettled(Object.values(all).map((backend) => backend.start()));
    const failed = started.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    step(`backends are up: ${Object.values(all).map((b) => `${b.name} ${b.port}`).join(', ')}`);
    if (fetchSignatures) await warnAboutSignatures(all.clamd.port);
  } catch (error) {
    await stopAll(all);
    throw error;
  }
  return {
    mode, all,
    urls: { postgres: all.postgres.url, redisCache: all['redis-cache'].url, redisQueue: all['redis-queue'].url, smtp: all.mail.url, inbox: all.mail.inboxUrl, mailWeb: all.mail.webUrl },
    s3: { endpoint: all.s3.endpoint, port: at.s3, accessKey: passwords.s3AccessKey, secretKey: passwords.s3SecretKey, identities: null },
    clamd: { host: '127.0.0.1', port: at.clamd },
    stop: () => stopAll(all),
    /** After stop: the data that lives outside the state folder. */
    forget: async () => { if (mode === 'docker') await removeContainers(id, { volumes: true }); },
  };
}

async function stopAll(all) {
  for (const name of STOP_ORDER) await all[name]?.stop();
}

function nativeBackends({ state, at, passwords, durable, ledger, program, fetchSignatures }) {
  const common = { logs: state.logs, ledger };
  const folder = (name) => join(state.data, name);
  const redis = (kind) => nativeRedis({ ...common, kind, folder: folder(`redis-${kind}`), port: at[`redis-${kind}`], password: passwords[`redis-${kind}`] });
  return {
    postgres: nativePostgres({ ...common, folder: folder('postgres'), port: at.postgres, password: passwords.postgres, durable }),
    'redis-cache': redis('cache'),
    'redis-queue': redis('queue'),
    clamd: nativeClamd({ ...common, folder: folder('clamd'), port: at.clamd, fetchSignatures }),
    s3: nativeS3({ ...common, folder: folder('s3'), port: at.s3, accessKey: passwords.s3AccessKey, secretKey: passwords.s3SecretKey, program }),
  };
}

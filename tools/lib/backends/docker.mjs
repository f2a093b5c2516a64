// The same backends as containers: public images, published on the loopback address alone, labelled, removed on stop.
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../proc.mjs';
import { step, UserError } from '../say.mjs';
import { tcpAsk, waitFor } from '../wait.mjs';
import { clamdConf, eicarSignature } from './clamd.mjs';
import { INITDB_ARGS, postgresReady, serverFlags } from './postgres.mjs';
import { redisConf, redisReady } from './redis.mjs';
import { gatewayArgs, s3Ready } from './s3.mjs';

export const IMAGES = { postgres: 'postgres:18', redis: 'redis:7', clamd: 'clamav/clamav:1.4', s3: 'versity/versitygw:v1.8.0' };

export async function dockerAnswers() {
  return (await run('docker', ['info', '--format', '{{.ServerVersion}}'], { timeoutMs: 10_000 })).code === 0;
}

async function docker(args, { allowFailure = false } = {}) {
  const done = await run('docker', args);
  if (done.code !== 0 && !allowFailure) throw new UserError(`docker ${args[0]} failed: ${done.err.trim().split('\n').pop()}`);
  return done.out.trim();
}

/** Pulls what is not here yet. */
export async function pullImages() {
  for (const image of Object.values(IMAGES)) {
    if ((await run('docker', ['image', 'inspect', image])).code === 0) continue;
    step(`docker: pulling ${image}`);
    const done = await run('docker', ['pull', image], { show: true });
    if (done.code !== 0) throw new UserError(`The image ${image} cannot be pulled`, 'PRACTIKA_BACKENDS=native npm start');
  }
}

/** A name for the containers and volumes of one state folder. */
export const dockerId = (base) => createHash('sha256').update(base).digest('hex').slice(0, 10);

/** Removes the containers of a state folder that an earlier run left; with `volumes`, its data too. */
export async function removeContainers(id, { volumes = false } = {}) {
  const label = `label=practika=${id}`;
  const left = (await docker(['ps', '-aq', '--filter', label])).split('\n').filter(Boolean);
  if (left.length > 0) await docker(['rm', '-f', '-v', ...left], { allowFailure: true });
  if (volumes) {
    const data = (await docker(['volume', 'ls', '-q', '--filter', label])).split('\n').filter(Boolean);
    if (data.length > 0) await docker(['volume', 'rm', '-f', ...data], { allowFailure: true });
  }
  return left.length;
}

/** @param {{ id: string, name: string, image: string, publish: [number, number], volume?: string, env?: object, files?: object, command?: string[], ready: () => Promise<unknown>, timeoutMs?: number, scratch: string }} spec */
function container(spec) {
  const full = `practika-${spec.id}-${spec.name}`;
  let made = false;
  const create = async () => {
    await docker(['rm', '-f', '-v', full], { allowFailure: true });
    const args = ['create', '--name', full, '--label', `practika=${spec.id}`, '-p', `127.0.0.1:${spec.publish[0]}:${spec.publish[1]}`];
    if (spec.volume) {
      await docker(['volume', 'create', '--label', `practika=${spec.id}`, full], {});
      args.push('-v', `${full}:${spec.volume}`);
    }
    if (spec.shm) args.push('--shm-size', spec.shm);
    for (const [name, value] of Object.entries(spec.env ?? {})) args.push('-e', `${name}=${value}`);
    await docker([...args, spec.image, ...(spec.command ?? [])]);
    // Copied in, not mounted: works with an engine on another machine too.
    const scratch = join(spec.scratch, `${spec.name}-copy`);
    for (const [path, content] of Object.entries(spec.files ?? {})) {
      rmSync(scratch, { recursive: true, force: true });
      mkdirSync(spec.scratch, { recursive: true, mode: 0o700 });
      writeFileSync(scratch, content, { mode: 0o644 });
      await docker(['cp', scratch, `${full}:${path}`]);
    }
    for (const [path, entries] of Object.entries(spec.folders ?? {})) {
      rmSync(scratch, { recursive: true, force: true });
      mkdirSync(scratch, { recursive: true, mode: 0o755 });
      for (const [name, content] of Object.entries(entries)) {
        if (content === null) mkdirSync(join(scratch, name));
        else writeFileSync(join(scratch, name), content, { mode: 0o644 });
      }
      await docker(['cp', `${scratch}/.`, `${full}:${path}`]);
    }
    rmSync(scratch, { recursive: true, force: true });
    made = true;
  };
  const stopped = async () => {
    const state = await docker(['inspect', '-f', '{{.State.Status}} {{.State.ExitCode}}', full], { allowFailure: true });
    if (!state.startsWith('exited')) return null;
    const log = await run('docker', ['logs', '--tail', '4', full]);
    return `its container has ended (${state}): ${`${log.out}${log.err}`.trim().split('\n').slice(-4).join(' | ')}`;
  };
  return {
    name: spec.name,
    container: full,
    pid: () => null,
    async kill(signal) {
      return (await run('docker', ['kill', '--signal', signal.replace(/^SIG/, ''), full])).code === 0;
    },
    async start() {
      if (!made) await create();
      await docker(['start', full]);
      let reason = null;
      let looked = Date.now();
      await waitFor(`${spec.name} (container)`, async () => {
        if (Date.now() - looked > 1_000) {
          looked = Date.now();
          reason = await stopped();
        }
        return spec.ready();
      }, { timeoutMs: spec.timeoutMs ?? 90_000, everyMs: 200, stopped: () => reason });
    },
    async stop() {
      await run('docker', ['kill', '--signal', 'CONT', full]);
      await docker(['stop', '-t', '15', full], { allowFailure: true });
      await docker(['rm', '-f', '-v', full], { allowFailure: true });
      made = false;
    },
    exited: () => null,
  };
}

/** The five that have images. Data lives in named volumes, kept across restarts. */
export function dockerBackends({ id, ports, secrets, durable, scratch, fetchSignatures }) {
  const base = { id, scratch };
  const postgresUrl = `postgres://postgres:${secrets.postgres}@127.0.0.1:${ports.postgres}/postgres`;
  const redis = (kind) => ({
    ...container({
      ...base, name: `redis-${kind}`, image: IMAGES.redis, publish: [ports[`redis-${kind}`], 6379], volume: '/data',
      files: { '/usr/local/etc/practika.conf': redisConf({ kind, port: 6379, bind: '0.0.0.0', folder: '/data', password: secrets[`redis-${kind}`] }) },
      command: ['redis-server', '/usr/local/etc/practika.conf'], ready: () => redisReady(ports[`redis-${kind}`], secrets[`redis-${kind}`]),
    }),
    port: ports[`redis-${kind}`], url: `redis://:${secrets[`redis-${kind}`]}@127.0.0.1:${ports[`redis-${kind}`]}`,
  });
  // With real signatures the image's own start fetches and refreshes them; for tests one signature and no network.
  const signatures = fetchSignatures ? '/var/lib/clamav' : '/practika-signatures';
  const clamav = clamdConf({ port: 3310, bind: '0.0.0.0', database: signatures, socket: '/tmp/clamd.sock', user: 'clamav' });
  return {
    postgres: {
      ...container({
        ...base, name: 'postgres', image: IMAGES.postgres, publish: [ports.postgres, 5432], volume: '/var/lib/postgresql', shm: '256m',
        env: { POSTGRES_PASSWORD: secrets.postgres, POSTGRES_INITDB_ARGS: INITDB_ARGS.join(' ') }, command: ['postgres', ...serverFlags({ durable })],
        ready: () => postgresReady(postgresUrl), timeoutMs: 120_000,
      }),
      port: ports.postgres, url: postgresUrl,
    },
    'redis-cache': redis('cache'),
    'redis-queue': redis('queue'),
    clamd: {
      ...container({
        ...base, name: 'clamd', image: IMAGES.clamd, publish: [ports.clamd, 3310],
        ...(fetchSignatures ? { volume: '/var/lib/clamav' } : { command: ['clamd', '--foreground', '--config-file=/etc/clamav/clamd.conf'] }),
        files: { '/etc/clamav/clamd.conf': clamav, ...(fetchSignatures ? { '/var/lib/clamav/eicar.ndb': eicarSignature() } : {}) },
        folders: fetchSignatures ? {} : { '/practika-signatures': { 'eicar.ndb': eicarSignature() } },
        ready: async () => (await tcpAsk(ports.clamd, 'zPING\0', { until: /\0/ })).startsWith('PONG'), timeoutMs: 600_000,
      }),
      port: ports.clamd, host: '127.0.0.1',
    },
    s3: {
      ...container({
        ...base, name: 's3', image: IMAGES.s3, publish: [ports.s3, 7070], volume: '/s3',
        env: { ROOT_ACCESS_KEY: secrets.s3AccessKey, ROOT_SECRET_KEY: secrets.s3SecretKey },
        command: gatewayArgs({ listen: ':7070', iam: '/s3/iam', versions: '/s3/versions', data: '/s3/data' }),
        folders: { '/s3': { data: null, versions: null, iam: null } },
        ready: () => s3Ready(ports.s3),
      }),
      port: ports.s3, endpoint: `http://127.0.0.1:${ports.s3}`, accessKey: secrets.s3AccessKey, secretKey: secrets.s3SecretKey,
    },
  };
}

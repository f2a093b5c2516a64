// The docker client that builds, and what a build is given.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ROOT } from '../lib/paths.mjs';
import { run } from '../lib/proc.mjs';
import { UserError } from '../lib/say.mjs';

/** Clients from this version on build with BuildKit through the buildx plugin alone; those before have it inside. */
const BUILDX_ONLY = 23;

/** The first client that can build with BuildKit. A PATH may hold one that can't before one that can. */
export async function dockerClient(env = process.env) {
  const named = env.PRACTIKA_DOCKER;
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = named ? [named] : [...new Set(folders.map((folder) => join(folder, 'docker')))].filter((file) => existsSync(file));
  if (candidates.length === 0) throw new UserError('There is no docker client in the PATH', 'install Docker, or name a client in PRACTIKA_DOCKER');
  for (const client of candidates) if (await hasBuildKit(client)) return client;
  throw new UserError(`${candidates.join(' and ')} cannot build with BuildKit`, 'install the buildx plugin, or name another client in PRACTIKA_DOCKER');
}

async function hasBuildKit(client) {
  const version = await run(client, ['--version'], { timeoutMs: 20_000 });
  if (version.code !== 0) return false;
  if (Number(/(\d+)\./.exec(version.out)?.[1] ?? 99) < BUILDX_ONLY) return true;
  return (await run(client, ['buildx', 'version'], { timeoutMs: 20_000 })).code === 0;
}

/** @throws UserError when the daemon does not answer */
export async function needDaemon(client) {
  const answer = await run(client, ['info', '--format', '{{.ServerVersion}}'], { timeoutMs: 20_000 });
  if (answer.code !== 0) throw new UserError(`The Docker daemon does not answer: ${answer.err.trim().split('\n').at(-1)}`);
}

const git = (...args) => {
  try {
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
};

/** What images are made of; see .dockerignore. */
const INPUTS = ['package.json', 'package-lock.json', 'tsconfig.base.json', 'docker', 'libs', 'services'];

/** The commit, and the time of the last commit that changed an image: not of the last commit, or no layer would outlive one. */
export function sourceState() {
  const revision = git('rev-parse', 'HEAD');
  const changed = revision !== '' && git('status', '--porcelain', '--', ...INPUTS) !== '';
  return { revision: revision === '' ? 'unknown' : `${revision}${changed ? '-changed' : ''}`, epoch: process.env.SOURCE_DATE_EPOCH || git('log', '-1', '--format=%ct', '--', ...INPUTS) || '0' };
}

/** The certificates that this machine's npm trusts, when it was told to trust others than the usual. */
export async function certificates(asked, env = process.env) {
  if (asked !== undefined) {
    if (!existsSync(asked)) throw new UserError(`${asked} (--ca) does not exist`);
    return asked;
  }
  if (env.NODE_EXTRA_CA_CERTS && existsSync(env.NODE_EXTRA_CA_CERTS)) return env.NODE_EXTRA_CA_CERTS;
  const { out } = await run('npm', ['config', 'get', 'cafile'], { timeoutMs: 30_000, cwd: ROOT });
  return existsSync(out.trim()) ? out.trim() : null;
}

/** The arguments of `docker build` for one image. */
export function buildArguments(image, { name, version, target, noCache, npmrc, ca, source, env = process.env }) {
  const args = {
    SERVICE: image, VERSION: version, REVISION: source.revision, SOURCE_DATE_EPOCH: source.epoch,
    NODE_IMAGE: env.PRACTIKA_NODE_IMAGE, DEBIAN_IMAGE: env.PRACTIKA_DEBIAN_IMAGE, RUNTIME_IMAGE: env.PRACTIKA_RUNTIME_IMAGE,
  };
  return [
    'build', '--file', 'docker/Dockerfile', '--target', target, '--tag', name, '--progress', 'plain',
    ...Object.entries(args).flatMap(([key, value]) => (value ? ['--build-arg', `${key}=${value}`] : [])),
    ...(npmrc ? ['--secret', `id=npmrc,src=${npmrc}`] : []), ...(ca ? ['--secret', `id=ca,src=${ca}`] : []), ...(noCache ? ['--no-cache'] : []), '.',
  ];
}

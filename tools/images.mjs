#!/usr/bin/env node
// npm run images: the container images of the services and the web app.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from './lib/paths.mjs';
import { run } from './lib/proc.mjs';
import { explain, info, plain, step, UserError } from './lib/say.mjs';
import { buildArguments, certificates, dockerClient, needDaemon, sourceState } from './images/engine.mjs';
import { HELP, nameOf, readOptions } from './images/options.mjs';

/** An image that is larger than this has something in it that does not belong there. */
const LIMIT_MB = 250;
const DEFAULT_LOADER = 'kind load docker-image';

async function build(docker, image, options) {
  const name = nameOf(image, options);
  step(`${name}: building`);
  const began = Date.now();
  const done = await run(docker, buildArguments(image, { ...options, name, noCache: options['no-cache'] }), { cwd: ROOT, env: { ...process.env, DOCKER_BUILDKIT: '1' }, beat: name });
  if (done.code !== 0) {
    const said = `${done.err}\n${done.out}`.trim().split('\n').filter((line) => !/^#\d+ (?:sha256:|DONE|CACHED)/.test(line)).slice(-40);
    throw new UserError(`${name} could not be built:\n${said.join('\n')}`);
  }
  const inspected = await run(docker, ['image', 'inspect', name, '--format', '{{.Size}} {{.Id}}']);
  const [size, id] = inspected.out.trim().split(' ');
  return { image, name, id, megabytes: Number(size) / 1e6, seconds: (Date.now() - began) / 1000 };
}

async function load(names) {
  const loader = process.env.PRACTIKA_IMAGE_LOADER || DEFAULT_LOADER;
  step(`loading: ${loader} ${names.join(' ')}`);
  // The loader is a command line of the caller's; the names are parameters of it.
  const done = await run('sh', ['-c', `${loader} "$@"`, 'sh', ...names], { show: true, env: { KIND_CLUSTER_NAME: 'practika', ...process.env }, beat: 'loading' });
  if (done.code !== 0) throw new UserError(`The images could not be loaded: "${loader}" ended with code ${done.code ?? done.err}`, 'set PRACTIKA_IMAGE_LOADER to the command that brings images to your cluster');
}

function table(made) {
  plain();
  plain(`${'image'.padEnd(34)}${'MB'.padStart(8)}${'built in'.padStart(12)}   id`);
  for (const { name, megabytes, seconds, id } of made) plain(`${name.padEnd(34)}${megabytes.toFixed(1).padStart(8)}${`${seconds.toFixed(1)} s`.padStart(12)}   ${id.replace('sha256:', '').slice(0, 12)}`);
  plain();
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return plain(HELP);
  for (const image of options.images) if (!existsSync(join(ROOT, 'services', image, 'package.json'))) throw new UserError(`services/${image} is not there`);
  if (options.npmrc !== undefined && !existsSync(options.npmrc)) throw new UserError(`${options.npmrc} (--npmrc) does not exist`);
  const docker = await dockerClient();
  await needDaemon(docker);
  const ca = await certificates(options.ca);
  const source = sourceState();
  step(`${docker}, revision ${source.revision.slice(0, 12)}${source.revision.endsWith('-changed') ? ' and changes that are not committed' : ''}`);
  if (ca) info(`the build trusts ${ca}`);

  const made = [];
  for (const image of options.images) made.push(await build(docker, image, { ...options, ca, source }));
  table(made);
  if (options.sbom !== undefined) {
    const { writeSbom } = await import('./images/sbom.mjs');
    mkdirSync(resolve(options.sbom), { recursive: true });
    for (const { image, name } of made) step(`${image}: ${await writeSbom(docker, image, name, options.version, resolve(options.sbom))}`);
  }
  if (options.load) await load(made.map(({ name }) => name));
  const large = made.filter(({ megabytes }) => options.target === 'runtime' && megabytes > LIMIT_MB);
  if (large.length > 0) throw new UserError(`larger than ${LIMIT_MB} MB: ${large.map(({ name }) => name).join(', ')}`);
}

try {
  await main();
} catch (error) {
  explain(error);
  process.exitCode = 1;
}

#!/usr/bin/env node
// npm run k8s:dev: makes a development cluster ready for the charts.
import { join } from 'node:path';
import { ensureDatabases } from './lib/databases.mjs';
import { kubectl } from './lib/kubernetes-tools.mjs';
import { ROOT } from './lib/paths.mjs';
import { run } from './lib/proc.mjs';
import { s3Accounts } from './lib/s3-accounts.mjs';
import { explain, info, plain, step, UserError, warn } from './lib/say.mjs';
import { sleep, waitFor } from './lib/wait.mjs';
import { Cluster } from './k8s-dev/cluster.mjs';
import { backendSecrets, platformSecrets } from './k8s-dev/generated.mjs';
import { chooseContext, HELP, readOptions } from './k8s-dev/options.mjs';
import { ensureSecrets, generatedSecrets } from './k8s-dev/secrets-in-cluster.mjs';

const PLATFORM = 'practika';
const BACKENDS = 'practika-backends';
const PART_OF = ['app.kubernetes.io/part-of', 'practika'];
/** The first start fetches images. */
const BACKENDS_READY_MS = 600_000;
const WIPE_MS = 300_000;

async function connect(options) {
  const program = kubectl();
  const current = await run(program, ['config', 'current-context']);
  const context = chooseContext({ asked: options.context, current: current.code === 0 ? current.out.trim() : '' });
  const cluster = new Cluster(program, context);
  if ((await cluster.call(['get', '--raw', '/readyz'], { may: true, timeoutMs: 35_000 })) === null) throw new UserError(`The cluster of the kube-context ${context} does not answer`, `kubectl --context ${context} get nodes`);
  step(`kube-context ${context}`);
  return cluster;
}

/** A namespace of that name that is not ours is not touched. */
async function checkNamespaces(cluster) {
  for (const name of [PLATFORM, BACKENDS]) {
    const found = await cluster.get('namespace', name);
    if (found?.metadata.deletionTimestamp) throw new UserError(`The namespace ${name} is being removed`, 'again in a minute');
    if (found && found.metadata.labels?.[PART_OF[0]] !== PART_OF[1]) throw new UserError(`There is a namespace ${name} already, which is not labelled ${PART_OF.join('=')}`, `kubectl label namespace ${name} ${PART_OF.join('=')}, if it is meant for this`);
  }
}

async function lookAround(cluster) {
  const classes = await cluster.list('storageclasses');
  if (!classes.some(({ metadata }) => metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true')) warn('No StorageClass is the default one: the volumes of the backends will wait for one.');
  const ingress = await cluster.list('ingressclasses');
  if (!ingress.some(({ metadata }) => metadata.name === 'traefik')) warn('There is no ingress controller of the class traefik: k8s/ingress/README.md says how to install one.');
}

const told = (where, { made, kept, different }) => {
  step(`secrets in ${where}: ${made.length} made, ${kept.length} were there`);
  if (different.length > 0) warn(`Not as this program would make them, and left alone: ${different.join(', ')}`);
};

async function fill(cluster, secrets) {
  const postgres = await cluster.forward(BACKENDS, 'postgres', 5432);
  // The same interface as secrets in files, for those who only read.
  const source = { get: (name) => secrets[name] };
  await waitFor('PostgreSQL', () => ensureDatabases(`postgres://postgres:${secrets['postgres-password']}@127.0.0.1:${postgres}/postgres`, source), { timeoutMs: 30_000, everyMs: 1_000 });
  step('databases and roles: auth, exercises, media, consent');
  const s3 = await cluster.forward(BACKENDS, 'versitygw', 7070);
  await s3Accounts({ endpoint: `http://127.0.0.1:${s3}`, accessKey: secrets['s3-root-access'], secretKey: secrets['s3-root-secret'] }, source);
  step('S3 accounts: one for each identity');
}

async function up(cluster) {
  await checkNamespaces(cluster);
  await lookAround(cluster);
  await cluster.call(['apply', '-f', join(ROOT, 'k8s/namespaces.yaml')]);
  step(`namespaces ${PLATFORM} and ${BACKENDS}, Pod Security restricted`);
  const { all, made } = await generatedSecrets(cluster, BACKENDS);
  if (made > 0) step(`generated ${made} passwords and keys; they stay in the cluster`);
  told(BACKENDS, await ensureSecrets(cluster, BACKENDS, backendSecrets(all)));
  await cluster.call(['apply', '-k', join(ROOT, 'k8s/backends')]);
  await cluster.settled(BACKENDS, { timeoutMs: BACKENDS_READY_MS });
  step('the backends are ready');
  await fill(cluster, all);
  told(PLATFORM, await ensureSecrets(cluster, PLATFORM, platformSecrets(all)));
  step('ready for the charts:');
  info(`helm upgrade --install practika charts/practika -n ${PLATFORM} -f k8s/values/dev.yaml --wait --timeout 35m`);
}

/** Workers may take half an hour to end by themselves: nobody waits for a job of a platform that goes. */
async function wipe(cluster) {
  const names = [];
  for (const name of [PLATFORM, BACKENDS]) {
    const found = await cluster.get('namespace', name);
    if (!found) continue;
    if (found.metadata.labels?.[PART_OF[0]] !== PART_OF[1]) throw new UserError(`The namespace ${name} is not labelled ${PART_OF.join('=')}: nothing was removed`);
    names.push(name);
  }
  if (names.length === 0) return step('nothing to remove');
  step(`removing ${names.join(' and ')}, with data and secrets`);
  await cluster.call(['delete', 'namespace', ...names, '--wait=false']);
  const end = Date.now() + WIPE_MS;
  for (;;) {
    const left = [];
    for (const name of names) if (await cluster.get('namespace', name)) left.push(name);
    if (left.length === 0) return step('removed');
    if (Date.now() > end) throw new UserError(`Still there after ${WIPE_MS / 1000} s: ${left.join(', ')}`, `kubectl get namespace ${left.join(' ')} -o yaml`);
    for (const name of left) await cluster.call(['delete', 'pods', '--all', '-n', name, '--grace-period=1', '--wait=false'], { may: true });
    await sleep(2_000);
  }
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return plain(HELP);
  const cluster = await connect(options);
  try {
    await (options.wipe ? wipe(cluster) : up(cluster));
  } finally {
    cluster.close();
  }
}

main().catch((error) => {
  explain(error);
  process.exitCode = 1;
});

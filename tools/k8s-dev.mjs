#!/usr/bin/env node
// npm run k8s:dev: what a development cluster needs before the charts: namespaces, backends, databases, accounts, secrets.
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { apply, BACKENDS, context, endBackground, forward, get, kubectl, NAMESPACE } from './cluster/kube.mjs';
import { S3_IDENTITIES } from './lib/backends/external.mjs';
import { checkNode, installDependencies } from './lib/install.mjs';
import { ensureDatabases } from './lib/databases.mjs';
import { ROOT, SERVICES } from './lib/paths.mjs';
import { s3Accounts } from './lib/s3-accounts.mjs';
import { explain, plain, step, UserError } from './lib/say.mjs';
import { randomWord } from './lib/secrets.mjs';

const HELP = `npm run k8s:dev -- [options]

Prepares the cluster of the current kube-context for development: namespaces practika and practika-backends (Pod
Security restricted), PostgreSQL, two Redis, an S3 endpoint, a source of test signatures and a mailbox, one database and
two roles for each service, an S3 account for each process, and the Secrets that the charts read. May be run again: what
is there stays, secrets above all.

  --context NAME  use a context that is not called kind-*: say which, so that no other cluster is touched by mistake
                  (or PRACTIKA_KUBE_CONTEXT=NAME)
  --wipe          remove both namespaces and everything in them, data too
  --help          this text
`;
/** Where this program keeps what it has made up, so that a second run knows it. */
const KEPT = 'development-secrets';

const pem = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
const encode = (data) => Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]));
const decode = (data) => Object.fromEntries(Object.entries(data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
const secret = (namespace, name, data) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace, labels: { 'app.kubernetes.io/part-of': 'practika' } }, type: 'Opaque', data: encode(data) });

function readArgs(argv) {
  const asked = { wipe: false, help: false, context: process.env.PRACTIKA_KUBE_CONTEXT ?? null };
  for (let i = 0; i < argv.length; i += 1) {
    if (argv[i] === '--wipe') asked.wipe = true;
    else if (argv[i] === '--help' || argv[i] === '-h') asked.help = true;
    else if (argv[i] === '--context' && argv[i + 1]) asked.context = argv[i += 1];
    else throw new UserError(`npm run k8s:dev does not know ${argv[i]}`, 'npm run k8s:dev -- --help');
  }
  return asked;
}

/** Fails unless the current context is a kind cluster or the one that was named. */
async function rightContext(named) {
  const current = await context();
  if (current === named || (named === null && current.startsWith('kind-'))) return current;
  throw new UserError(
    named === null ? `The current kube-context is ${current}, which is no kind cluster` : `The current kube-context is ${current} and not ${named}`,
    named === null ? `npm run k8s:dev -- --context ${current}` : `kubectl config use-context ${named}`,
  );
}

const exists = async (namespace, name) => (await kubectl(['get', 'secret', '-n', namespace, name, '--ignore-not-found', '-o', 'name'])).out.trim() !== '';

/** Secrets that are made once and kept in the cluster. All are written down before any of them is used. */
class KeptSecrets {
  static async open() {
    const found = (await exists(BACKENDS, KEPT)) ? decode((await get(['secret', '-n', BACKENDS, KEPT])).data) : {};
    return new KeptSecrets(found);
  }

  constructor(values) {
    this.values = { ...values };
  }

  get(name, make = () => randomWord()) {
    return (this.values[name] ??= make());
  }

  async save() {
    for (const name of ['postgres', 'redis-cache', 'redis-queue', 's3-root-secret']) this.get(name);
    this.get('s3-root-access', () => `practika-root-${randomWord(8)}`);
    this.get('password-pepper', () => randomWord(43));
    for (const service of SERVICES) {
      this.get(`db-${service}-owner`);
      this.get(`db-${service}-runtime`);
      this.get(`service-key-${service}`, pem);
    }
    this.get('receipt-signing-key', pem);
    for (const name of S3_IDENTITIES) {
      this.get(`s3-${name}-access`, () => `practika-${name}-${randomWord(8)}`);
      this.get(`s3-${name}-secret`, () => randomWord(40));
    }
    await apply([secret(BACKENDS, KEPT, this.values)]);
  }
}

const redisConf = (kind, password) => [
  'port 6379', 'protected-mode yes', `requirepass ${password}`, 'dir /data', 'save ""',
  ...(kind === 'queue' ? ['appendonly yes', 'appendfsync everysec', 'maxmemory-policy noeviction'] : ['appendonly no', 'maxmemory 64mb', 'maxmemory-policy allkeys-lru']), '',
].join('\n');

/** Writes the Secrets that are not there: one that is may have been changed on purpose. */
async function writeMissing(secrets) {
  const missing = [];
  for (const one of secrets) if (!(await exists(one.metadata.namespace, one.metadata.name))) missing.push(one);
  if (missing.length > 0) await apply(missing);
  return missing.map((one) => one.metadata.name);
}

const inCluster = (url, host, port) => {
  const at = new URL(url);
  at.hostname = host;
  at.port = String(port);
  return at.href;
};

function platformSecrets(kept, urls, accounts) {
  const own = {
    auth: { 'password-pepper': kept.get('password-pepper'), 'smtp-url': `smtp://maildev.${BACKENDS}:1025` },
    exercises: {}, media: {},
    consent: { 'receipt-signing-key': kept.get('receipt-signing-key') },
  };
  const redis = (kind) => `redis://:${kept.get(`redis-${kind}`)}@redis-${kind}.${BACKENDS}:6379`;
  return [
    ...SERVICES.flatMap((service) => [
      secret(NAMESPACE, `practika-${service}`, { 'database-url': inCluster(urls[service].runtime, `postgres.${BACKENDS}`, 5432), 'service-key': kept.get(`service-key-${service}`), ...own[service] }),
      secret(NAMESPACE, `practika-${service}-migration`, { 'database-url': inCluster(urls[service].owner, `postgres.${BACKENDS}`, 5432) }),
    ]),
    secret(NAMESPACE, 'practika-redis', { 'cache-url': redis('cache'), 'queue-url': redis('queue') }),
    secret(NAMESPACE, 'practika-media-s3', Object.fromEntries(Object.entries(accounts).flatMap(([name, { accessKey, secretKey }]) => [[`${name}-access-key`, accessKey], [`${name}-secret-key`, secretKey]]))),
  ];
}

async function prepare() {
  step('namespaces practika and practika-backends');
  await kubectl(['apply', '-f', join(ROOT, 'k8s', 'namespaces.yaml')]);
  const kept = await KeptSecrets.open();
  await kept.save();
  await writeMissing([
    secret(BACKENDS, 'postgres', { password: kept.get('postgres') }),
    ...['cache', 'queue'].map((kind) => secret(BACKENDS, `redis-${kind}`, { 'redis.conf': redisConf(kind, kept.get(`redis-${kind}`)) })),
    secret(BACKENDS, 'versitygw', { 'access-key': kept.get('s3-root-access'), 'secret-key': kept.get('s3-root-secret') }),
  ]);
  step('backends: PostgreSQL, two Redis, S3, signatures, mailbox');
  await kubectl(['apply', '-k', join(ROOT, 'k8s', 'backends')]);
  for (const workload of ['statefulset/postgres', 'statefulset/redis-cache', 'statefulset/redis-queue', 'statefulset/versitygw', 'deployment/signatures', 'deployment/maildev']) {
    await kubectl(['rollout', 'status', '-n', BACKENDS, workload, '--timeout=300s'], { timeoutMs: 310_000, beat: workload });
  }
  step('databases and roles; accounts of the object store');
  const postgres = await forward(BACKENDS, 'service/postgres', 5432);
  const urls = await ensureDatabases(`postgres://postgres:${kept.get('postgres')}@127.0.0.1:${postgres}/postgres`, kept);
  const s3 = await forward(BACKENDS, 'service/versitygw', 7070);
  const accounts = await s3Accounts({ endpoint: `http://127.0.0.1:${s3}`, accessKey: kept.get('s3-root-access'), secretKey: kept.get('s3-root-secret') }, kept);
  const written = await writeMissing(platformSecrets(kept, urls, accounts));
  step(written.length > 0 ? `Secrets for the charts: ${written.join(', ')}` : 'Secrets for the charts: all are there already');
}

async function main() {
  const asked = readArgs(process.argv.slice(2));
  if (asked.help) return plain(HELP);
  checkNode();
  await installDependencies();
  const current = await rightContext(asked.context);
  step(`kube-context ${current}`);
  if (asked.wipe) {
    await kubectl(['delete', 'namespace', NAMESPACE, BACKENDS, '--ignore-not-found', '--timeout=180s'], { timeoutMs: 200_000, beat: 'namespaces' });
    return step('removed');
  }
  await prepare();
  plain(`\nThe cluster is ready for the charts. Next:\n\n  helm upgrade --install practika charts/practika -n ${NAMESPACE} -f k8s/values/dev.yaml --wait --timeout 10m\n`);
}

main().catch((error) => { explain(error); process.exitCode = 1; }).finally(() => endBackground());

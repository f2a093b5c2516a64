import { describe, expect, it } from '@jest/globals';
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { containersOf, podTemplates } from '../src/checks/kubernetes.js';
import { mountedSecrets } from '../src/checks/mounted-secrets.js';
import { renderChart, ROOT } from '../src/helm.js';
import { parseManifests } from '../src/manifests.js';

// What `npm run k8s:dev` makes: the Secrets that the charts mount, once, and for the right cluster.

type Data = Record<string, string>;
const tool = async <T>(path: string): Promise<T> => (await import(join(ROOT, 'tools', path))) as T;
const { GENERATED, missing, platformSecrets, backendSecrets } = await tool<{
  GENERATED: Record<string, () => string>; missing: (kept: Data) => Data; platformSecrets: (s: Data) => Record<string, Data>; backendSecrets: (s: Data) => Record<string, Data>;
}>('k8s-dev/generated.mjs');
const { generatedSecrets, ensureSecrets } = await tool<{
  generatedSecrets: (cluster: unknown, namespace: string) => Promise<{ all: Data; made: number }>;
  ensureSecrets: (cluster: unknown, namespace: string, wanted: Record<string, Data>) => Promise<{ made: string[]; kept: string[]; different: string[] }>;
}>('k8s-dev/secrets-in-cluster.mjs');
const { chooseContext } = await tool<{ chooseContext: (given: { asked?: string; current: string; named?: string }) => string }>('k8s-dev/options.mjs');
const { eicarSignature } = await tool<{ eicarSignature: () => string }>('lib/backends/clamd.mjs');
const { redisConf } = await tool<{ redisConf: (given: object) => string }>('lib/backends/redis.mjs');
const { INITDB_ARGS, serverFlags } = await tool<{ INITDB_ARGS: string[]; serverFlags: (given: { durable: boolean }) => string[] }>('lib/backends/postgres.mjs');
const { gatewayArgs } = await tool<{ gatewayArgs: (given: object) => string[] }>('lib/backends/s3.mjs');

const made = missing({});
const file = (path: string): string => readFileSync(join(ROOT, 'k8s/backends', path), 'utf8');
interface Held { metadata: { name: string; namespace: string; resourceVersion?: string }; data: Data }

/** A cluster that keeps Secrets and refuses as the API does. */
class FakeCluster {
  readonly held = new Map<string, Held>();
  readonly verbs: string[] = [];
  async get(_kind: string, name: string, namespace: string): Promise<Held | null> { return this.held.get(`${namespace}/${name}`) ?? null; }
  async list(_kind: string, namespace: string): Promise<Held[]> { return [...this.held.values()].filter(({ metadata }) => metadata.namespace === namespace); }
  async send(verb: string, object: Held): Promise<void> {
    const key = `${object.metadata.namespace}/${object.metadata.name}`;
    const before = this.held.get(key);
    if (verb === 'create' && before) throw new Error('AlreadyExists');
    if (verb === 'replace' && before?.metadata.resourceVersion !== object.metadata.resourceVersion) throw new Error('Conflict');
    this.verbs.push(`${verb} ${key}`);
    this.held.set(key, { ...object, metadata: { ...object.metadata, resourceVersion: String(this.verbs.length) } });
  }
}

describe('[K16] [S1] the secrets of a development cluster', () => {
  const wanted = platformSecrets(made);

  it('should be those that the charts mount, key by key', () => {
    const pods = podTemplates(renderChart('practika', { values: ['k8s/values/dev.yaml'] }).manifests);
    const mounted = pods.flatMap((pod) => containersOf(pod).flatMap((container) => mountedSecrets(pod, container))).filter(({ optional }) => !optional);
    expect([...new Set(mounted.map(({ secret, key }) => `${secret}/${key}`))].toSorted()).toEqual(Object.entries(wanted).flatMap(([name, data]) => Object.keys(data).map((key) => `${name}/${key}`)).toSorted());
  });

  it('should be random words of 32 characters and more, and keys on P-256, all different', () => {
    const values = Object.entries(made);
    expect(new Set(values.map(([, value]) => value)).size).toBe(values.length);
    for (const [name, value] of values) {
      if (value.includes('BEGIN')) expect([name, createPrivateKey(value).asymmetricKeyDetails?.namedCurve]).toEqual([name, 'prime256v1']);
      else expect([name, /^practika-\w+-\w{8}$/.test(value) || /^[A-Za-z0-9]{32,}$/.test(value)]).toEqual([name, true]);
    }
  });

  it('should lead to Services of the backends', () => {
    const services = ['postgres', 'redis-cache', 'redis-queue', 'versitygw', 'signatures', 'maildev'].flatMap((name) => parseManifests(file(`${name}.yaml`)))
      .filter(({ kind }) => kind === 'Service').flatMap(({ metadata, ...rest }) => (rest['spec'] as { ports: { port: number }[] }).ports.map(({ port }) => `${metadata.name}:${port}`));
    const urls = Object.values(wanted).flatMap((data) => Object.values(data)).filter((value) => /^\w+:\/\//.test(value));
    for (const url of urls) {
      const { hostname, port } = new URL(url);
      expect(services.map((service) => service.replace(':', '.practika-backends.svc:'))).toContain(`${hostname}:${port}`);
    }
    const values = readFileSync(join(ROOT, 'k8s/values/dev.yaml'), 'utf8');
    const ofValues = [...values.matchAll(/http:\/\/([\w-]+)\.practika-backends:(\d+)/g)].map(([, name, port]) => `${name}:${port}`);
    expect(ofValues.length).toBeGreaterThan(0);
    expect(services).toEqual(expect.arrayContaining(ofValues));
  });

  it('should be kept before anything uses them, and never be changed', async () => {
    const cluster = new FakeCluster();
    const first = await generatedSecrets(cluster, 'practika-backends');
    expect(first.made).toBe(Object.keys(GENERATED).length);
    const second = await generatedSecrets(cluster, 'practika-backends');
    expect([second.made, second.all]).toEqual([0, first.all]);
    expect(cluster.verbs).toEqual(['create practika-backends/practika-development']);
  });

  it('should be added where one is new, the others left as they are', async () => {
    const cluster = new FakeCluster();
    const { all } = await generatedSecrets(cluster, 'practika-backends');
    const held = cluster.held.get('practika-backends/practika-development');
    if (held === undefined) throw new Error('nothing was kept');
    const { 'password-pepper': _gone, ...data } = held.data;
    cluster.held.set('practika-backends/practika-development', { ...held, data });
    const again = await generatedSecrets(cluster, 'practika-backends');
    expect(again.made).toBe(1);
    expect({ ...again.all, 'password-pepper': '' }).toEqual({ ...all, 'password-pepper': '' });
  });

  it('should never overwrite a Secret that somebody made, and say that it is another', async () => {
    const cluster = new FakeCluster();
    const own = { metadata: { name: 'practika-auth', namespace: 'practika' }, data: { 'database-url': Buffer.from('postgres://mine').toString('base64') } };
    cluster.held.set('practika/practika-auth', own);
    const done = await ensureSecrets(cluster, 'practika', wanted);
    expect(cluster.held.get('practika/practika-auth')).toBe(own);
    expect(done.different).toEqual(['practika-auth']);
    expect(done.made.toSorted()).toEqual(Object.keys(wanted).filter((name) => name !== 'practika-auth').toSorted());
    expect((await ensureSecrets(cluster, 'practika', wanted)).made).toEqual([]);
  });

  it('should give the backends what their manifests mount', () => {
    const secrets = backendSecrets(made);
    for (const [name, data] of Object.entries(secrets)) {
      expect(file(`${name}.yaml`)).toContain(`secretName: ${name}`);
      for (const key of Object.keys(data)) expect(`${file(`${name}.yaml`)}${file('files/redis-cache.conf')}`).toContain(key);
    }
  });
});

describe('[K37] the cluster that is prepared', () => {
  it('should be one of kind, or one that was named', () => {
    expect(chooseContext({ current: 'kind-practika' })).toBe('kind-practika');
    expect(chooseContext({ current: 'lab', named: 'lab' })).toBe('lab');
    expect(chooseContext({ asked: 'lab', current: 'production' })).toBe('lab');
  });
  it('should not be any other', () => {
    expect(() => chooseContext({ current: 'production', named: 'lab' })).toThrow('"production", which is no kind cluster: nothing was done');
    expect(() => chooseContext({ current: 'my-kind-cluster' })).toThrow('nothing was done');
    expect(() => chooseContext({ current: '' })).toThrow('no current kube-context');
  });
});

describe('the development backends', () => {
  const lines = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  it('should find the EICAR test file and nothing else, as on one machine', () => expect(file('files/eicar.ndb')).toBe(eicarSignature()));
  it.each(['cache', 'queue'])('should have Redis forget or keep as on one machine: %s', (kind) => {
    const local = lines(redisConf({ kind, port: 6379, bind: 'x', folder: '/data', password: 'x' })).filter((line) => /^(append|maxmemory-policy|save)/.test(line));
    expect(lines(file(`files/redis-${kind}.conf`))).toEqual(expect.arrayContaining(local));
  });
  it('should have PostgreSQL sort and count as on one machine', () => {
    for (const word of [...INITDB_ARGS, ...serverFlags({ durable: true }).filter((flag) => flag !== '-c')]) expect(file('postgres.yaml')).toContain(word);
  });
  it('should have the S3 endpoint keep versions as on one machine', () => {
    expect(file('versitygw.yaml')).toContain(gatewayArgs({ listen: ':7070', iam: '/data/iam', versions: '/data/versions', data: '/data/objects', sidecar: null }).join(' '));
  });
});

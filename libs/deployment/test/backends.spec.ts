import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { checkAll } from '../src/checks/checklist.js';
import { podTemplates } from '../src/checks/kubernetes.js';
import { readYaml } from '../src/values.js';
import { ROOT } from '../src/helm.js';
import { parseManifests, type Manifest } from '../src/manifests.js';
import type { PodEndpoint } from '../src/network/endpoints.js';
import { evaluator } from '../src/network/evaluator.js';
import { policiesOf } from '../src/network/matrix.js';

// What is for development alone: the backends, their namespaces, the cluster. Objects as `kubectl apply -k` makes them.

const { kubectl } = (await import(new URL('../../../tools/lib/kubernetes-tools.mjs', import.meta.url).href)) as { readonly kubectl: () => string };
const built = spawnSync(kubectl(), ['kustomize', join(ROOT, 'k8s', 'backends')], { encoding: 'utf8' });
if (built.status !== 0) throw new Error(built.stderr);
const manifests = parseManifests(built.stdout);
const BACKENDS = 'practika-backends';
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const found = checkAll({ name: 'development backends', manifests, namespace: BACKENDS });
const objectsOf = (rule: string): string[] => [...new Set(found.filter((finding) => finding.rule === rule).map(({ object }) => object))].toSorted();

/** Rules of the checklist that one copy of each on a developer's machine does not keep, and what for. */
const NOT_HERE: Readonly<Record<string, string>> = {
  'A2.replicas': 'one copy of each: what is tried here is not availability',
  A4: 'one copy has nothing to be spread, and one that keeps data is stopped before the next starts',
  'A4.priority-class': 'a cluster of a developer has none',
  I1: 'none mounts a token, so that the default account gives nothing',
  'R2.digest': 'pinned by version; for a developer\'s machine whose images change by hand',
  'W2.tls': 'plain http on the name localhost, which browsers take for safe',
  W1: 'labels of Helm, without Helm',
};

describe('the development backends', () => {
  it('[K8] [K7] should keep the checklist but for what needs more than one machine, and for users that images are made for', () => {
    const left = found.filter(({ rule }) => NOT_HERE[rule] === undefined).map(({ rule, object }) => `${rule} ${object}`);
    expect([...new Set(left)].toSorted()).toEqual([
      'P2 Deployment/maildev', 'P2 StatefulSet/postgres', // 1000 and 999: below 10000, though not root
      'S2 Deployment/redis-cache', 'S2 StatefulSet/redis-queue', 'S2 StatefulSet/versitygw', // Secrets that have nothing but what is theirs
    ]);
    expect(Object.keys(NOT_HERE).filter((rule) => objectsOf(rule).length === 0)).toEqual([]);
    expect(found.filter(({ rule, message }) => rule === 'W1' && !message.startsWith('has no label'))).toEqual([]);
  });

  it('[K8] [K10] should run as nobody\'s root: every user that is named is above 0, with a read-only root and no token', () => {
    const pods = podTemplates(manifests);
    expect(pods.map(({ object }) => object).toSorted()).toEqual(['Deployment/maildev', 'Deployment/redis-cache', 'Deployment/signatures', 'StatefulSet/postgres', 'StatefulSet/redis-queue', 'StatefulSet/versitygw']);
    expect(['P1', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9', 'I2', 'I3', 'S1', 'R1', 'A1', 'N1', 'N2', 'W3'].filter((rule) => objectsOf(rule).length > 0)).toEqual([]);
  });

  it('[S6] [security-groups.rds] [security-groups.ecs] should be reached by pods of the platform that wear the group, and by nobody else', () => {
    const namespaces = new Map(['practika', BACKENDS, 'ingress', 'practika-2', 'default'].map((name) => [name, { 'kubernetes.io/metadata.name': name }]));
    const pod = (id: string, namespace: string, labels: Record<string, string>, ip = '10.244.1.9'): PodEndpoint => ({ kind: 'pod', id, namespace, labels, ip, hostNetwork: false, ports: [] });
    const network = evaluator(policiesOf(manifests.map((m): Manifest => ({ ...m, metadata: { ...m.metadata, namespace: BACKENDS } })), 'running', { ipBlockMeansPods: true }), namespaces);
    const groups: Readonly<Record<string, readonly [string, number]>> = {
      postgres: ['postgres-client', 5432], 'redis-cache': ['redis-cache-client', 6379], 'redis-queue': ['redis-queue-client', 6379],
      versitygw: ['s3-client', 7070], signatures: ['signatures-client', 8080], maildev: ['smtp-client', 1025],
    };
    const passing = Object.entries(groups).flatMap(([backend, [, port]]) => {
      const target = pod(backend, BACKENDS, { 'app.kubernetes.io/name': backend }, '10.244.1.10');
      const worn = [...Object.values(groups).map(([group]) => group), 'edge-target', ''];
      const sources = worn.flatMap((group) => ['practika', BACKENDS, 'ingress', 'practika-2', 'default'].map((namespace) => pod(`${namespace}/${group}`, namespace, group === '' ? {} : { [`sg.practika.dev/${group}`]: 'true' })));
      const tried = [...sources, pod('edge', 'ingress', { 'app.kubernetes.io/name': 'traefik' }), pod('false edge', 'default', { 'app.kubernetes.io/name': 'traefik' })];
      return tried.filter((source) => network.decide(source, target, 'TCP', port).allowed).map((source) => `${source.id} → ${backend}`);
    });
    expect(passing.toSorted()).toEqual(['edge → versitygw', ...Object.entries(groups).map(([backend, [group]]) => `practika/${group} → ${backend}`)].toSorted());
  });
});

describe('the development cluster', () => {
  interface Kind { name: string; nodes: { role: string; image: string; labels?: Record<string, string>; extraPortMappings?: { containerPort: number; hostPort: number; listenAddress: string }[] }[]; networking: { disableDefaultCNI?: boolean; podSubnet: string } }
  const kind = parse(read('k8s/kind.yaml')) as Kind;
  const version = /^kindest\/node:(v1\.\d+)\.\d+@sha256:[0-9a-f]{64}$/;

  it('[S6] [K28] should have an enforcing plugin, pinned nodes and two zones', () => {
    expect([kind.name, kind.networking.disableDefaultCNI ?? false]).toEqual(['practika', false]);
    expect(kind.nodes.map(({ role }) => role)).toEqual(['control-plane', 'worker', 'worker']);
    expect(kind.nodes.filter(({ image }) => !version.test(image))).toEqual([]);
    expect(new Set(kind.nodes.flatMap(({ labels }) => labels?.['topology.kubernetes.io/zone'] ?? [])).size).toBe(2);
    expect((readYaml('k8s/values/dev.yaml') as { global: { trustedProxies: string[] } }).global.trustedProxies).toContain(kind.networking.podSubnet);
  });

  it('[K7] should enforce the restricted profile of its own version in every namespace, the edge\'s too', () => {
    const documents = ['k8s/namespaces.yaml', 'k8s/ingress/namespace.yaml'].flatMap((file) => parseAllDocuments(read(file)).map((one) => one.toJS() as Manifest)).filter((m) => m.kind === 'Namespace');
    expect(documents.map((m) => m.metadata.name).toSorted()).toEqual(['ingress', 'practika', BACKENDS]);
    expect(checkAll({ name: 'namespaces', manifests: documents, namespace: BACKENDS }).filter(({ rule }) => rule === 'W3')).toEqual([]);
    const profiles = documents.map((m) => m.metadata.labels?.['pod-security.kubernetes.io/enforce-version']);
    expect([...new Set(profiles)]).toEqual([version.exec(kind.nodes[0]?.image ?? '')?.[1]]);
  });

  it('[S6] [network-access-control.internet-access] should open the edge to this machine alone, at the ports that the edge listens at', () => {
    const edge = readYaml('k8s/ingress/traefik.yaml') as { ports: Record<string, { nodePort: number; hostPort?: number }>; hostNetwork?: boolean; service: { spec: { type: string } }; ingressClass: { name: string } };
    const mapped = kind.nodes.flatMap(({ extraPortMappings = [] }) => extraPortMappings);
    expect(mapped.map(({ containerPort, hostPort, listenAddress }) => [hostPort, containerPort, listenAddress])).toEqual([[80, edge.ports['web']?.nodePort, '127.0.0.1'], [443, edge.ports['websecure']?.nodePort, '127.0.0.1']]);
    expect([edge.service.spec.type, edge.hostNetwork, ...Object.values(edge.ports).map(({ hostPort }) => hostPort)]).toEqual(['NodePort', undefined, undefined, undefined]);
    const classes = manifests.filter((m) => m.kind === 'Ingress').map((m) => (m['spec'] as { ingressClassName: string }).ingressClassName);
    expect([...new Set(classes)]).toEqual([edge.ingressClass.name]);
  });
});

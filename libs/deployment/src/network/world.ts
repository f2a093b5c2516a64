import type { Manifest } from '../manifests.js';
import { addressAfter, addressInside } from './address-blocks.js';
import type { AddressEndpoint, ContainerPort, Endpoint, Labels, Namespaces, PodEndpoint } from './endpoints.js';
import { renderedPods, type RenderedPod } from './rendered-pods.js';
import { BACKENDS, SERVICES, extrasOf, partyOf, type Backend, type Extra, type Party, type Settings } from './settings.js';

/** Everything that takes part: the pods of a render, whom they talk to, and those who have no business here. */
export interface World {
  readonly own: readonly RenderedPod[];
  /** Whom the charts do not install, by id. */
  readonly others: ReadonlyMap<string, Endpoint>;
  readonly namespaces: Namespaces;
  /** Ports that the values open besides those of the table, as `TCP/3128`. */
  readonly extraPorts: ReadonlySet<string>;
  /** Charts that the values switch off: their siblings still know them by name. */
  readonly absent: ReadonlySet<string>;
}

export const RELEASE = 'practika';
export const NAMESPACE = 'practika';
const ELSEWHERE = 'elsewhere';
const NAME = 'kubernetes.io/metadata.name';

/** Where the parties are when the values do not say: the names of the development backends. */
const USUAL: Readonly<Record<Backend, { id: string; namespace: string; app: string; port: number }>> = {
  postgres: { id: 'postgres', namespace: 'practika-backends', app: 'postgres', port: 5432 },
  redisCache: { id: 'redis-cache', namespace: 'practika-backends', app: 'redis-cache', port: 6379 },
  redisQueue: { id: 'redis-queue', namespace: 'practika-backends', app: 'redis-queue', port: 6379 },
  s3: { id: 's3', namespace: 'practika-backends', app: 'versitygw', port: 7070 },
  smtp: { id: 'smtp', namespace: 'practika-backends', app: 'maildev', port: 1025 },
  otlp: { id: 'otel-collector', namespace: 'observability', app: 'otel-collector', port: 4318 },
  signatures: { id: 'signatures', namespace: 'practika-backends', app: 'signatures', port: 8080 },
  clamd: { id: 'scanner', namespace: 'practika-backends', app: 'clamav', port: 3310 },
};
/** The destination's id in each mode: as pods, as an address, as a name. */
export const partyIds = (backend: Backend): { pod: string; address: string; name: string } => {
  const { id } = USUAL[backend];
  return { pod: id, address: `${id}-address`, name: `${id}-name` };
};

export const usualPort = (backend: Backend): number => USUAL[backend].port;

const isEmpty = (labels: Labels): boolean => Object.keys(labels).length === 0;

function collector() {
  const others = new Map<string, Endpoint>();
  const namespaces = new Map<string, Labels>([
    [NAMESPACE, { [NAME]: NAMESPACE, 'pod-security.kubernetes.io/enforce': 'restricted' }],
    [ELSEWHERE, { [NAME]: ELSEWHERE }],
  ]);
  let made = 0;

  /** The namespace that carries the labels; one is made of them where none is there yet. */
  function namespaceWith(labels: Labels): string {
    const name = labels[NAME] ?? `labelled-${Object.values(labels).join('-')}`;
    namespaces.set(name, { ...namespaces.get(name), ...labels, [NAME]: name });
    return name;
  }
  function pod(id: string, namespace: string, labels: Labels, over: Partial<PodEndpoint> = {}): void {
    made += 1;
    others.set(id, { kind: 'pod', id, namespace, labels, ip: `10.244.${10 + Math.floor(made / 200)}.${made % 200}`, hostNetwork: false, ports: [], ...over });
  }
  function address(id: string, ip: string, fqdn: string | null = null): void {
    const endpoint: AddressEndpoint = { kind: 'address', id, ip, fqdn };
    others.set(id, endpoint);
  }
  /** Whom a selector means, and those that it means only by half. */
  function selected(id: string, namespaceLabels: Labels, podLabels: Labels, ports: readonly ContainerPort[] = []): void {
    const namespace = namespaceWith(namespaceLabels);
    pod(id, namespace, podLabels, { ports });
    pod(`${id}-labels-elsewhere`, ELSEWHERE, podLabels);
    pod(`${id}-labels-here`, NAMESPACE, podLabels);
    pod(`${id}-namespace-other-pod`, namespace, { 'app.kubernetes.io/name': 'something-else' });
  }
  return { others, namespaces, pod, address, selected };
}

type Collector = ReturnType<typeof collector>;

function addParty(world: Collector, backend: Backend, party: Party, index: number): void {
  const usual = USUAL[backend];
  const ids = partyIds(backend);
  world.selected(ids.pod, isEmpty(party.namespace) ? { [NAME]: usual.namespace } : party.namespace, isEmpty(party.pods) ? { 'app.kubernetes.io/name': usual.app } : party.pods, [
    { name: null, port: party.port ?? usual.port, protocol: 'TCP' },
  ]);
  const [cidr] = party.mode === 'cidr' ? party.cidrs : [];
  world.address(ids.address, cidr === undefined ? `192.0.2.${10 * (index + 1)}` : addressInside(cidr));
  const beyond = cidr === undefined ? null : addressAfter(cidr);
  if (beyond !== null) world.address(`${ids.address}-beyond`, beyond);
  party.except.filter((one) => party.mode === 'cidr' && one !== '169.254.169.254/32').forEach((one, at) => world.address(`${ids.address}-except-${at}`, addressInside(one)));
  const [fqdn] = party.mode === 'fqdn' ? party.fqdns : [];
  world.address(ids.name, `198.51.100.${10 * (index + 1)}`, (fqdn ?? `${ids.pod}.example.net`).replace(/^\*+\./, 'some.'));
}

/** By what an operator's peer is found again. */
export const extraId = (peer: Extra['peers'][number]): string => ('ipBlock' in peer ? `extra-${peer.ipBlock.cidr}` : `extra-${Object.values(peer.namespaceSelector.matchLabels).join('-')}/${Object.values(peer.podSelector.matchLabels).join('-')}`);

function addExtra(world: Collector, { peers, ports }: Extra): void {
  for (const peer of peers) {
    if ('ipBlock' in peer) world.address(extraId(peer), addressInside(peer.ipBlock.cidr));
    else world.selected(extraId(peer), peer.namespaceSelector.matchLabels, peer.podSelector.matchLabels, ports.map(({ port, protocol }) => ({ name: null, port, protocol })));
  }
}

/** The world of a render under its values. The same parties are there whatever the values say, so that two worlds can be compared. */
export function worldOf(manifests: readonly Manifest[], settings: Settings): World {
  const world = collector();
  const { networkPolicy } = settings.global;
  const own = renderedPods(manifests, NAMESPACE);

  const { edge, prometheus, dns } = networkPolicy;
  const onHost = edge.mode === 'hostNetwork' ? edge.cidrs[0] : undefined;
  const balancer = edge.mode === 'alb' ? edge.cidrs[0] : undefined;
  const proxy = isEmpty(edge.pods) ? { 'app.kubernetes.io/name': 'traefik' } : edge.pods;
  const proxyNamespace = isEmpty(edge.namespace) ? { [NAME]: 'ingress' } : edge.namespace;
  world.selected('edge', proxyNamespace, proxy);
  world.pod('edge-on-host', proxyNamespace[NAME] ?? 'ingress', proxy, { hostNetwork: true, ip: onHost === undefined ? '172.18.0.5' : addressInside(onHost) });
  world.address('load-balancer', balancer === undefined ? '192.0.2.4' : addressInside(balancer));
  const beyond = addressAfter(onHost ?? balancer ?? '192.0.2.4/30');
  if (beyond !== null) world.address('load-balancer-beyond', beyond);
  world.selected('prometheus', prometheus.namespace, prometheus.pods);
  world.selected('kube-dns', dns.namespace, dns.pods, [
    { name: 'dns', port: 53, protocol: 'UDP' },
    { name: 'dns-tcp', port: 53, protocol: 'TCP' },
  ]);
  world.address('node-local-dns', '169.254.20.10');

  BACKENDS.forEach((backend, index) => addParty(world, backend, partyOf(backend, settings), index));
  extrasOf(settings).forEach((extra) => addExtra(world, extra));

  world.address('api-server', '172.18.0.2');
  world.address('api-server-service', '10.96.0.1');
  world.address('node', '172.18.0.3');
  world.address('metadata', '169.254.169.254');
  world.address('pod-identity', '169.254.170.23');
  world.address('internet', '203.0.113.9');
  world.address('private-address', '10.250.0.9');
  world.pod('stranger', NAMESPACE, { 'app.kubernetes.io/name': 'stranger' });
  world.pod('foreign-pod', ELSEWHERE, { 'app.kubernetes.io/name': 'something' });
  // Somebody who wears our labels in another namespace, and the pods of a second release beside ours.
  for (const { id, endpoint } of own) {
    world.pod(`impostor ${id}`, ELSEWHERE, endpoint.labels, { ports: endpoint.ports });
    world.pod(`other release ${id}`, NAMESPACE, { ...endpoint.labels, 'app.kubernetes.io/instance': 'another' }, { ports: endpoint.ports });
  }
  const absent = new Set([...SERVICES, 'web' as const, 'clamav' as const].filter((chart) => !settings[chart].enabled));
  return { own, absent, others: world.others, namespaces: world.namespaces, extraPorts: new Set(extrasOf(settings).flatMap(({ ports }) => ports.map(({ port, protocol }) => `${protocol}/${port}`))) };
}

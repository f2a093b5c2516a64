import { rowKey } from './matrix.js';
import { SERVICES } from './settings.js';

/** Values laid over others. */
export type Overlay = Readonly<Record<string, unknown>>;

/** A change of the values, and the rows of the matrix that go and come with it: nothing else may. */
export interface Switch {
  readonly name: string;
  readonly values: Overlay;
  /** Where the change only means something beside another one. */
  readonly over?: Overlay;
  readonly gone: readonly string[];
  readonly come: readonly string[];
}

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');
/** Every source with every destination at every port; ports as `TCP/8000`. */
function rows(from: string, to: string, ports: string): string[] {
  return words(from).flatMap((source) =>
    words(to).flatMap((destination) =>
      words(ports).map((port) => {
        const [protocol, number] = port.split('/');
        return rowKey(source, destination, protocol === 'UDP' ? 'UDP' : 'TCP', Number(number));
      }),
    ),
  );
}

const API = 'auth/api exercises/api media/api consent/api';
const WORKER = 'auth/worker exercises/worker media/worker consent/worker';
const STEP = 'media/checksum media/scan media/process';
const MIGRATE = 'auth/migrate exercises/migrate media/migrate consent/migrate';
const NODE = `${API} ${WORKER} ${STEP} web/web`;
const DATABASE = `${API} ${WORKER} ${STEP} ${MIGRATE}`;
const STORE = `media/api media/worker ${STEP} media/buckets`;
const DNS_PORTS = 'UDP/53 TCP/53';
const DNS = `${API} ${WORKER} ${STEP} ${MIGRATE} media/buckets clamav/clamd practika/test-reach practika/test-canary`;
const FRONT = `${API} web/web`;

const party = (name: string, given: object): Overlay => ({ global: { networkPolicy: { [name]: given } } });

/** A party outside of the cluster, once by its addresses and once by its name. */
function outside(name: string, clients: string, id: string, port: number, over?: Overlay): Switch[] {
  const gone = rows(clients, id, `TCP/${port}`);
  const shared = over === undefined ? {} : { over };
  return [
    { ...shared, name: `${name} by address`, values: party(name, { mode: 'cidr', cidrs: ['198.18.7.0/28'], port }), gone, come: rows(clients, `${id}-address`, `TCP/${port}`) },
    { ...shared, name: `${name} by name`, values: party(name, { mode: 'fqdn', fqdns: [`${id}.example.com`], port }), gone, come: rows(clients, `${id}-name`, `TCP/${port}`) },
  ];
}

const EVERY = `${API} ${WORKER} ${STEP} ${MIGRATE} media/buckets web/web clamav/clamd`;

/** What is no business of the network. */
const NOTHING: readonly Pick<Switch, 'name' | 'values'>[] = [
  { name: 'monitoring', values: { global: { monitoring: { serviceMonitors: { enabled: true }, rules: { enabled: true }, dashboard: { enabled: true } } } } },
  { name: 'an HTTPRoute in place of an Ingress', values: { exposure: { type: 'httpRoute', ingressClassName: '', parentRefs: [{ name: 'entrance', namespace: 'ingress' }] } } },
  { name: 'no entrance', values: { exposure: { type: 'none', ingressClassName: '' } } },
  { name: 'autoscaling of the APIs', values: Object.fromEntries(SERVICES.map((service) => [service, { api: { autoscaling: { enabled: true } } }])) },
  { name: 'autoscaling by queues', values: { global: { keda: { prometheusAddress: 'http://prometheus-operated.monitoring:9090' } }, media: { scan: { keda: { enabled: true } } } } },
  { name: 'one pod of everything', values: Object.fromEntries(SERVICES.map((service) => [service, { api: { replicas: 1 }, worker: { replicas: 1 } }])) },
];

const OTLP = { global: { otlp: { endpoint: 'http://otel-collector.observability:4318' } } };

export const SWITCHES: readonly Switch[] = [
  { name: 'traces to a collector', values: OTLP, gone: [], come: [...rows(NODE, 'otel-collector', 'TCP/4318'), ...rows('web/web', 'kube-dns', DNS_PORTS)] },
  { name: 'edge behind a load balancer that sends to pods', values: party('edge', { mode: 'alb', cidrs: ['198.18.1.0/28'] }), gone: rows('edge', FRONT, 'TCP/8000'), come: rows('load-balancer', FRONT, 'TCP/8000') },
  {
    // Whoever has an address of a node is in: the one mode that can't tell the proxy from its neighbours on the host.
    name: 'edge on the host network',
    values: party('edge', { mode: 'hostNetwork', cidrs: ['172.18.0.0/29'] }),
    gone: rows('edge', FRONT, 'TCP/8000'),
    come: rows('edge-on-host node api-server', FRONT, 'TCP/8000'),
  },
  ...outside('postgres', DATABASE, 'postgres', 5432),
  ...outside('redisCache', `${API} auth/worker`, 'redis-cache', 6379),
  ...outside('redisQueue', `${WORKER} ${STEP}`, 'redis-queue', 6379),
  ...outside('s3', STORE, 's3', 7070),
  ...outside('smtp', 'auth/worker', 'smtp', 1025),
  ...outside('otlp', NODE, 'otel-collector', 4318, OTLP),
  { name: 'another port of Postgres', values: party('postgres', { port: 6432 }), gone: rows(DATABASE, 'postgres', 'TCP/5432'), come: rows(DATABASE, 'postgres', 'TCP/6432') },
  { name: 'signatures by address', values: { clamav: { signatures: { source: { mode: 'cidr', cidrs: ['198.18.7.0/28'], port: 8080 } } } }, gone: rows('clamav/clamd', 'signatures', 'TCP/8080'), come: rows('clamav/clamd', 'signatures-address', 'TCP/8080') },
  { name: 'signatures by name', values: { clamav: { signatures: { source: { mode: 'fqdn', fqdns: ['database.example.net'], port: 8080 } } } }, gone: rows('clamav/clamd', 'signatures', 'TCP/8080'), come: rows('clamav/clamd', 'signatures-name', 'TCP/8080') },
  {
    name: 'another virus scanner than that of the charts',
    values: { clamav: { enabled: false }, media: { clamd: { host: 'clamd.scanners', port: 3310, source: { mode: 'selector', namespace: { 'kubernetes.io/metadata.name': 'scanners' }, pods: { 'app.kubernetes.io/name': 'clamd' } } } } },
    gone: [...rows('media/scan', 'clamav/clamd', 'TCP/3310'), ...rows('clamav/clamd', 'signatures', 'TCP/8080'), ...rows('clamav/clamd', 'kube-dns', DNS_PORTS)],
    come: rows('media/scan', 'scanner', 'TCP/3310'),
  },
  {
    name: 'no web app',
    values: { web: { enabled: false } },
    gone: [...rows('edge practika/test-reach', 'web/web', 'TCP/8000'), ...rows('prometheus', 'web/web', 'TCP/9464')],
    come: [],
  },
  { name: 'buckets are set up by somebody else', values: { media: { buckets: { setup: { enabled: false } } } }, gone: [...rows('media/buckets', 's3', 'TCP/7070'), ...rows('media/buckets', 'kube-dns', DNS_PORTS)], come: [] },
  { name: 'a schema is changed by somebody else', values: { consent: { migrate: { enabled: false } } }, gone: [...rows('consent/migrate', 'postgres', 'TCP/5432'), ...rows('consent/migrate', 'kube-dns', DNS_PORTS)], come: [] },
  { name: 'no tests of the release', values: { tests: { enabled: false } }, gone: [...rows('practika/test-reach', FRONT, 'TCP/8000'), ...rows('practika/test-reach practika/test-canary', 'kube-dns', DNS_PORTS)], come: [] },
  { name: 'more egress for all pods', values: { global: { networkPolicy: { extraEgress: [{ to: [{ ipBlock: { cidr: '198.18.20.0/28' } }], ports: [{ port: 3128, protocol: 'TCP' }] }] } } }, gone: [], come: rows(EVERY, 'extra-198.18.20.0/28', 'TCP/3128') },
  {
    name: 'more egress for the pods of one chart',
    values: { auth: { networkPolicy: { extraEgress: [{ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'egress' } }, podSelector: { matchLabels: { app: 'proxy' } } }], ports: [{ port: 3128, protocol: 'TCP' }] }] } } },
    gone: [],
    come: rows('auth/api auth/worker auth/migrate', 'extra-egress/proxy', 'TCP/3128'),
  },
  {
    name: 'more ingress for the pods of one chart',
    values: { media: { networkPolicy: { extraIngress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'tools' } }, podSelector: { matchLabels: { app: 'profiler' } } }], ports: [{ port: 9464, protocol: 'TCP' }] }] } } },
    gone: [],
    come: rows('extra-tools/profiler', `media/api media/worker ${STEP} media/migrate media/buckets`, 'TCP/9464'),
  },
  ...NOTHING.map((one): Switch => ({ ...one, gone: [], come: [] })),
  { name: 'a DNS cache on the nodes', values: party('dns', { cidrs: ['169.254.20.10/32'] }), gone: [], come: rows(DNS, 'node-local-dns', DNS_PORTS) },
];

import { rowKey } from './matrix.js';

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
  { name: 'a DNS cache on the nodes', values: party('dns', { cidrs: ['169.254.20.10/32'] }), gone: [], come: rows(DNS, 'node-local-dns', DNS_PORTS) },
];

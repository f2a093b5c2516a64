import { SERVICES, type Backend, type Settings } from './settings.js';

/** A port by number, or the one that the values name for a party. */
export type EdgePort = { readonly tcp: number } | { readonly udp: number } | { readonly portOf: Backend };
/** A party of the world that the values place: as pods, addresses or names. */
export type PartyName = 'edge' | 'prometheus' | 'dns' | Backend;

export interface Edge {
  /** As the policies name it: `<release>-<chart>-to-<id>` at the source, `-from-` at the destination. */
  readonly id: string;
  /** Pods of ours as `<chart>/<component>`, or a party. */
  readonly from: readonly string[] | PartyName;
  readonly to: readonly string[] | PartyName;
  readonly ports: readonly EdgePort[];
  /** Left out: always. */
  readonly when?: (settings: Settings) => boolean;
  readonly why: string;
  /** The rule of the original's security groups that it stands for. */
  readonly stands?: string;
}

export const HTTP = { tcp: 8000 } as const;
export const INTERNAL = { tcp: 8001 } as const;
export const METRICS = { tcp: 9464 } as const;
const CLAMD = { tcp: 3310 } as const;

const of = (component: string, services: readonly string[] = SERVICES): string[] => services.map((service) => `${service}/${component}`);
const APIS = of('api');
const STEPS = ['media/checksum', 'media/scan', 'media/process'];
const LONG_RUNNING = [...APIS, ...of('worker'), ...STEPS, 'web/web'];
const WORKERS = [...of('worker'), ...STEPS];
const MIGRATIONS = of('migrate');
const withOtlp = (settings: Settings): boolean => settings.global.otlp.endpoint !== '';
const scannerElsewhere = (settings: Settings): boolean => settings.media.clamd.host !== '';

/** One line of the internal API: who calls whom, and for what. A callee fetches the key of its caller from the caller's own 8001. */
const call = (callee: string, callers: Readonly<Record<string, string>>): Edge[] =>
  Object.entries(callers).map(([caller, why]) => ({ id: `internal-${callee}`, from: [caller], to: [`${callee}/api`], ports: [INTERNAL], why }));

/**
 * Every connection that may be made, and nothing else: what is not here is denied in both directions. It is written from what the
 * processes do, never from the templates; a test compares it with all that the templates render.
 */
export const EDGES: readonly Edge[] = [
  { id: 'edge', from: 'edge', to: [...APIS, 'web/web'], ports: [HTTP], why: 'people and clients, through the one public entrance', stands: 'security-groups.ecs' },

  ...call('auth', {
    'exercises/api': 'who is behind a credential; names of people',
    'media/api': 'who is behind a credential; keys of the caller',
    'consent/api': 'who is behind a credential',
  }),
  ...call('exercises', { 'auth/api': 'keys of the caller', 'media/api': 'keys of the caller' }),
  ...call('media', {
    'auth/api': 'keys of the caller',
    'exercises/api': 'facts, references, playback',
    'exercises/worker': 'references that are left over',
    'consent/api': 'a consent was withdrawn',
    'consent/worker': 'a withdrawal that media did not hear of yet',
  }),
  ...call('consent', { 'auth/api': 'keys of the caller', 'media/api': 'the gate', 'media/process': 'permits' }),

  { id: 'prometheus', from: 'prometheus', to: LONG_RUNNING, ports: [METRICS], why: 'metrics, which are on no other port' },

  { id: 'postgres', from: [...APIS, ...WORKERS], to: 'postgres', ports: [{ portOf: 'postgres' }], why: 'each service its database', stands: 'security-groups.rds' },
  { id: 'postgres', from: MIGRATIONS, to: 'postgres', ports: [{ portOf: 'postgres' }], why: 'migrations, as the owner', stands: 'security-groups.rds' },
  { id: 'redis-cache', from: [...APIS, 'auth/worker'], to: 'redisCache', ports: [{ portOf: 'redisCache' }], why: 'credentials and limits; revocations' },
  { id: 'redis-queue', from: WORKERS, to: 'redisQueue', ports: [{ portOf: 'redisQueue' }], why: 'jobs and events' },
  { id: 's3', from: ['media/api', 'media/worker', ...STEPS], to: 's3', ports: [{ portOf: 's3' }], why: 'videos', stands: 'network-access-control.s3-access' },
  { id: 's3', from: ['media/buckets'], to: 's3', ports: [{ portOf: 's3' }], why: 'sets the buckets up', stands: 'network-access-control.s3-access' },
  { id: 'clamd', from: ['media/scan'], to: ['clamav/clamd'], ports: [CLAMD], when: (settings) => !scannerElsewhere(settings), why: 'scans' },
  { id: 'clamd', from: ['media/scan'], to: 'clamd', ports: [{ portOf: 'clamd' }], when: scannerElsewhere, why: 'scans, by a clamd that the charts do not install' },
  { id: 'smtp', from: ['auth/worker'], to: 'smtp', ports: [{ portOf: 'smtp' }], why: 'sends mail' },
  { id: 'signatures', from: ['clamav/clamd'], to: 'signatures', ports: [{ portOf: 'signatures' }], why: 'signatures of malware' },
  { id: 'otlp', from: LONG_RUNNING, to: 'otlp', ports: [{ portOf: 'otlp' }], when: withOtlp, why: 'traces' },

  { id: 'dns', from: [...APIS, ...WORKERS, ...MIGRATIONS, 'media/buckets', 'clamav/clamd'], to: 'dns', ports: [{ udp: 53 }, { tcp: 53 }], why: 'names; long answers come over TCP' },
  { id: 'dns', from: ['web/web'], to: 'dns', ports: [{ udp: 53 }, { tcp: 53 }], when: withOtlp, why: 'the name of the collector: the web app asks for no other' },
  { id: 'dns', from: ['practika/test-reach', 'practika/test-canary'], to: 'dns', ports: [{ udp: 53 }, { tcp: 53 }], why: 'names, for the tests of a release' },
  { id: 'test', from: ['practika/test-reach'], to: [...APIS, 'web/web'], ports: [HTTP], why: 'a test of the release: the entrances answer' },
];

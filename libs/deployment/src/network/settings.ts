import { z } from 'zod';

const labels = z.record(z.string(), z.string()).default({});
/** Where a party is that the charts do not install: its pods, its addresses or its names. */
const party = z.looseObject({
  mode: z.string().default('selector'),
  namespace: labels,
  pods: labels,
  cidrs: z.array(z.string()).default([]),
  except: z.array(z.string()).default([]),
  fqdns: z.array(z.string()).default([]),
  port: z.int().optional(),
});
export type Party = z.output<typeof party>;

export const BACKENDS = ['postgres', 'redisCache', 'redisQueue', 's3', 'smtp', 'otlp', 'signatures', 'clamd'] as const;
export type Backend = (typeof BACKENDS)[number];
export const SERVICES = ['auth', 'exercises', 'media', 'consent'] as const;
export type Service = (typeof SERVICES)[number];

const flag = z.looseObject({ enabled: z.boolean().default(true) }).prefault({});
/** Rules as an operator writes them, of the forms that the table knows how to read. */
const extraPeer = z.union([
  z.strictObject({ ipBlock: z.strictObject({ cidr: z.string(), except: z.array(z.string()).optional() }) }),
  z.strictObject({ namespaceSelector: z.strictObject({ matchLabels: z.record(z.string(), z.string()) }), podSelector: z.strictObject({ matchLabels: z.record(z.string(), z.string()) }) }),
]);
export type ExtraPeer = z.output<typeof extraPeer>;
const extraPorts = z.array(z.strictObject({ protocol: z.enum(['TCP', 'UDP']).default('TCP'), port: z.int() })).min(1);
const extraEgress = z.array(z.strictObject({ to: z.array(extraPeer).min(1), ports: extraPorts })).default([]);
const extraIngress = z.array(z.strictObject({ from: z.array(extraPeer).min(1), ports: extraPorts })).default([]);
const extras = z.looseObject({ extraEgress, extraIngress }).prefault({});
const service = z.looseObject({ enabled: z.boolean().default(true), migrate: flag, worker: flag, networkPolicy: extras }).prefault({});
const values = z.looseObject({
  global: z.looseObject({
    otlp: z.looseObject({ endpoint: z.string().default('') }).prefault({}),
    networkPolicy: z.looseObject({
      enabled: z.boolean().default(true),
      dns: z.looseObject({ namespace: labels, pods: labels, cidrs: z.array(z.string()).default([]) }),
      edge: party,
      prometheus: z.looseObject({ namespace: labels, pods: labels }),
      postgres: party,
      redisCache: party,
      redisQueue: party,
      s3: party,
      smtp: party,
      otlp: party,
      extraEgress,
      extraIngress,
    }),
  }),
  auth: service,
  exercises: service,
  media: z.looseObject({ ...service.unwrap().shape, buckets: z.looseObject({ setup: flag }).prefault({}), clamd: z.looseObject({ host: z.string().default(''), port: z.int().default(3310), source: party.prefault({}) }).prefault({}) }).prefault({}),
  consent: service,
  web: z.looseObject({ enabled: z.boolean().default(true), networkPolicy: extras }).prefault({}),
  clamav: z.looseObject({ enabled: z.boolean().default(true), networkPolicy: extras, signatures: z.looseObject({ source: party.prefault({}) }).prefault({}) }).prefault({}),
});

/** What of the values decides the network. Read from the values alone, never from what the templates made of them. */
export type Settings = z.output<typeof values>;

export const settingsOf = (effective: unknown): Settings => values.parse(effective);

export const partyOf = (backend: Backend, settings: Settings): Party => {
  if (backend === 'signatures') return settings.clamav.signatures.source;
  if (backend === 'clamd') return { ...settings.media.clamd.source, port: settings.media.clamd.port };
  return settings.global.networkPolicy[backend];
};

export interface Extra {
  /** The chart whose pods it is for; null: of all charts. */
  readonly chart: string | null;
  readonly direction: 'egress' | 'ingress';
  readonly peers: readonly ExtraPeer[];
  readonly ports: readonly { readonly protocol: 'TCP' | 'UDP'; readonly port: number }[];
}

/** What an operator adds to the edges of the table. */
export function extrasOf(settings: Settings): Extra[] {
  const read = (chart: string | null, given: { readonly extraEgress: z.output<typeof extraEgress>; readonly extraIngress: z.output<typeof extraIngress> }): Extra[] => [
    ...given.extraEgress.map(({ to, ports }): Extra => ({ chart, direction: 'egress', peers: to, ports })),
    ...given.extraIngress.map(({ from, ports }): Extra => ({ chart, direction: 'ingress', peers: from, ports })),
  ];
  const charts = [...SERVICES, 'web', 'clamav'] as const;
  return [...read(null, settings.global.networkPolicy), ...charts.flatMap((chart) => read(chart, settings[chart].networkPolicy))];
}

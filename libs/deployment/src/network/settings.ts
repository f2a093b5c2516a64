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

export const BACKENDS = ['postgres', 'redisCache', 'redisQueue', 's3', 'smtp', 'otlp', 'signatures'] as const;
export type Backend = (typeof BACKENDS)[number];
export const SERVICES = ['auth', 'exercises', 'media', 'consent'] as const;
export type Service = (typeof SERVICES)[number];

const flag = z.looseObject({ enabled: z.boolean().default(true) }).prefault({});
const raw = z.array(z.looseObject({})).default([]);
const extras = z.looseObject({ extraEgress: raw, extraIngress: raw }).prefault({});
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
      extraEgress: raw,
      extraIngress: raw,
    }),
  }),
  auth: service,
  exercises: service,
  media: z.looseObject({ ...service.unwrap().shape, buckets: z.looseObject({ setup: flag }).prefault({}) }).prefault({}),
  consent: service,
  web: z.looseObject({ enabled: z.boolean().default(true), networkPolicy: extras }).prefault({}),
  clamav: z.looseObject({ enabled: z.boolean().default(true), networkPolicy: extras, signatures: z.looseObject({ source: party.prefault({}) }).prefault({}) }).prefault({}),
});

/** What of the values decides the network. Read from the values alone, never from what the templates made of them. */
export type Settings = z.output<typeof values>;

export const settingsOf = (effective: unknown): Settings => values.parse(effective);

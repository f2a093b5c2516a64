// values.schema.json of each chart: what is its own stands here, what is shared in definitions.mjs.
import { closed, DEFINITIONS, flag, integer, ref, text } from './definitions.mjs';

const secrets = (...names) => closed(Object.fromEntries(names.map((name) => [name, ref('secret')])));
const chart = { enabled: flag, image: ref('image'), serviceAccount: ref('serviceAccount'), networkPolicy: ref('extras') };
const service = { ...chart, databasePoolSize: integer(1, 1_000), api: ref('api'), worker: ref('worker'), migrate: ref('migrate'), secrets: secrets('service', 'migration') };

const SERVICES = {
  auth: {
    ...service,
    adminAllowedAddresses: { type: 'array', items: ref('addressOrRange') }, mailFrom: { type: 'string', pattern: '^([^\\r\\n]*@[^\\r\\n]+)?$' }, smtpRequireTls: flag,
    passwordMinLength: integer(8, 64), passwordHashQueue: integer(1),
  },
  exercises: service,
  consent: { ...service, controller: closed({ name: { type: 'string', minLength: 1 }, address: text, contact: text }), earlierReceiptKeys: flag },
  media: {
    ...service,
    quota: closed({ bytes: integer(1), assets: integer(1) }),
    clamd: closed({ host: text, port: ref('port'), signatureMaxAgeHours: integer(1), source: ref('place') }),
    checksum: ref('step'), scan: ref('worker'), process: ref('step'),
    buckets: closed({ setup: ref('setup') }),
    secrets: secrets('service', 'migration', 's3'),
  },
  web: { ...chart, web: ref('api') },
  clamav: {
    ...chart,
    clamd: ref('clamd'),
    freshclam: closed({ resources: ref('resources') }),
    signatures: closed({
      mirrors: { type: 'array', items: { type: 'string', pattern: '^[a-z0-9.-]+$' } }, privateMirror: { type: 'string', pattern: '^(https?://[^\\s]+)?$' },
      customUrls: { type: 'array', items: { type: 'string', pattern: '^(https?|file)://[^\\s]+$' } }, exclude: { type: 'array', items: { enum: ['main', 'daily', 'bytecode'] } },
      checksPerDay: integer(1, 50), proxy: { type: 'string', pattern: '^(https?://[^\\s:]+:[0-9]+/?)?$' }, source: ref('party'), size: ref('size'),
      persistence: closed({ enabled: flag, storageClass: text }),
    }),
  },
};

const UMBRELLA = {
  exposure: closed({
    type: { enum: ['none', 'ingress', 'httpRoute'] }, host: { type: 'string', pattern: '^([a-z0-9]([a-z0-9.-]*[a-z0-9])?)?$' }, ingressClassName: text,
    parentRefs: { type: 'array', items: { type: 'object', required: ['name'] } }, annotations: { type: 'object', additionalProperties: text },
    tls: closed({ secretName: text, external: flag, certificate: closed({ issuerRef: closed({ name: text, kind: text, group: text }) }) }),
  }),
  tests: closed({ enabled: flag, image: ref('image'), resources: ref('resources') }),
  extraObjects: { type: 'array', items: { type: 'object', required: ['apiVersion', 'kind', 'metadata'] } },
  // What is below is the subchart's to judge, by its own schema.
  ...Object.fromEntries(Object.keys(SERVICES).map((name) => [name, { type: 'object' }])),
};

const { port: _port, ...place } = DEFINITIONS.party.properties;
const ALL = { ...DEFINITIONS, place: closed(place) };

/** The definitions that something refers to, those of definitions included. */
function used(schema, names = new Set()) {
  for (const [, name] of JSON.stringify(schema).matchAll(/"#\/definitions\/(\w+)"/g)) {
    if (names.has(name)) continue;
    if (ALL[name] === undefined) throw new Error(`there is no definition ${name}`);
    names.add(name);
    used(ALL[name], names);
  }
  return names;
}

/** The same, with everything left to the defaults. */
const partly = ({ required: _required, ...schema }) => ({ ...schema, properties: Object.fromEntries(Object.entries(schema.properties).map(([key, value]) => [key, value.required === undefined ? value : partly(value)])) });

/** @returns {object | null} null for the library, which has no values of its own to install with */
export function schemaOf(name) {
  const own = name === 'practika' ? UMBRELLA : SERVICES[name];
  if (own === undefined) return null;
  // Helm puts the values of the library among those of the chart.
  // `helm lint` looks at a chart's values without what it imports: only the umbrella, which says all of global, can ask for all of it.
  const properties = { global: name === 'practika' ? DEFINITIONS.global : partly(DEFINITIONS.global), ...own, 'practika-lib': true };
  const schema = closed(properties, { required: ['global', ...Object.keys(own)] });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#', title: `Values of the chart ${name}`, ...schema,
    definitions: Object.fromEntries([...used(schema)].toSorted().map((definition) => [definition, ALL[definition]])),
  };
}

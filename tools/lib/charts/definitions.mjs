// What values may be, as JSON Schema. Objects of ours are closed, so that a mistyped name is refused and not ignored; what
// Kubernetes or an operator defines is open.

/** A closed object. */
export const closed = (properties, extra = {}) => ({ type: 'object', additionalProperties: false, properties, ...extra });
/** A closed object of which nothing may be taken away, as `null` in values does. */
export const whole = (properties) => closed(properties, { required: Object.keys(properties) });
export const ref = (name) => ({ $ref: `#/definitions/${name}` });
const map = (values) => ({ type: 'object', additionalProperties: values });
const list = (items) => ({ type: 'array', items });
const oneOf = (...values) => ({ enum: values });
export const text = { type: 'string' };
export const flag = { type: 'boolean' };
export const integer = (minimum, maximum) => ({ type: 'integer', minimum, ...(maximum === undefined ? {} : { maximum }) });
const matching = (pattern) => ({ type: 'string', pattern });
const open = { type: 'object' };
const address = matching('^(https?://[^\\s/]+.*)?$');
const NAME = '[a-z0-9]([-a-z0-9.]*[a-z0-9])?';

const externalSecret = closed({ remoteKey: text });

/** What every pod takes. */
const pod = {
  topologySpread: list(closed({ topologyKey: text, maxSkew: integer(1), minDomains: integer(1), whenUnsatisfiable: oneOf('ScheduleAnyway', 'DoNotSchedule') }, { required: ['topologyKey', 'maxSkew', 'whenUnsatisfiable'] })),
  nodeSelector: ref('labels'),
  tolerations: list(open),
  affinity: open,
  priorityClassName: text,
  podAnnotations: map(text),
};

/** And what components take besides. */
const component = {
  ...pod,
  resources: ref('resources'),
  extraEnv: { type: 'object', propertyNames: { pattern: '^[A-Z][A-Z0-9_]*$' }, additionalProperties: { type: ['string', 'number', 'boolean'] } },
  extraVolumes: list(open),
  extraVolumeMounts: list(open),
  serviceAccount: ref('serviceAccount'),
};

const lasting = {
  ...component,
  replicas: integer(0, 100),
  pdb: closed({ enabled: oneOf('auto', true, false), maxUnavailable: { type: ['integer', 'string'], pattern: '^[0-9]+%$', minimum: 0 } }),
  terminationGracePeriodSeconds: integer(1, 86_400),
};
const shutdown = whole({ delaySeconds: integer(0, 60), graceSeconds: integer(1, 86_400) });
const autoscaling = closed({ enabled: flag, min: integer(1, 100), max: integer(1, 100), targetCPU: integer(10, 100) });
// At no pods nobody reports how many jobs wait, so one is the least.
const keda = closed({ enabled: flag, min: integer(1, 100), max: integer(1, 100), targetJobs: integer(1), targetAgeSeconds: integer(1), fallbackReplicas: integer(1, 100) });
const api = { ...lasting, shutdown, autoscaling };
const needed = { required: ['replicas', 'resources', 'pdb', 'shutdown', 'terminationGracePeriodSeconds'] };
const worker = { ...api, keda };
const job = { ...component, enabled: flag, activeDeadlineSeconds: integer(60, 86_400), backoffLimit: integer(0, 100) };

const GLOBALS = ['profile', 'publicOrigin', 'trustedOrigins', 'trustedProxies', 'logLevel', 'rateLimits', 'image', 'pod', 'services', 's3', 'otlp', 'secrets', 'externalSecrets', 'monitoring', 'keda', 'networkPolicy'];

/** Shared by the charts; a schema carries those that it uses. */
export const DEFINITIONS = {
  labels: map(text),
  quantity: { type: ['string', 'number'], pattern: '^[0-9]+(\\.[0-9]+)?(m|k|Ki|M|Mi|G|Gi|T|Ti)?$' },
  size: matching('^[0-9]+(Mi|Gi)$'),
  amounts: closed({ cpu: ref('quantity'), memory: ref('quantity'), 'ephemeral-storage': ref('quantity') }),
  resources: closed({ requests: ref('amounts'), limits: ref('amounts') }),
  range: matching('^[0-9a-fA-F.:]+/[0-9]{1,3}$'),
  addressOrRange: matching('^[0-9a-fA-F.:]+(/[0-9]{1,3})?$'),
  port: integer(1, 65_535),
  serviceAccount: closed({ annotations: map(text) }),
  image: closed({
    registry: text, repository: matching('^[a-z0-9][a-z0-9._/-]*$'), tag: matching('^([A-Za-z0-9_][A-Za-z0-9_.-]*)?$'), digest: matching('^(sha256:[0-9a-f]{64})?$'),
    pullPolicy: oneOf('IfNotPresent', 'Always', 'Never'),
  }),
  secret: closed({ existingSecret: matching(`^(${NAME})?$`), externalSecret }),
  party: closed({
    mode: oneOf('selector', 'cidr', 'fqdn'), namespace: ref('labels'), pods: ref('labels'), cidrs: list(ref('range')), except: list(ref('range')),
    fqdns: list(matching('^[a-z0-9*]([a-z0-9*.-]*[a-z0-9*])?$')), port: ref('port'),
  }),
  pods: closed({ namespace: ref('labels'), pods: ref('labels') }),
  extras: closed({ extraEgress: list(open), extraIngress: list(open) }),
  internal: closed({ internalUrl: address }),
  pod: closed(pod),
  api: closed(api, needed),
  worker: closed(worker, needed),
  step: closed({ ...worker, workSize: ref('size') }, { required: [...needed.required, 'workSize'] }),
  migrate: closed({ ...job, runtimeRole: matching('^[a-z_][a-z0-9_]*$'), connectWindowSeconds: integer(1, 86_400) }),
  setup: closed({ ...job, principals: closed(Object.fromEntries(['uploader', 'playback', 'checksum', 'scan', 'process', 'deleter'].map((identity) => [identity, text]))) }),
  clamd: closed({
    ...lasting, startupSeconds: integer(10, 3_600), maxThreads: integer(1, 64), streamMaxLength: ref('clamSize'), maxFileSize: ref('clamSize'), maxScanSize: ref('clamSize'),
    maxScanTime: integer(1_000), tmpSize: ref('size'),
  }),
  clamSize: matching('^[0-9]+M$'),
  // Closed but at its top: an umbrella of somebody else's may have globals of its own.
  global: {
    type: 'object',
    properties: {
      profile: oneOf('production', 'development'),
      publicOrigin: matching('^(https?://[^\\s/]+)?$'),
      trustedOrigins: list(matching('^https?://[^\\s/]+$')),
      trustedProxies: list(ref('addressOrRange')),
      logLevel: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace'),
      rateLimits: closed({ anonymousPerHour: integer(1), personPerHour: integer(1) }),
      image: closed({ registry: text, tag: matching('^([A-Za-z0-9_][A-Za-z0-9_.-]*)?$'), pullPolicy: oneOf('', 'IfNotPresent', 'Always', 'Never'), pullSecrets: list(text) }),
      pod: ref('pod'),
      services: closed({ auth: ref('internal'), exercises: ref('internal'), media: ref('internal'), consent: ref('internal') }),
      s3: closed({ endpoint: address, publicEndpoint: address, region: matching('^[a-z0-9-]+$'), forcePathStyle: flag, buckets: closed({ uploads: ref('bucket'), media: ref('bucket'), quarantine: ref('bucket') }) }),
      otlp: closed({ endpoint: address }),
      secrets: closed({ redis: ref('secret') }),
      externalSecrets: closed({ storeRef: closed({ name: text, kind: oneOf('SecretStore', 'ClusterSecretStore') }), refreshInterval: matching('^[0-9]+(s|m|h)$') }),
      monitoring: closed({
        serviceMonitors: closed({ enabled: flag, labels: ref('labels'), interval: matching('^[0-9]+(s|m)$') }),
        rules: closed({ enabled: flag, labels: ref('labels'), runbookBaseUrl: address }),
        dashboard: closed({ enabled: flag, labels: ref('labels') }),
      }),
      keda: closed({ prometheusAddress: address }),
      networkPolicy: whole({
        enabled: flag,
        dns: closed({ namespace: ref('labels'), pods: ref('labels'), cidrs: list(ref('range')) }),
        edge: closed({ mode: oneOf('selector', 'alb', 'hostNetwork'), namespace: ref('labels'), pods: ref('labels'), cidrs: list(ref('range')) }),
        prometheus: ref('pods'),
        ...Object.fromEntries(['postgres', 'redisCache', 'redisQueue', 's3', 'smtp', 'otlp'].map((name) => [name, ref('party')])),
        extraEgress: list(open), extraIngress: list(open),
      }),
    },
    required: GLOBALS,
  },
  bucket: matching('^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$'),
};

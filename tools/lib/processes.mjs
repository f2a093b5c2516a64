// The table of our processes: what each is started with. Secrets go as NAME_FILE; each gets only those it needs.
import { join } from 'node:path';
import { nodeBinary, ROOT, SERVICES, which } from './paths.mjs';

/** Ports of `npm start`. Tests take free ones. */
export const PORTS = {
  gateway: 8080,
  public: { auth: 8101, exercises: 8102, media: 8103, consent: 8104, web: 8105 },
  internal: { auth: 8201, exercises: 8202, media: 8203, consent: 8204 },
  metrics: 9101,
};

const KINDS = {
  auth: ['api', 'worker'], exercises: ['api', 'worker'], consent: ['api', 'worker'],
  media: ['api', 'worker', 'checksum', 'scan', 'process'],
};

/** Which S3 identities a process of media holds. */
const IDENTITIES = { api: ['uploader', 'playback'], worker: ['deleter'], checksum: ['checksum'], scan: ['scan'], process: ['process'] };

export const PROCESS_NAMES = [...SERVICES.flatMap((service) => KINDS[service].map((kind) => `${service}-${kind}`)), 'web'];

/** What any process may know of the surroundings. Nothing else of our environment is passed on. */
function surroundings() {
  const kept = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'LOG_LEVEL', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(kept.filter((name) => process.env[name]).map((name) => [name, process.env[name]]));
}

/**
 * @param {{ profile: string, origin: string, ports: typeof PORTS & { metricsOf: Record<string, number> }, secrets: import('./secrets.mjs').Secrets,
 *   databases: Record<string, { owner: string, runtime: string, runtimeRole: string }>, backends: object, s3Keys: object, s3PublicEndpoint: string }} deployment
 */
export function environments(deployment) {
  const { profile, origin, ports, secrets, databases, backends, s3Keys } = deployment;
  const file = (name, value) => secrets.put(`env-${name}`, value);
  const redisCache = file('redis-cache-url', backends.urls.redisCache);
  const redisQueue = file('redis-queue-url', backends.urls.redisQueue);
  const internal = (service) => `http://127.0.0.1:${ports.internal[service]}`;
  const common = {
    ...surroundings(),
    PRACTIKA_PROFILE: profile, HOST: '127.0.0.1', PUBLIC_ORIGIN: origin, TRUSTED_PROXIES: '127.0.0.1/32', S3_PUBLIC_ENDPOINT: deployment.s3PublicEndpoint,
    REDIS_CACHE_URL_FILE: redisCache, REDIS_QUEUE_URL_FILE: redisQueue,
    // Whoever stops the platform waits half a minute: jobs that take longer go back to their queue before.
    SHUTDOWN_GRACE_SECONDS: '25',
    AUTH_INTERNAL_URL: internal('auth'), EXERCISES_INTERNAL_URL: internal('exercises'), MEDIA_INTERNAL_URL: internal('media'), CONSENT_INTERNAL_URL: internal('consent'),
  };
  const s3 = {
    S3_ENDPOINT: backends.s3.endpoint, S3_REGION: 'us-east-1', S3_FORCE_PATH_STYLE: 'true',
    S3_UPLOADS_BUCKET: 'uploads', S3_MEDIA_BUCKET: 'media', S3_QUARANTINE_BUCKET: 'quarantine',
  };
  const keys = (identity) => ({
    [`S3_${identity.toUpperCase()}_ACCESS_KEY_FILE`]: file(`s3-${identity}-access`, s3Keys[identity].accessKey),
    [`S3_${identity.toUpperCase()}_SECRET_KEY_FILE`]: file(`s3-${identity}-secret`, s3Keys[identity].secretKey),
  });
  const accessKeys = () => Object.fromEntries(Object.entries(s3Keys).map(([identity, k]) => [`S3_${identity.toUpperCase()}_ACCESS_KEY`, k.accessKey]));
  const own = {
    auth: () => ({
      SMTP_URL: backends.urls.smtp, MAIL_FROM: 'Practika <no-reply@practika.localhost>', ADMIN_ALLOWED_ADDRESSES: '127.0.0.0/8,::1/128',
      PASSWORD_PEPPER_FILE: (secrets.get('password-pepper'), secrets.path('password-pepper')),
    }),
    exercises: () => ({}),
    consent: () => ({ RECEIPT_SIGNING_KEY_FILE: secrets.keyFile('receipt-signing-key.pem') }),
    media: (kind) => ({
      ...s3, ...Object.assign({}, ...(IDENTITIES[kind] ?? []).map(keys)),
      CLAMD_HOST: backends.clamd.host, CLAMD_PORT: String(backends.clamd.port), FFMPEG_PATH: which('ffmpeg') ?? 'ffmpeg', FFPROBE_PATH: which('ffprobe') ?? 'ffprobe',
    }),
  };
  const ofService = (service) => ({ ...common, SERVICE_KEY_FILE: secrets.keyFile(`service-key-${service}.pem`), DATABASE_URL_FILE: file(`${service}-database-url`, databases[service].runtime) });
  return {
    service(service, kind) {
      if (service === 'web') {
        const { PRACTIKA_PROFILE, HOST, PUBLIC_ORIGIN, S3_PUBLIC_ENDPOINT } = common;
        return { ...surroundings(), PRACTIKA_PROFILE, HOST, PUBLIC_ORIGIN, S3_PUBLIC_ENDPOINT, PORT: String(ports.public.web), METRICS_PORT: String(ports.metricsOf.web) };
      }
      const listening = kind === 'api' ? { PORT: String(ports.public[service]), INTERNAL_PORT: String(ports.internal[service]) } : {};
      return { ...ofService(service), ...own[service](kind), ...listening, METRICS_PORT: String(ports.metricsOf[`${service}-${kind}`]) };
    },
    migration(service) {
      return { ...surroundings(), PRACTIKA_PROFILE: profile, MIGRATION_DATABASE_URL_FILE: file(`${service}-migration-url`, databases[service].owner), RUNTIME_ROLE: databases[service].runtimeRole };
    },
    /** For the bucket set-up: its own keys, and the names (not the secrets) of the accounts that policies grant to. */
    buckets() {
      const names = accessKeys();
      delete names.S3_SETUP_ACCESS_KEY;
      return { ...surroundings(), PRACTIKA_PROFILE: profile, PUBLIC_ORIGIN: origin, S3_PUBLIC_ENDPOINT: deployment.s3PublicEndpoint, ...s3, ...names, ...keys('setup') };
    },
  };
}

/** How a process is started, from its name such as `media-scan`; `web` has one kind. */
export function commandOf(name) {
  const [service, kind = service] = name.split('-');
  return { service, kind, command: nodeBinary(), cwd: join(ROOT, 'services', service), args: ['--import', '@practika/observability/otel', `dist/main.${kind}.js`] };
}

import { describe, expect, it } from '@jest/globals';
import { renderChart, type Render } from '../src/helm.js';
import { merge } from '../src/values.js';
import { NAMESPACE, umbrellaRenders } from './renders.js';

type Values = Record<string, unknown>;
const [first] = umbrellaRenders();
const render = (values: Values): Render => renderChart('practika', { values: first?.values ?? [], namespace: NAMESPACE, inline: JSON.stringify(values) });

/** What an installation in production has at least. */
const PRODUCTION: Values = {
  global: { profile: 'production', publicOrigin: 'https://practika.example', trustedProxies: ['10.0.0.0/8'], s3: { endpoint: 'https://s3.example', publicEndpoint: '' } },
  exposure: { type: 'ingress', ingressClassName: 'any', tls: { secretName: 'tls' } },
  auth: { adminAllowedAddresses: ['10.0.0.0/8'], mailFrom: 'Practika <no-reply@practika.example>', smtpRequireTls: true },
};
const global = (values: Values): Values => ({ global: values });
const policy = (values: Values): Values => global({ networkPolicy: values });

/** One mistake each, and the start of its sentence. Those of production come on top of the values above. */
const MISTAKES: readonly (readonly [what: string, values: Values, sentence: RegExp])[] = [
  ['an http origin in production', global({ publicOrigin: 'http://practika.example' }), /global\.publicOrigin is http:.* has to be https/],
  ['no origin', global({ publicOrigin: '' }), /global\.publicOrigin is missing/],
  ['no proxies in production', global({ trustedProxies: [] }), /global\.trustedProxies is empty/],
  ['everybody as a proxy', global({ trustedProxies: ['0.0.0.0/0'] }), /global\.trustedProxies has 0\.0\.0\.0\/0/],
  ['no addresses of administrators', { auth: { adminAllowedAddresses: [] } }, /auth\.adminAllowedAddresses is empty/],
  ['administrators from anywhere', { auth: { adminAllowedAddresses: ['0.0.0.0/0'] } }, /auth\.adminAllowedAddresses has 0\.0\.0\.0\/0/],
  ['no sender of mail', { auth: { mailFrom: '' } }, /auth\.mailFrom is missing/],
  ['no object store', global({ s3: { endpoint: '' } }), /global\.s3\.endpoint is missing/],
  ['videos over plain http', global({ s3: { endpoint: 'http://s3.example' } }), /global\.s3\.publicEndpoint is http:.* has to be https/],
  ['latest', global({ image: { tag: 'latest' } }), /global\.image\.tag is latest/],
  ['latest in one chart', { media: { image: { tag: 'latest' } } }, /media\.image\.tag is latest/],
  ['two autoscalers', { ...global({ keda: { prometheusAddress: 'http://prometheus:9090' } }), media: { scan: { autoscaling: { enabled: true }, keda: { enabled: true } } } }, /media\.scan\.autoscaling and media\.scan\.keda are both enabled/],
  ['an autoscaler by queue without Prometheus', { media: { scan: { keda: { enabled: true } } } }, /media\.scan\.keda is enabled, which needs global\.keda\.prometheusAddress/],
  ['a minimum above the maximum', { auth: { api: { autoscaling: { enabled: true, min: 9, max: 3 } } } }, /auth\.api\.autoscaling\.min is 9, above its max of 3/],
  ['a disruption budget over one pod', { auth: { api: { replicas: 1, pdb: { enabled: true } } } }, /auth\.api\.pdb is enabled though auth\.api has one pod/],
  ['a disruption budget of nothing', { auth: { api: { pdb: { maxUnavailable: 0 } } } }, /auth\.api\.pdb\.maxUnavailable is 0/],
  ['a grace below the shutdown', { auth: { api: { terminationGracePeriodSeconds: 30 } } }, /auth\.api\.terminationGracePeriodSeconds is 30; it has to be 45 at least/],
  ['a shutdown below the job', { media: { scan: { shutdown: { graceSeconds: 60 } } } }, /media\.scan\.shutdown\.graceSeconds is 60; a job of it may take 900 s/],
  ['a volume above the limit of storage', { media: { checksum: { workSize: '4Gi' } } }, /media\.checksum\.resources\.limits\.ephemeral-storage is below/],
  ['a secret as a setting', { auth: { api: { extraEnv: { DATABASE_URL: 'postgres://x' } } } }, /auth\.api\.extraEnv sets DATABASE_URL, which comes from a Secret/],
  ['no Secret', { auth: { secrets: { service: { existingSecret: '' } } } }, /auth\.secrets\.service\.existingSecret is missing/],
  ['a secret of no store', { auth: { secrets: { service: { externalSecret: { remoteKey: 'x' } } } } }, /global\.externalSecrets\.storeRef\.name is missing/],
  ['a deadline within the window', { auth: { migrate: { activeDeadlineSeconds: 300 } } }, /auth\.migrate\.activeDeadlineSeconds is 300/],
  ['tries that end within the window', { auth: { migrate: { backoffLimit: 2 } } }, /auth\.migrate\.backoffLimit of 2 gives up/],
  ['no class of Ingress', { exposure: { ingressClassName: '' } }, /exposure\.type is ingress, which needs exposure\.ingressClassName/],
  ['an Ingress and a Gateway', { exposure: { parentRefs: [{ name: 'gateway' }] } }, /exposure\.parentRefs is for exposure\.type httpRoute/],
  ['a route without a Gateway', { exposure: { type: 'httpRoute', ingressClassName: '' } }, /exposure\.type is httpRoute, which needs exposure\.parentRefs/],
  ['a route with a class of Ingress', { exposure: { type: 'httpRoute', parentRefs: [{ name: 'gateway' }] } }, /exposure\.ingressClassName is for exposure\.type ingress/],
  ['no certificate in production', { exposure: { tls: { secretName: '' } } }, /exposure\.tls names neither a Secret nor an issuer/],
  ['another host than the origin', { exposure: { host: 'other.example' } }, /exposure\.host is other\.example, but people are sent to practika\.example/],
  ['a load balancer without ranges', policy({ edge: { mode: 'alb' } }), /global\.networkPolicy\.edge\.mode is alb, which needs ranges/],
  ['a database by ranges without ranges', policy({ postgres: { mode: 'cidr' } }), /global\.networkPolicy\.postgres has mode cidr, which needs ranges/],
  ['a database by name without a name', policy({ postgres: { mode: 'fqdn' } }), /global\.networkPolicy\.postgres has mode fqdn, which needs names/],
  ['a database that is every pod', policy({ postgres: { pods: null } }), /global\.networkPolicy\.postgres has mode selector, which needs labels/],
  ['traces at a port that is shut', global({ otlp: { endpoint: 'http://otel:4317' }, networkPolicy: { otlp: { namespace: { a: 'b' }, pods: { a: 'b' }, port: 4318 } } }), /global\.otlp\.endpoint is at port 4317/],
  ['no scanner', { clamav: { enabled: false } }, /clamav\.enabled is false, so media\.clamd\.host has to say/],
  ['a scanner that reads half of an upload', { clamav: { clamd: { streamMaxLength: '25M' } } }, /clamav\.clamd\.streamMaxLength is 25M/],
  ['some identities of the store', { media: { buckets: { setup: { principals: { scan: 'arn:aws:iam::1:role/scan' } } } } }, /media\.buckets\.setup\.principals names scan only/],
  ['a Secret among the values', { extraObjects: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } }] }, /extraObjects has a Secret/],
  ['rules without runbooks', global({ monitoring: { rules: { enabled: true, runbookBaseUrl: '' } } }), /global\.monitoring\.rules\.runbookBaseUrl is empty/],
];

/** The sentences of one refusal. */
const sentences = (complaint: string): string[] => complaint.split('\n').filter((line) => line.startsWith('  - ')).map((line) => line.slice(4));

describe('[K2] values that cannot work together', () => {
  it('should be none in what an installation in production has at least', () => {
    expect(render(PRODUCTION).complaint).toBe('');
  });

  it.each(MISTAKES)('[K2] should be refused with a sentence of their own: %s', (_what, values, sentence) => {
    const { ok, complaint } = render(merge(PRODUCTION, values));
    expect(ok).toBe(false);
    const said = sentences(complaint);
    expect(said.filter((one) => sentence.test(one))).toHaveLength(1);
    // Nothing else is made of one mistake, and a sentence ends.
    expect(said.filter((one) => !sentence.test(one))).toEqual([]);
    expect(said[0]).toMatch(/\.$/);
  });

  it('[K2] should all be told at once, each once', () => {
    const chosen = MISTAKES.filter(([what]) => ['no proxies in production', 'no sender of mail', 'two autoscalers', 'a grace below the shutdown', 'no class of Ingress', 'a database by ranges without ranges', 'no scanner'].includes(what));
    const { ok, complaint } = render(chosen.reduce<Values>((values, [, more]) => merge(values, more), PRODUCTION));
    expect(ok).toBe(false);
    const said = sentences(complaint);
    for (const [, , sentence] of chosen) expect(said.filter((one) => sentence.test(one))).toHaveLength(1);
    expect(new Set(said).size).toBe(said.length);
    expect(complaint.match(/These values cannot work/g)).toHaveLength(1);
  });

  it('should hold a chart that is installed alone to the same', () => {
    const { ok, complaint } = renderChart('auth', { namespace: NAMESPACE, inline: JSON.stringify(merge(PRODUCTION['auth'] as Values, { global: { profile: 'production' }, mailFrom: '', api: { replicas: 1, pdb: { enabled: true } } })) });
    expect(ok).toBe(false);
    const said = sentences(complaint);
    for (const start of ['global.publicOrigin is missing', 'mailFrom is missing', 'api.pdb is enabled']) expect(said.filter((one) => one.startsWith(start))).toHaveLength(1);
  });
});

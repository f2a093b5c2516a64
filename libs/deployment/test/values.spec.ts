import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { helm, renderChart, ROOT, surroundings } from '../src/helm.js';
import type { Manifest } from '../src/manifests.js';
import { at, effective, leaves } from '../src/values.js';

// What the values per environment promise. That each of them keeps the checklist and the network's table, other tests say.

const file = (name: string): string => `k8s/values/${name}.yaml`;
const SETS: Readonly<Record<string, readonly string[]>> = {
  dev: [file('dev')], staging: [file('staging')], production: [file('production')], eks: [file('eks')], 'eks over production': [file('production'), file('eks')],
};
const SAFE = ['staging', 'production', 'eks', 'eks over production'];
const valuesOf = (name: string): Record<string, unknown> => effective('practika', SETS[name] ?? []);
function renderOf(name: string): readonly Manifest[] {
  const render = renderChart('practika', { values: SETS[name] ?? [] });
  if (!render.ok) throw new Error(`${name}: ${render.complaint}`);
  return render.manifests;
}
const kindOf = (name: string, kind: string): Manifest[] => renderOf(name).filter((m) => m.kind === kind);
const named = (manifests: readonly Manifest[]): string[] => manifests.map((m) => m.metadata.name.replace(/^practika-/, '')).toSorted();

describe.each(Object.entries(SETS))('values for %s', (name, files) => {
  it('[K5] [R1] should lint strictly and render', () => {
    const { status, stdout, stderr } = helm(['lint', '--strict', '--quiet', join(surroundings().folder, 'practika'), ...files.flatMap((one) => ['--values', join(ROOT, one)])]);
    expect(status === 0 ? '' : `${stdout}${stderr}`).toBe('');
    expect(kindOf(name, 'Deployment').length).toBe(12);
  });

  it('[S6] [security-groups.ecs] should have policies on, and no party without a place', () => {
    const policy = at(valuesOf(name), 'global.networkPolicy') as Record<string, { mode?: string; cidrs?: string[] }>;
    expect(at(policy, 'enabled')).toBe(true);
    // Nothing opens what the table of edges does not have, and no range is everything.
    expect(leaves(valuesOf(name)).filter(([path, value]) => /extra(Egress|Ingress)$/.test(path) && (value as unknown[]).length > 0)).toEqual([]);
    expect(leaves(valuesOf(name)).filter(([path, value]) => /cidrs$|trustedProxies$|AllowedAddresses$/.test(path) && (value as string[]).some((range) => range.endsWith('/0') || range === '*'))).toEqual([]);
  });

  it('[S1] [K12] should hold no secret, and name no tag that moves', () => {
    const text = files.map((one) => readFileSync(join(ROOT, one), 'utf8')).join('\n');
    expect(text).not.toMatch(/BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|postgres(ql)?:\/\/|rediss?:\/\/|password\s*:|secret-?key\s*:/i);
    expect(leaves(valuesOf(name)).filter(([path, value]) => path.endsWith('.tag') && (value === 'latest' || value === 'main'))).toEqual([]);
  });
});

describe.each(SAFE)('values that people rely on: %s', (name) => {
  const values = valuesOf(name);

  it('[S13] [data-encryption.network-traffic] should know nothing but https from a browser, and TLS at the edge', () => {
    expect(at(values, 'global.profile')).toBe('production');
    const addresses = [at(values, 'global.publicOrigin'), at(values, 'global.s3.publicEndpoint') || at(values, 'global.s3.endpoint'), ...(at(values, 'global.trustedOrigins') as string[])];
    expect(addresses.filter((address) => !String(address).startsWith('https://'))).toEqual([]);
    expect(String(at(values, 'global.s3.endpoint')).startsWith('https://')).toBe(true);
    expect(at(values, 'auth.smtpRequireTls')).toBe(true);
    const entrance = kindOf(name, 'Ingress')[0]!;
    const { tls = [] } = entrance['spec'] as { tls?: { hosts: string[] }[] };
    if (name.startsWith('eks')) {
      expect(entrance.metadata.annotations).toMatchObject({ 'alb.ingress.kubernetes.io/ssl-redirect': '443', 'alb.ingress.kubernetes.io/target-type': 'ip' });
      expect(entrance.metadata.annotations?.['alb.ingress.kubernetes.io/ssl-policy']).toMatch(/TLS13-1-2/);
      expect(entrance.metadata.annotations?.['alb.ingress.kubernetes.io/certificate-arn']).toMatch(/^arn:aws:acm:/);
    } else expect(tls.flatMap(({ hosts }) => hosts)).toEqual([new URL(String(at(values, 'global.publicOrigin'))).host]);
  });

  it('[A10] [network-access-control.admin-access] should say where administrators work from, and which proxies are believed', () => {
    expect((at(values, 'auth.adminAllowedAddresses') as string[]).length).toBeGreaterThan(0);
    expect((at(values, 'global.trustedProxies') as string[]).length).toBeGreaterThan(0);
  });

  it('[R1] [K28] should run two pods or more of everything', () => {
    const scaled = new Map([...kindOf(name, 'HorizontalPodAutoscaler'), ...kindOf(name, 'ScaledObject')].map((m) => {
      const spec = m['spec'] as { minReplicas?: number; minReplicaCount?: number; scaleTargetRef: { name: string } };
      return [spec.scaleTargetRef.name, spec.minReplicas ?? spec.minReplicaCount ?? 0];
    }));
    const few = [...kindOf(name, 'Deployment'), ...kindOf(name, 'StatefulSet')].map((m) => [m.metadata.name, (m['spec'] as { replicas?: number }).replicas ?? scaled.get(m.metadata.name) ?? 1] as const).filter(([, pods]) => pods < 2);
    expect(few).toEqual([]);
  });

  it('[S6] should leave the metadata address out of every range', () => {
    const parties = ['postgres', 'redisCache', 'redisQueue', 's3', 'smtp'].map((party) => at(values, `global.networkPolicy.${party}`) as { mode: string; except: string[]; fqdns: string[] });
    expect(parties.filter(({ mode, except, fqdns }) => (mode === 'cidr' ? !except.includes('169.254.169.254/32') : fqdns.length === 0))).toEqual([]);
  });
});

describe.each(['production', 'eks', 'eks over production'])('values for people at any time: %s', (name) => {
  it('[R1] [K26] should scale APIs by their load and workers by their queues', () => {
    expect(named(kindOf(name, 'HorizontalPodAutoscaler'))).toEqual(['auth-api', 'consent-api', 'exercises-api', 'media-api', 'web']);
    expect(named(kindOf(name, 'ScaledObject'))).toEqual(['auth-worker', 'consent-worker', 'exercises-worker', 'media-checksum', 'media-process', 'media-scan', 'media-worker']);
  });

  it('[S7] [critical-gaps.no-security-alerts] should be watched: monitors, rules and a dashboard', () => {
    expect(['ServiceMonitor', 'PrometheusRule'].filter((kind) => kindOf(name, kind).length === 0)).toEqual([]);
    expect(kindOf(name, 'ConfigMap').some((m) => m.metadata.labels?.['grafana_dashboard'] === '1')).toBe(true);
  });

  it('[S1] [missing-iam-policies.secrets-manager-access] should take every secret from the store, below the prefix that its reader has', () => {
    const keys = kindOf(name, 'ExternalSecret').map((m) => (m['spec'] as { secretStoreRef: { name: string; kind: string }; data?: { remoteRef: { key: string } }[]; dataFrom?: { extract: { key: string } }[] }));
    expect(keys.length).toBe(10);
    expect(keys.flatMap(({ data = [], dataFrom = [] }) => [...data.map((one) => one.remoteRef.key), ...dataFrom.map((one) => one.extract.key)]).filter((key) => !key.startsWith('practika/'))).toEqual([]);
    expect([...new Set(keys.map(({ secretStoreRef: { kind } }) => kind))]).toEqual(['SecretStore']);
  });
});

describe('values for Amazon EKS', () => {
  it('[S6] [security-groups.alb] should let in the load balancer\'s subnets alone, and believe nobody else', () => {
    const edge = at(valuesOf('eks'), 'global.networkPolicy.edge') as { mode: string; cidrs: string[] };
    expect([edge.mode, edge.cidrs]).toEqual(['alb', at(valuesOf('eks'), 'global.trustedProxies')]);
  });

  it('[S3] should be complete in itself: production below it adds nothing that lets more in or out', () => {
    const policies = (manifests: readonly Manifest[]): Record<string, unknown> => Object.fromEntries(manifests.filter((m) => m.kind === 'NetworkPolicy').map((m) => [m.metadata.name, m['spec']]));
    // Traces are production's own, with what they need.
    const over = renderChart('practika', { values: SETS['eks over production'] ?? [], inline: 'global: {otlp: {endpoint: ""}}' });
    expect(policies(over.manifests)).toEqual(policies(renderOf('eks')));
  });

  it('[S4] should speak to S3 by host names, at AWS, in the region of its roles', () => {
    const { endpoint, region, forcePathStyle } = at(valuesOf('eks'), 'global.s3') as Record<string, unknown>;
    expect([endpoint, forcePathStyle]).toEqual([`https://s3.${String(region)}.amazonaws.com`, false]);
  });
});

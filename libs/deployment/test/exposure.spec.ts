import { describe, expect, it } from '@jest/globals';
import { specOf } from '../src/checks/kubernetes.js';
import { renderChart } from '../src/helm.js';
import type { Manifest } from '../src/manifests.js';
import { NAMESPACE, umbrellaRenders } from './renders.js';

const [first] = umbrellaRenders();
const HOST = 'practika.localhost';
const render = (exposure: object): readonly Manifest[] => {
  const { ok, complaint, manifests } = renderChart('practika', { values: first?.values ?? [], namespace: NAMESPACE, inline: JSON.stringify({ exposure }) });
  if (!ok) throw new Error(complaint);
  return manifests;
};
type Route = readonly [path: string, type: string, service: string, port: string];
const sorted = (routes: readonly Route[]): Route[] => routes.toSorted((a, b) => a[0].localeCompare(b[0]));

function ofIngress(manifests: readonly Manifest[]): Route[] {
  return manifests.filter((m) => m.kind === 'Ingress').flatMap((m) => specOf<{ rules: { http: { paths: { path: string; pathType: string; backend: { service: { name: string; port: { name?: string; number?: number } } } }[] } }[] }>(m).rules)
    .flatMap((rule) => rule.http.paths.map((p): Route => [p.path, p.pathType, p.backend.service.name, String(p.backend.service.port.name ?? p.backend.service.port.number)]));
}
function ofRoute(manifests: readonly Manifest[]): Route[] {
  return manifests.filter((m) => m.kind === 'HTTPRoute').flatMap((m) => specOf<{ rules: { matches: { path: { type: string; value: string } }[]; backendRefs: { name: string; port: number }[] }[] }>(m).rules)
    .flatMap((rule) => rule.matches.flatMap((match) => rule.backendRefs.map((b): Route => [match.path.value, match.path.type === 'PathPrefix' ? 'Prefix' : match.path.type, b.name, String(b.port)])));
}
const port = (routes: readonly Route[]): Route[] => routes.map(([path, type, service, name]) => [path, type, service, name === 'http' ? '8000' : name]);

const ingress = render({ type: 'ingress', host: HOST, ingressClassName: 'any', tls: { secretName: 'tls' } });
const route = render({ type: 'httpRoute', host: HOST, ingressClassName: '', parentRefs: [{ name: 'gateway', namespace: 'edge' }] });

describe('[K29] [C22] the edge', () => {
  it('[K29] [C22] should have the same routes by Ingress and by HTTPRoute', () => {
    const routes = sorted(port(ofIngress(ingress)));
    expect(routes.length).toBeGreaterThanOrEqual(5);
    expect(sorted(port(ofRoute(route)))).toEqual(routes);
  });

  it('[K19] should lead to port 8000 and to paths under /api of a service or the web app, never to internal ones', () => {
    const routes = port(ofIngress(ingress));
    expect(routes.filter(([, , , to]) => to !== '8000')).toEqual([]);
    expect(routes.map(([path]) => path).filter((path) => /internal|metrics/.test(path))).toEqual([]);
    for (const service of ['auth', 'exercises', 'media', 'consent']) expect(routes.filter(([, , name]) => name.endsWith(`-${service}`)).map(([path]) => path)).toContain(`/api/${service}`);
    expect(routes.filter(([path]) => path === '/').map(([, , name]) => name)).toEqual(['practika-web']);
  });

  it('[K29] should carry no annotation of a vendor by default', () => {
    const annotated = [...ingress, ...route].filter((m) => ['Ingress', 'HTTPRoute', 'Service', 'Certificate'].includes(m.kind)).flatMap((m) => Object.keys(m.metadata.annotations ?? {}).map((key) => `${m.kind} ${key}`));
    expect(annotated).toEqual([]);
  });

  it('[K29] should make one kind or the other, or neither', () => {
    expect(ingress.filter((m) => m.kind === 'HTTPRoute')).toEqual([]);
    expect(route.filter((m) => m.kind === 'Ingress')).toEqual([]);
    expect(render({ type: 'none', ingressClassName: '' }).filter((m) => ['Ingress', 'HTTPRoute'].includes(m.kind))).toEqual([]);
  });

  it('should take TLS from a Secret or ask an issuer for a certificate', () => {
    const given = ingress.filter((m) => m.kind === 'Ingress').flatMap((m) => specOf<{ tls?: { secretName: string }[] }>(m).tls ?? []);
    expect(given.map((t) => t.secretName)).toEqual(['tls']);
    const asked = render({ type: 'ingress', host: HOST, ingressClassName: 'any', tls: { certificate: { issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' } } } });
    const certificate = asked.find((m) => m.kind === 'Certificate');
    expect(specOf<{ secretName: string; dnsNames: string[]; issuerRef: { name: string } }>(certificate ?? { apiVersion: '', kind: '', metadata: { name: '' } })).toMatchObject({ dnsNames: [HOST], issuerRef: { name: 'letsencrypt' } });
    expect(asked.filter((m) => m.kind === 'Ingress').flatMap((m) => specOf<{ tls?: { secretName: string }[] }>(m).tls ?? [])[0]?.secretName).toBe(specOf<{ secretName: string }>(certificate as Manifest).secretName);
  });
});

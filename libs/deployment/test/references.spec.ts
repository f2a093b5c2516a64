import { describe, expect, it } from '@jest/globals';
import { CHECKLIST } from '../src/checks/checklist.js';
import { podTemplates, specOf } from '../src/checks/kubernetes.js';
import { brokenReferences } from '../src/checks/references.js';
import { secretVolumes } from '../src/checks/rules/secrets.js';
import { renderChart } from '../src/helm.js';
import type { Manifest } from '../src/manifests.js';
import { mustRender, NAMESPACE, umbrellaRenders } from './renders.js';

const each = umbrellaRenders().map((listed) => [listed.name, listed] as const);
const secretsOf = (manifests: readonly Manifest[]): Set<string> => new Set(podTemplates(manifests).flatMap((pod) => secretVolumes(pod).map(({ secret }) => secret.secretName ?? secret.name ?? '')));

describe('[R1] references', () => {
  it.each(each)('should lead somewhere: %s', (_name, listed) => {
    expect(brokenReferences(mustRender(listed).manifests)).toEqual([]);
  });

  it.each(each.slice(0, 3))('should keep names within 63 characters and apart with the longest name that a release can have: %s', (_name, listed) => {
    const release = `r${'x'.repeat(51)}y`;
    const { ok, manifests, complaint } = renderChart(listed.chart, { values: listed.values, release, namespace: NAMESPACE });
    expect(complaint).toBe('');
    expect(ok).toBe(true);
    const rules = CHECKLIST.filter((rule) => ['W1', 'S3', 'I1'].includes(rule.id));
    expect(rules.flatMap((rule) => rule.check({ name: listed.name, namespace: NAMESPACE, manifests })).map((f) => `${f.rule} ${f.object} ${f.message}`)).toEqual([]);
  });

  it.each(each)('[C1] [C2] [K11] should need nothing of the API server: %s', (_name, listed) => {
    const { manifests } = mustRender(listed);
    const kinds = new Set(manifests.map((m) => m.kind));
    expect(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding', 'ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration', 'CustomResourceDefinition'].filter((kind) => kinds.has(kind))).toEqual([]);
    expect(podTemplates(manifests).filter((pod) => pod.spec.automountServiceAccountToken !== false).map((pod) => pod.object)).toEqual([]);
  });
});

describe('[K12] [C11] Secrets by name', () => {
  it.each(each)('should mount what the operator or an ExternalSecret makes, and render no Secret: %s', (_name, listed) => {
    const { manifests } = mustRender(listed);
    expect(manifests.filter((m) => m.kind === 'Secret')).toEqual([]);
    const made = manifests.filter((m) => m.kind === 'ExternalSecret').map((m) => specOf<{ target?: { name?: string } }>(m).target?.name ?? m.metadata.name);
    const mounted = secretsOf(manifests);
    // An ExternalSecret that no pod mounts would be a secret copied for nothing.
    expect(made.filter((name) => !mounted.has(name))).toEqual([]);
  });

  it.each(each)('[K12] should have every key that a pod mounts in the ExternalSecret that brings it: %s', (_name, listed) => {
    const { manifests } = mustRender(listed);
    const brought = new Map(manifests.filter((m) => m.kind === 'ExternalSecret').map((m) => {
      const spec = specOf<{ target?: { name?: string }; data?: { secretKey: string }[]; dataFrom?: unknown[] }>(m);
      return [spec.target?.name ?? m.metadata.name, spec.dataFrom === undefined ? new Set((spec.data ?? []).map((d) => d.secretKey)) : null] as const;
    }));
    const problems = podTemplates(manifests).flatMap((pod) => secretVolumes(pod).flatMap(({ secret }) => {
      const keys = brought.get(secret.secretName ?? secret.name ?? '');
      if (keys === undefined || keys === null || secret.optional === true) return [];
      return (secret.items ?? []).filter(({ key }) => !keys.has(key)).map(({ key }) => `${pod.object} waits for ${key}, which the ExternalSecret does not bring`);
    }));
    expect(problems).toEqual([]);
  });
});

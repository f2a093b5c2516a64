import type { Manifest } from '../../manifests.js';
import type { Finding, Rendered, Rule } from '../finding.js';
import { objectName, podTemplates, specOf } from '../kubernetes.js';
import { brokenReferences } from '../references.js';

const LABEL = /^(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?$/;
const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const CLUSTER_WIDE = new Set(['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'PriorityClass', 'CustomResourceDefinition', 'StorageClass', 'IngressClass', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'ClusterIssuer']);
const RECOMMENDED = ['app.kubernetes.io/name', 'app.kubernetes.io/instance', 'app.kubernetes.io/part-of', 'app.kubernetes.io/managed-by', 'helm.sh/chart'];

function names(manifest: Manifest): string[] {
  const { name } = manifest.metadata;
  const labels = { ...manifest.metadata.labels, ...podTemplates([manifest])[0]?.labels };
  return [
    ...(name.length <= 63 && NAME.test(name) ? [] : [`its name has ${name.length} characters or ones that are not allowed`]),
    ...Object.entries(labels).filter(([, value]) => typeof value !== 'string' || value.length > 63 || !LABEL.test(value)).map(([key, value]) => `label ${key} has a value that is refused: ${String(value)}`),
    ...RECOMMENDED.filter((key) => manifest.metadata.labels?.[key] === undefined).map((key) => `has no label ${key}`),
  ];
}

function wiring({ manifests, externalNames = [] }: Rendered): Finding[] {
  const external = (service: string): boolean => externalNames.some((name) => service.endsWith(`-${name}`));
  return [
    ...brokenReferences(manifests, external).map(([object, message]) => ({ rule: 'W1', object, message })),
    ...manifests.flatMap((m) => names(m).map((message) => ({ rule: 'W1', object: objectName(m), message }))),
  ];
}

function ingress({ manifests }: Rendered): Finding[] {
  return manifests.filter((m) => m.kind === 'Ingress').flatMap((m) => {
    const found = (rule: string, message: string): Finding => ({ rule, object: objectName(m), message });
    const spec = specOf<{ tls?: { hosts?: string[]; secretName?: string }[]; rules?: { host?: string }[]; ingressClassName?: string }>(m);
    const covered = (spec.tls ?? []).flatMap((t) => t.hosts ?? []);
    const open = (spec.rules ?? []).map((r) => r.host).filter((host) => host === undefined || !covered.includes(host));
    return [
      ...(spec.tls === undefined || open.length > 0 ? [found('W2.tls', `serves ${open.join(', ') || 'everything'} without TLS`)] : []),
      ...Object.keys(m.metadata.annotations ?? {}).filter((key) => /nginx|snippet/.test(key)).map((key) => found('W2', `has the annotation ${key} of a controller that has reached its end`)),
      ...(spec.ingressClassName === 'nginx' ? [found('W2', 'names the class of a controller that has reached its end')] : []),
      ...(spec.ingressClassName === undefined ? [found('W2', 'names no class')] : []),
    ];
  });
}

const LEVELS = ['enforce', 'audit', 'warn'];

function namespaces({ manifests, namespace }: Rendered): Finding[] {
  return manifests.flatMap((m) => {
    const found = (message: string): Finding => ({ rule: 'W3', object: objectName(m), message });
    if (m.kind === 'Namespace') {
      const labels = m.metadata.labels ?? {};
      return LEVELS.flatMap((level) => [
        ...(labels[`pod-security.kubernetes.io/${level}`] === 'restricted' ? [] : [found(`does not ${level} the restricted profile`)]),
        ...(/^v1\.\d+$/.test(labels[`pod-security.kubernetes.io/${level}-version`] ?? '') ? [] : [found(`has no pinned version of the profile to ${level}`)]),
      ]);
    }
    if (CLUSTER_WIDE.has(m.kind)) return [];
    if (m.metadata.namespace === undefined) return [found('names no namespace')];
    if (['default', 'kube-system', 'kube-public'].includes(m.metadata.namespace)) return [found(`lies in the namespace ${m.metadata.namespace}`)];
    return m.metadata.namespace === namespace || m.kind === 'ReferenceGrant' ? [] : [found(`lies in ${m.metadata.namespace}, not in the release's namespace`)];
  });
}

export const WIRING: readonly Rule[] = [
  { id: 'W1', says: 'references lead somewhere, selectors match, names and labels fit', check: wiring },
  { id: 'W2', says: 'an Ingress has TLS, a class and nothing of a controller that has reached its end', check: ingress },
  { id: 'W3', says: 'in the release\'s namespace; namespaces enforce the restricted profile', check: namespaces },
];

import { z } from 'zod';
import type { Manifest } from '../manifests.js';
import type { Labels } from './endpoints.js';
import { labelSelector, selects, type LabelSelector } from './label-selectors.js';
import { UnreadablePolicy, type Peer, type Policy, type Rule } from './policies.js';

const NAMESPACE_KEYS = ['io.kubernetes.pod.namespace', 'io.cilium.k8s.policy.namespace'];
const NAMESPACE_LABELS = 'io.cilium.k8s.namespace.labels.';

const fqdn = z.strictObject({ matchName: z.string().optional(), matchPattern: z.string().optional() }).refine((one) => Object.keys(one).length === 1, 'matchName or matchPattern');
const toPorts = z.strictObject({
  ports: z.array(z.strictObject({ port: z.string(), protocol: z.enum(['TCP', 'UDP', 'SCTP', 'ANY']).default('ANY') })).min(1),
  rules: z.strictObject({ dns: z.array(fqdn) }).optional(),
});
const spec = z.strictObject({
  description: z.string().optional(),
  endpointSelector: labelSelector,
  egress: z.array(z.strictObject({ toFQDNs: z.array(fqdn).optional(), toEndpoints: z.array(labelSelector).optional(), toPorts: z.array(toPorts).min(1) })).min(1),
});
export type CiliumPolicySpec = z.output<typeof spec>;

/** @throws UnreadablePolicy for everything that the chart has no need of */
export function ciliumPolicySpec(manifest: Manifest): CiliumPolicySpec {
  const read = spec.safeParse(manifest['spec']);
  if (!read.success) throw new UnreadablePolicy(`CiliumNetworkPolicy ${manifest.metadata.name}: ${z.prettifyError(read.error)}`);
  return read.data;
}

/** Cilium's own notation: `*` stands for characters of one label, `**.` at the beginning for any number of labels. */
function named({ matchName, matchPattern }: z.output<typeof fqdn>, name: string): boolean {
  if (matchName !== undefined) return matchName.toLowerCase() === name.toLowerCase();
  const pattern = (matchPattern ?? '').toLowerCase();
  if (pattern === '*') return true;
  const expression = pattern
    .replace(/^\*\*\./, '\u0000')
    .replaceAll('.', String.raw`\.`)
    .replaceAll('*', '[-a-z0-9_]*')
    .replace('\u0000', String.raw`([-a-z0-9_]+\.)+`);
  return new RegExp(`^${expression}$`).test(name.toLowerCase());
}

const plainKey = (key: string): string => key.replace(/^(k8s|any)[:.]/, '');

/** The labels as Cilium gives them to a pod: its own, where it lives, and the labels of its namespace. */
function endpointLabels(labels: Labels, namespace: string, namespaceLabels: Labels): Labels {
  return {
    ...labels,
    ...Object.fromEntries(NAMESPACE_KEYS.map((key) => [key, namespace])),
    ...Object.fromEntries(Object.entries(namespaceLabels).map(([key, value]) => [`${NAMESPACE_LABELS}${key}`, value])),
  };
}

function plain(selector: LabelSelector): LabelSelector {
  return {
    matchLabels: Object.fromEntries(Object.entries(selector.matchLabels ?? {}).map(([key, value]) => [plainKey(key), value])),
    matchExpressions: (selector.matchExpressions ?? []).map((one) => ({ ...one, key: plainKey(one.key) })),
  };
}

const keysOf = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string[] => [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)];

function endpointPeer(given: LabelSelector, own: string): Peer {
  const selector = plain(given);
  const elsewhere = keysOf(selector).some((key) => NAMESPACE_KEYS.includes(key) || key.startsWith(NAMESPACE_LABELS));
  return {
    matches: (endpoint, namespaces) =>
      endpoint.kind === 'pod' &&
      !endpoint.hostNetwork &&
      (elsewhere || endpoint.namespace === own) &&
      selects(selector, endpointLabels(endpoint.labels, endpoint.namespace, namespaces.get(endpoint.namespace) ?? {})),
  };
}

/**
 * A CiliumNetworkPolicy, as far as the chart writes them: egress to names (`toFQDNs`) and the DNS rule beside it that lets Cilium learn
 * which addresses a name has. It adds to the NetworkPolicies of a pod. A name means the addresses that it resolved to, so an
 * address without that name is never reached by it. (https://docs.cilium.io/en/stable/security/policy/language/#dns-based)
 * @throws UnreadablePolicy
 */
export function ciliumPolicy(manifest: Manifest, releaseNamespace: string): Policy {
  const read = ciliumPolicySpec(manifest);
  const namespace = manifest.metadata.namespace ?? releaseNamespace;
  const chosen = plain(read.endpointSelector);
  return {
    kind: manifest.kind,
    name: manifest.metadata.name,
    namespace,
    selects: (pod) => pod.namespace === namespace && !pod.hostNetwork && selects(chosen, pod.labels),
    ingress: null,
    egress: read.egress.map((rule): Rule => ({
      peers: [
        ...(rule.toEndpoints ?? []).map((selector) => endpointPeer(selector, namespace)),
        ...(rule.toFQDNs ?? []).map((one): Peer => ({ matches: (endpoint) => endpoint.kind === 'address' && endpoint.fqdn !== null && named(one, endpoint.fqdn) })),
      ],
      ports: rule.toPorts.flatMap(({ ports }) =>
        ports.flatMap(({ port, protocol }) =>
          (protocol === 'ANY' ? (['TCP', 'UDP', 'SCTP'] as const) : [protocol]).map((one) => ({ protocol: one, port: /^\d+$/.test(port) ? Number(port) : port, endPort: null })),
        ),
      ),
    })),
  };
}

import type { Finding, Rendered, Rule } from '../finding.js';
import { matches, objectName, podTemplates, specOf, type LabelSelector } from '../kubernetes.js';

interface Peer { readonly podSelector?: LabelSelector; readonly namespaceSelector?: LabelSelector; readonly ipBlock?: { readonly cidr: string } }
interface PolicySpec {
  readonly podSelector?: LabelSelector;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly { readonly from?: readonly Peer[] }[];
  readonly egress?: readonly { readonly to?: readonly Peer[] }[];
}

const policiesOf = ({ manifests }: Rendered) => manifests.filter((m) => m.kind === 'NetworkPolicy').map((m) => ({ object: objectName(m), ...specOf<PolicySpec>(m) }));

function isolated(rendered: Rendered): Finding[] {
  const policies = policiesOf(rendered);
  return podTemplates(rendered.manifests).flatMap((pod) => ['Ingress', 'Egress']
    .filter((type) => !policies.some((p) => (p.policyTypes ?? []).includes(type) && matches(p.podSelector, pod.labels)))
    .map((type) => ({ rule: 'N1', object: pod.object, message: `is selected by no policy for ${type.toLowerCase()}` })));
}

/** Policies and peers that select nothing: a label that was mistyped grants nobody, or worse, is missed in a review. */
function dangling(rendered: Rendered): Finding[] {
  const pods = podTemplates(rendered.manifests);
  const here = { 'kubernetes.io/metadata.name': rendered.namespace };
  const external = new Set(rendered.externalNames ?? []);
  const known = (peer: Peer): boolean => {
    if (peer.podSelector === undefined) return true;
    // Pods of other namespaces are named by values; of those of this one, every one is rendered or a declared sibling.
    if (peer.namespaceSelector !== undefined && !matches(peer.namespaceSelector, here)) return true;
    if (external.has(peer.podSelector.matchLabels?.['app.kubernetes.io/name'] ?? '')) return true;
    return pods.some((pod) => matches(peer.podSelector, pod.labels));
  };
  return policiesOf(rendered).flatMap((policy) => [
    ...(pods.some((pod) => matches(policy.podSelector, pod.labels)) ? [] : [{ rule: 'N2', object: policy.object, message: 'selects no pod' }]),
    ...[...(policy.ingress ?? []).flatMap((r) => r.from ?? []), ...(policy.egress ?? []).flatMap((r) => r.to ?? [])].filter((peer) => !known(peer))
      .map((peer) => ({ rule: 'N2', object: policy.object, message: `names a peer that is no pod of the release: ${JSON.stringify(peer.podSelector)}` })),
  ]);
}

export const NETWORK: readonly Rule[] = [
  { id: 'N1', says: 'every pod is isolated in both directions', check: isolated },
  { id: 'N2', says: 'every policy and every peer selects something', check: dangling },
];

import { z } from 'zod';
import type { Manifest } from '../manifests.js';
import { blockHolds, blockHoldsBlock, isBlock } from './address-blocks.js';
import type { Endpoint, Namespaces } from './endpoints.js';
import { labelSelector, selects } from './label-selectors.js';
import { UnreadablePolicy, type Peer, type Policy, type PortRange, type Rule } from './policies.js';

const block = z.string().refine(isBlock, 'no CIDR block');
const ipBlock = z
  .strictObject({ cidr: block, except: z.array(block).optional() })
  .refine(({ cidr, except = [] }) => !isBlock(cidr) || except.every((inner) => !isBlock(inner) || blockHoldsBlock(cidr, inner)), 'an exception lies outside of its block');
const peer = z
  .strictObject({ podSelector: labelSelector.optional(), namespaceSelector: labelSelector.optional(), ipBlock: ipBlock.optional() })
  .refine((one) => Object.keys(one).length > 0, 'a peer without any selector')
  .refine((one) => one.ipBlock === undefined || Object.keys(one).length === 1, 'ipBlock beside a selector');
const port = z
  .strictObject({ protocol: z.enum(['TCP', 'UDP', 'SCTP']).default('TCP'), port: z.union([z.int().min(1).max(65_535), z.string().min(1)]).optional(), endPort: z.int().optional() })
  .refine(({ port: from, endPort }) => endPort === undefined || (typeof from === 'number' && endPort >= from), 'endPort needs a number no larger than itself');
const spec = z.strictObject({
  podSelector: labelSelector.default({}),
  policyTypes: z.array(z.enum(['Ingress', 'Egress'])).optional(),
  ingress: z.array(z.strictObject({ from: z.array(peer).optional(), ports: z.array(port).optional() })).optional(),
  egress: z.array(z.strictObject({ to: z.array(peer).optional(), ports: z.array(port).optional() })).optional(),
});

/** The spec of a networking.k8s.io/v1 NetworkPolicy, as the API server reads it. */
export type NetworkPolicySpec = z.output<typeof spec>;
export type NetworkPolicyPeer = z.output<typeof peer>;

/** A null is a field that is not there. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])));
}

// A policy is asked for in every phase and for every reading; what was read of an object stays true while nobody changes it.
const specs = new WeakMap<Manifest, NetworkPolicySpec>();

/** @throws UnreadablePolicy for a field that the API does not have (the server drops it, and the policy then means something else) and for what it refuses */
export function networkPolicySpec(manifest: Manifest): NetworkPolicySpec {
  const known = specs.get(manifest);
  if (known !== undefined) return known;
  try {
    const parsed = spec.parse(withoutNulls(manifest['spec'] ?? {}));
    specs.set(manifest, parsed);
    return parsed;
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new UnreadablePolicy(`NetworkPolicy ${manifest.metadata.name}: ${why}`, { cause: error });
  }
}

export interface ReadingOptions {
  /**
   * Whether an ipBlock also means pods with such an address. The specification leaves it to the implementation (Calico and kindnet: yes,
   * Cilium: no), so what must hold has to hold for both.
   */
  readonly ipBlockMeansPods: boolean;
}

function peerOf(given: NetworkPolicyPeer, own: string, { ipBlockMeansPods }: ReadingOptions): Peer {
  const { podSelector, namespaceSelector, ipBlock: addresses } = given;
  if (addresses !== undefined) {
    return {
      matches: (endpoint: Endpoint) =>
        (endpoint.kind === 'address' || endpoint.hostNetwork || ipBlockMeansPods) &&
        blockHolds(addresses.cidr, endpoint.ip) &&
        !(addresses.except ?? []).some((cidr) => blockHolds(cidr, endpoint.ip)),
    };
  }
  return {
    matches: (endpoint: Endpoint, namespaces: Namespaces) => {
      // Traffic of a host-network pod carries its node's address; no selector sees the pod.
      if (endpoint.kind !== 'pod' || endpoint.hostNetwork) return false;
      const inNamespace = namespaceSelector === undefined ? endpoint.namespace === own : selects(namespaceSelector, namespaces.get(endpoint.namespace) ?? {});
      return inNamespace && (podSelector === undefined || selects(podSelector, endpoint.labels));
    },
  };
}

const portOf = (given: z.output<typeof port>): PortRange => ({ protocol: given.protocol, port: given.port ?? null, endPort: given.endPort ?? null });

/**
 * A NetworkPolicy by the specification (https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ and
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/):
 * - `podSelector` chooses pods of the policy's own namespace; an empty one chooses all of them; host-network pods are not chosen.
 * - Without `policyTypes` a policy is about ingress, and about egress too only where it has an egress rule: an empty list is none.
 * - A rule without (or with empty) `from`/`to` means every peer; without (or with empty) `ports` every port.
 * - In one peer namespaceSelector and podSelector must both hold; the peers of a list are alternatives. A podSelector alone means the
 *   policy's namespace, a namespaceSelector alone every pod in the chosen namespaces, `namespaceSelector: {}` every namespace.
 * @throws UnreadablePolicy
 */
export function networkPolicy(manifest: Manifest, releaseNamespace: string, options: ReadingOptions): Policy {
  const read = networkPolicySpec(manifest);
  const namespace = manifest.metadata.namespace ?? releaseNamespace;
  const types = read.policyTypes ?? ['Ingress', ...((read.egress ?? []).length > 0 ? ['Egress'] : [])];
  const rule = (peers: readonly NetworkPolicyPeer[] = [], ports: readonly z.output<typeof port>[] = []): Rule => ({
    peers: peers.length === 0 ? null : peers.map((one) => peerOf(one, namespace, options)),
    ports: ports.length === 0 ? null : ports.map(portOf),
  });
  return {
    kind: manifest.kind,
    name: manifest.metadata.name,
    namespace,
    selects: (pod) => pod.namespace === namespace && !pod.hostNetwork && selects(read.podSelector, pod.labels),
    ingress: types.includes('Ingress') ? (read.ingress ?? []).map((one) => rule(one.from, one.ports)) : null,
    egress: types.includes('Egress') ? (read.egress ?? []).map((one) => rule(one.to, one.ports)) : null,
  };
}

import type { Manifest } from '../manifests.js';
import { blockHolds } from './address-blocks.js';
import { ciliumPolicySpec } from './cilium-policy.js';
import type { Endpoint } from './endpoints.js';
import { asksNothing } from './label-selectors.js';
import { policiesOf } from './matrix.js';
import { networkPolicy, networkPolicySpec, type NetworkPolicyPeer, type NetworkPolicySpec } from './network-policy.js';
import { UnreadablePolicy } from './policies.js';
import { hookOf, PHASES, phasesOf, type RenderedPod } from './rendered-pods.js';
import { NAMESPACE, type World } from './world.js';

const METADATA = '169.254.169.254';
const READING = { ipBlockMeansPods: false };

export interface StructureFinding {
  readonly rule: string;
  /** The policy, or for N1 the pod. */
  readonly object: string;
  readonly message: string;
}

type Side = { readonly direction: 'ingress' | 'egress'; readonly peers: readonly NetworkPolicyPeer[]; readonly ports: NonNullable<NonNullable<NetworkPolicySpec['egress']>[number]['ports']> };
const sidesOf = (spec: NetworkPolicySpec): Side[] => [
  ...(spec.ingress ?? []).map((rule): Side => ({ direction: 'ingress', peers: rule.from ?? [], ports: rule.ports ?? [] })),
  ...(spec.egress ?? []).map((rule): Side => ({ direction: 'egress', peers: rule.to ?? [], ports: rule.ports ?? [] })),
];

/** N1: in every phase in which it lives, a pod is isolated in both directions. A Job of the first installation has hook policies alone. */
function isolation(manifests: readonly Manifest[], world: World): StructureFinding[] {
  const byPhase = new Map(PHASES.map((phase) => [phase, policiesOf(manifests, phase, READING)]));
  return world.own.flatMap((pod) =>
    pod.phases.flatMap((phase) => {
      const choosing = (byPhase.get(phase) ?? []).filter((policy) => policy.selects(pod.endpoint));
      return (['ingress', 'egress'] as const)
        .filter((direction) => !choosing.some((policy) => policy[direction] !== null))
        .map((direction) => ({ rule: 'N1', object: pod.id, message: `no policy isolates its ${direction} (${phase})` }));
    }),
  );
}

/** Whom one peer means, read as a policy of its own. */
function meant(manifest: Manifest, peer: NetworkPolicyPeer, everyone: readonly Endpoint[], world: World): Endpoint[] {
  const policy = networkPolicy({ ...manifest, spec: { policyTypes: ['Egress'], egress: [{ to: [peer] }] } }, NAMESPACE, READING);
  return everyone.filter((one) => policy.egress?.[0]?.peers?.[0]?.matches(one, world.namespaces));
}

const listens = (endpoint: Endpoint, port: number | string | undefined, protocol: string): boolean =>
  endpoint.kind === 'pod' && endpoint.ports.some((offered) => offered.protocol === protocol && (port === offered.port || port === offered.name));

function ofRule(manifest: Manifest, side: Side, chosen: readonly RenderedPod[], world: World): string[] {
  const everyone = [...world.own.map(({ endpoint }) => endpoint), ...world.others.values()];
  const known = new Set([...world.others.values()].flatMap((one) => (one.kind === 'pod' ? one.ports.map(({ port, protocol }) => `${protocol}/${port}`) : [])));
  const said: string[] = [];
  if (side.peers.length === 0) said.push(`N3 an ${side.direction} rule without peers: everyone`);
  if (side.ports.length === 0) said.push(`N3 an ${side.direction} rule without ports: every port`);
  if (side.direction === 'ingress') {
    for (const { port, protocol } of side.ports.filter((one) => !world.extraPorts.has(`${one.protocol}/${one.port}`))) {
      for (const { id } of chosen.filter(({ endpoint }) => !listens(endpoint, port, protocol))) said.push(`N3 opens ${protocol}/${port ?? 'all'}, and ${id} has no such port`);
    }
  }
  for (const peer of side.peers) {
    if (peer.ipBlock !== undefined) {
      const { cidr, except = [] } = peer.ipBlock;
      if (blockHolds(cidr, METADATA) && !except.some((inner) => blockHolds(inner, METADATA))) said.push(`N3 the block ${cidr} holds the metadata address`);
      if (side.direction === 'egress') {
        for (const { port, protocol } of side.ports) if (!known.has(`${protocol}/${port}`) && !world.extraPorts.has(`${protocol}/${port}`)) said.push(`N3 nobody who is declared listens at ${protocol}/${port} (${cidr})`);
      }
      continue;
    }
    const shown = JSON.stringify(peer);
    for (const half of ['namespaceSelector', 'podSelector'] as const) {
      const selector = peer[half];
      if (selector === undefined) said.push(`N3 a peer without ${half}: split from its other half, or every pod of it: ${shown}`);
      else if (asksNothing(selector)) said.push(`N3 a peer with an empty ${half}: ${shown}`);
    }
    const found = meant(manifest, peer, everyone, world);
    const sibling = peer.podSelector?.matchLabels?.['app.kubernetes.io/name'] ?? '';
    if (found.length === 0 && !world.absent.has(sibling)) said.push(`N2 a peer that is nobody: ${shown}`);
    if (side.direction === 'egress') {
      for (const { port, protocol } of side.ports) {
        for (const { id } of found.filter((one) => !listens(one, port, protocol) && !isLookAlike(one.id))) said.push(`N3 goes to ${protocol}/${port ?? 'all'}, and ${id} has no such port`);
      }
    }
  }
  return said;
}

/** Look-alikes listen nowhere of their own. */
const isLookAlike = (id: string): boolean => id.startsWith('impostor ') || id.startsWith('other release ');

/** N2 and N3 of one NetworkPolicy, and what makes it hold for hooks. */
function ofPolicy(manifest: Manifest, world: World): string[] {
  const spec = networkPolicySpec(manifest);
  const hook = hookOf(manifest);
  const phases = phasesOf(hook);
  const policy = networkPolicy(manifest, NAMESPACE, READING);
  const chosen = world.own.filter((pod) => policy.selects(pod.endpoint) && pod.phases.some((phase) => phases.includes(phase)));
  const said = sidesOf(spec).flatMap((side) => ofRule(manifest, side, chosen, world));
  if (spec.policyTypes === undefined) said.push('N3 leaves its directions to the defaults');
  for (const direction of ['ingress', 'egress'] as const) {
    const written = (spec[direction] ?? []).length > 0;
    if (written && policy[direction] === null) said.push(`N3 has ${direction} rules and is not about ${direction}`);
  }
  if (chosen.length === 0) said.push('N2 selects no pod');
  if (hook !== null) {
    for (const pod of chosen) if (pod.hook === null || pod.hook.weight <= hook.weight) said.push(`N1 comes too late for ${pod.id}, or chooses a pod that outlives it`);
    if (!(manifest.metadata.annotations?.['helm.sh/hook-delete-policy'] ?? '').includes('before-hook-creation')) said.push('N1 stays in the way of the next upgrade: no before-hook-creation');
  }
  return said;
}

/** A rule by name needs a DNS rule in the same policy: without it Cilium never learns which addresses the name has. */
function ofNames(manifest: Manifest, world: World): string[] {
  const { egress } = ciliumPolicySpec(manifest);
  const learns = egress.some(({ toEndpoints, toPorts }) => toEndpoints !== undefined && toPorts.some(({ rules }) => (rules?.dns ?? []).length > 0));
  const chosen = world.own.some(({ endpoint }) => policiesOf([manifest], 'running', READING).concat(policiesOf([manifest], 'install', READING)).some((policy) => policy.selects(endpoint)));
  return [...(learns ? [] : ['N3 goes to names and sees no answers of the DNS']), ...(chosen ? [] : ['N2 selects no pod'])];
}

/** The rules N1, N2 and N3 over one render: what a policy must not look like, whatever the matrix says today. */
export function structureOf(manifests: readonly Manifest[], world: World): StructureFinding[] {
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy' || kind === 'CiliumNetworkPolicy');
  const findings = policies.flatMap((manifest): StructureFinding[] => {
    const object = `${manifest.kind}/${manifest.metadata.name}`;
    try {
      const said = manifest.kind === 'NetworkPolicy' ? ofPolicy(manifest, world) : ofNames(manifest, world);
      return [...new Set(said)].map((text) => ({ rule: text.slice(0, 2), object, message: text.slice(3) }));
    } catch (error) {
      if (!(error instanceof UnreadablePolicy)) throw error;
      return [{ rule: 'N3', object, message: error.message }];
    }
  });
  // An unreadable policy is no basis for the rest.
  return findings.some(({ message }) => message.startsWith('NetworkPolicy ') || message.startsWith('CiliumNetworkPolicy ')) ? findings : [...isolation(manifests, world), ...findings];
}

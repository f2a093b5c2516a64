import type { Endpoint, Namespaces, Protocol } from './endpoints.js';
import { covers, type Policy, type PortRange } from './policies.js';

/** What one side says of a connection. */
export interface Side {
  /** No policy chooses this end in this direction: everything passes. */
  readonly open: boolean;
  /** The policies with a rule that lets the connection pass, by name. */
  readonly by: readonly string[];
}

export interface Decision {
  readonly allowed: boolean;
  readonly egress: Side;
  readonly ingress: Side;
}

export interface Evaluator {
  /** Whether there is a port at all at which a connection may pass: most pairs have none. */
  anyPasses(source: Endpoint, destination: Endpoint): boolean;
  decide(source: Endpoint, destination: Endpoint, protocol: Protocol, port: number): Decision;
}

interface Opening {
  readonly policy: string;
  readonly ports: readonly PortRange[] | null;
}
interface Gate {
  readonly open: boolean;
  readonly openings: readonly Opening[];
}

const OPEN: Gate = { open: true, openings: [] };

/**
 * Decides connections as the specification says ("the two sorts of isolation", https://kubernetes.io/docs/concepts/services-networking/network-policies/):
 * an end is isolated in a direction as soon as one policy with that direction chooses it; what then passes is the union of all its
 * policies' rules, in no order; a connection passes only where the source's egress and the destination's ingress both let it. Addresses
 * outside of the cluster and host-network pods are isolated by nobody. Answers to an allowed connection pass by themselves.
 *
 * Not in the model, because no policy decides it: a pod reaches itself, and a node reaches the pods that run on it (probes). A cell
 * of a workload with itself therefore stands for two replicas, and a node for another node than the pod's.
 */
export function evaluator(policies: readonly Policy[], namespaces: Namespaces): Evaluator {
  const chosenBy = new Map<Endpoint, readonly Policy[]>();
  const policiesOf = (endpoint: Endpoint): readonly Policy[] => {
    if (endpoint.kind !== 'pod') return [];
    const known = chosenBy.get(endpoint) ?? policies.filter((policy) => policy.selects(endpoint));
    chosenBy.set(endpoint, known);
    return known;
  };

  function gate(end: Endpoint, other: Endpoint, direction: 'ingress' | 'egress'): Gate {
    const isolating = policiesOf(end).filter((policy) => policy[direction] !== null);
    if (isolating.length === 0) return OPEN;
    const openings = isolating.flatMap((policy) =>
      (policy[direction] ?? [])
        .filter((rule) => rule.peers === null || rule.peers.some((peer) => peer.matches(other, namespaces)))
        .map((rule) => ({ policy: policy.name, ports: rule.ports })),
    );
    return { open: false, openings };
  }

  // Pairs repeat for every port, and the peers are the costly part.
  const gates = new Map<Endpoint, Map<Endpoint, readonly [Gate, Gate]>>();
  function gatesOf(source: Endpoint, destination: Endpoint): readonly [Gate, Gate] {
    const row = gates.get(source) ?? new Map<Endpoint, readonly [Gate, Gate]>();
    gates.set(source, row);
    const pair = row.get(destination) ?? ([gate(source, destination, 'egress'), gate(destination, source, 'ingress')] as const);
    row.set(destination, pair);
    return pair;
  }

  return {
    anyPasses: (source, destination) => gatesOf(source, destination).every(({ open, openings }) => open || openings.length > 0),
    decide(source, destination, protocol, port) {
      const side = ({ open, openings }: Gate): Side => ({
        open,
        by: [...new Set(openings.filter(({ ports }) => ports === null || ports.some((range) => covers(range, protocol, port, destination))).map(({ policy }) => policy))],
      });
      const [out, into] = gatesOf(source, destination);
      const egress = side(out);
      const ingress = side(into);
      return { allowed: (egress.open || egress.by.length > 0) && (ingress.open || ingress.by.length > 0), egress, ingress };
    },
  };
}

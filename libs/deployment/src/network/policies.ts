import type { Endpoint, Namespaces, PodEndpoint, Protocol } from './endpoints.js';

/** One direction's rule: who (null: anyone at all), at which ports (null: every port of every protocol). */
export interface Rule {
  readonly peers: readonly Peer[] | null;
  readonly ports: readonly PortRange[] | null;
}

export interface Peer {
  matches(endpoint: Endpoint, namespaces: Namespaces): boolean;
}

export interface PortRange {
  readonly protocol: Protocol;
  /** Null: every port of the protocol. A name is looked up among the ports of the pod that is connected to. */
  readonly port: number | string | null;
  /** Null: only the port itself. */
  readonly endPort: number | null;
}

/** A policy of any kind, as the evaluator reads it. */
export interface Policy {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  selects(pod: PodEndpoint): boolean;
  /** Null: this policy says nothing of the direction and isolates nobody in it. */
  readonly ingress: readonly Rule[] | null;
  readonly egress: readonly Rule[] | null;
}

/** What the API server would refuse, or what the evaluator does not know and must not guess. */
export class UnreadablePolicy extends Error {
  override readonly name = 'UnreadablePolicy';
}

/** Whether a port of a rule covers the connection's. */
export function covers(range: PortRange, protocol: Protocol, port: number, destination: Endpoint): boolean {
  if (range.protocol !== protocol) return false;
  if (range.port === null) return true;
  if (typeof range.port === 'number') return range.endPort === null ? range.port === port : port >= range.port && port <= range.endPort;
  if (destination.kind !== 'pod') return false;
  return destination.ports.some((offered) => offered.name === range.port && offered.protocol === protocol && offered.port === port);
}

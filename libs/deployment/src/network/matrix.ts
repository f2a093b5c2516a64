import type { Manifest } from '../manifests.js';
import { ciliumPolicy } from './cilium-policy.js';
import type { Endpoint, Protocol } from './endpoints.js';
import { evaluator, type Decision } from './evaluator.js';
import { networkPolicy, type ReadingOptions } from './network-policy.js';
import type { Policy } from './policies.js';
import { hookOf, PHASES, phasesOf, type Phase } from './rendered-pods.js';
import { NAMESPACE, type World } from './world.js';

export const rowKey = (from: string, to: string, protocol: Protocol, port: number): string => `${from} → ${to} ${protocol}/${port}`;

/** Ports that are tried besides those which pods of the render listen at: backends, what nodes and the API server offer, nothing at all. */
const TRIED: readonly number[] = [22, 53, 80, 443, 1025, 3310, 4317, 4318, 5432, 6379, 6443, 7070, 8000, 8001, 8080, 9464, 10_250, 31_337];
const TRIED_UDP: readonly number[] = [53, 443, 5432, 8000];

export interface Matrix {
  /** How many source × destination × port were decided. */
  readonly cells: number;
  /** The rows that pass, with what lets them pass. */
  readonly allowed: ReadonlyMap<string, Decision>;
  /** Rows that pass in one phase of a release and not in another in which both ends live too. */
  readonly unsteady: ReadonlySet<string>;
}

export function policiesOf(manifests: readonly Manifest[], phase: Phase, options: ReadingOptions): Policy[] {
  return manifests.flatMap((manifest): Policy[] => {
    if (!['NetworkPolicy', 'CiliumNetworkPolicy'].includes(manifest.kind) || !phasesOf(hookOf(manifest)).includes(phase)) return [];
    return [manifest.kind === 'NetworkPolicy' ? networkPolicy(manifest, NAMESPACE, options) : ciliumPolicy(manifest, NAMESPACE)];
  });
}

export function portsOf(world: World, also: readonly number[]): { protocol: Protocol; port: number }[] {
  const offered = world.own.flatMap(({ endpoint }) => endpoint.ports.map(({ port }) => port));
  const tcp = [...new Set([...TRIED, ...offered, ...also])].toSorted((a, b) => a - b);
  return [...tcp.map((port) => ({ protocol: 'TCP' as const, port })), ...TRIED_UDP.map((port) => ({ protocol: 'UDP' as const, port }))];
}

/**
 * Decides every cell in which at least one end is a pod of the render, in every phase of a release in which both ends live: while it
 * runs, during the hooks of the first installation (when only hooks are there), of an upgrade, and during `helm test`.
 * @param also ports of the values that are tried too
 * @throws UnreadablePolicy
 */
export function matrixOf(manifests: readonly Manifest[], world: World, also: readonly number[] = [], options: ReadingOptions = { ipBlockMeansPods: true }): Matrix {
  const ports = portsOf(world, also);
  const allowed = new Map<string, Decision>();
  const unsteady = new Set<string>();
  const decided = new Set<string>();
  const outcome = new Map<string, number>();
  for (const phase of PHASES) {
    const alive = world.own.filter(({ phases }) => phases.includes(phase)).map(({ endpoint }) => endpoint);
    const evaluated = evaluator(policiesOf(manifests, phase, options), world.namespaces);
    const everyone: readonly Endpoint[] = [...alive, ...world.others.values()];
    for (const [at, source] of everyone.entries()) {
      for (const destination of at < alive.length ? everyone : alive) {
        const pair = `${source.id} → ${destination.id}`;
        decided.add(pair);
        outcome.set(pair, (outcome.get(pair) ?? 0) + 1);
        if (!evaluated.anyPasses(source, destination)) continue;
        for (const { protocol, port } of ports) {
          const decision = evaluated.decide(source, destination, protocol, port);
          if (!decision.allowed) continue;
          const key = rowKey(source.id, destination.id, protocol, port);
          allowed.set(key, decision);
          outcome.set(key, (outcome.get(key) ?? 0) + 1);
        }
      }
    }
  }
  for (const key of allowed.keys()) {
    if (outcome.get(key) !== outcome.get(key.slice(0, key.lastIndexOf(' ')))) unsteady.add(key);
  }
  return { cells: decided.size * ports.length, allowed, unsteady };
}

/** The rows of one matrix that another lacks, and the other way round. */
export function difference(before: ReadonlySet<string>, after: ReadonlySet<string>): { gone: string[]; come: string[] } {
  return { gone: [...before].filter((row) => !after.has(row)).toSorted(), come: [...after].filter((row) => !before.has(row)).toSorted() };
}

import { blockHolds } from './address-blocks.js';
import { EDGES, type Edge, type EdgePort, type PartyName } from './edges.js';
import type { Endpoint, Protocol } from './endpoints.js';
import { rowKey } from './matrix.js';
import { BACKENDS, extrasOf, partyOf, type Settings } from './settings.js';
import { extraId, partyIds, usualPort, type World } from './world.js';

const isAddress = (endpoint: Endpoint): boolean => endpoint.kind === 'address' || endpoint.hostNetwork;
const inBlocks = (world: World, cidrs: readonly string[], except: readonly string[] = []): string[] =>
  [...world.others.values()]
    .filter((one) => isAddress(one) && cidrs.some((cidr) => blockHolds(cidr, one.ip)) && !except.some((cidr) => blockHolds(cidr, one.ip)))
    .map(({ id }) => id);

function placeOf(party: PartyName, settings: Settings, world: World): string[] {
  const { edge, dns } = settings.global.networkPolicy;
  if (party === 'prometheus') return ['prometheus'];
  if (party === 'dns') return ['kube-dns', ...inBlocks(world, dns.cidrs)];
  if (party === 'edge') return edge.mode === 'selector' ? ['edge'] : inBlocks(world, edge.cidrs);
  const { mode, cidrs, except } = partyOf(party, settings);
  const ids = partyIds(party);
  if (mode === 'fqdn') return [ids.name];
  return mode === 'cidr' ? inBlocks(world, cidrs, except) : [ids.pod];
}

export function portOf(port: EdgePort, settings: Settings): { protocol: Protocol; port: number } {
  if ('tcp' in port) return { protocol: 'TCP', port: port.tcp };
  if ('udp' in port) return { protocol: 'UDP', port: port.udp };
  return { protocol: 'TCP', port: partyOf(port.portOf, settings).port ?? usualPort(port.portOf) };
}

/** What an operator adds is an edge for all pods of a chart, or of all charts. */
const EXTRA: Edge = { id: 'extra', from: [], to: [], ports: [], why: 'the values say so' };

/** The rows of the table under the values, each with the edge that it is of. A pod that the values switch off has none. */
export function expectedRows(settings: Settings, world: World): Map<string, Edge> {
  const here = new Set(world.own.map(({ id }) => id));
  const ends = (given: readonly string[] | PartyName): string[] => (typeof given === 'string' ? placeOf(given, settings, world) : given.filter((id) => here.has(id)));
  const rows = new Map<string, Edge>();
  for (const edge of EDGES.filter(({ when }) => when?.(settings) ?? true)) {
    for (const from of ends(edge.from)) {
      for (const to of ends(edge.to)) {
        for (const port of edge.ports) {
          const { protocol, port: number } = portOf(port, settings);
          rows.set(rowKey(from, to, protocol, number), edge);
        }
      }
    }
  }
  for (const { chart, direction, peers, ports } of extrasOf(settings)) {
    const pods = world.own.filter(({ id, phases }) => !phases.every((phase) => phase === 'test') && (chart === null || id.startsWith(`${chart}/`)));
    const others = peers.flatMap((peer) => ('ipBlock' in peer ? inBlocks(world, [peer.ipBlock.cidr], peer.ipBlock.except) : [extraId(peer)]));
    for (const { id } of pods) {
      for (const other of others) {
        for (const { protocol, port } of ports) {
          const row = direction === 'egress' ? rowKey(id, other, protocol, port) : rowKey(other, id, protocol, port);
          if (!rows.has(row)) rows.set(row, EXTRA);
        }
      }
    }
  }
  return rows;
}

/** The ports that the values name, so that the matrix tries them too. */
export const portsNamed = (settings: Settings): number[] => [
  ...BACKENDS.map((backend) => partyOf(backend, settings).port ?? usualPort(backend)),
  ...extrasOf(settings).flatMap(({ ports }) => ports.map(({ port }) => port)),
];

import { blockHolds } from './address-blocks.js';
import { EDGES, type Edge, type EdgePort, type PartyName } from './edges.js';
import type { Endpoint, Protocol } from './endpoints.js';
import { rowKey } from './matrix.js';
import { BACKENDS, type Backend, type Party, type Settings } from './settings.js';
import { partyIds, usualPort, type World } from './world.js';

const isAddress = (endpoint: Endpoint): boolean => endpoint.kind === 'address' || endpoint.hostNetwork;
const inBlocks = (world: World, cidrs: readonly string[], except: readonly string[] = []): string[] =>
  [...world.others.values()]
    .filter((one) => isAddress(one) && cidrs.some((cidr) => blockHolds(cidr, one.ip)) && !except.some((cidr) => blockHolds(cidr, one.ip)))
    .map(({ id }) => id);

export const partyOf = (backend: Backend, settings: Settings): Party => (backend === 'signatures' ? settings.clamav.signatures.source : settings.global.networkPolicy[backend]);

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
  return rows;
}

/** The ports that the values name, so that the matrix tries them too. */
export const portsNamed = (settings: Settings): number[] => BACKENDS.map((backend) => partyOf(backend, settings).port ?? usualPort(backend));

// What must come out: the same table of edges that the computed matrix is held against.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BIN, nodeBinary, ROOT } from '../../lib/paths.mjs';
import { run } from '../../lib/proc.mjs';
import { UserError } from '../../lib/say.mjs';

/** What the development backends let the ingress controller in for, besides the platform: videos and the mailbox. */
const DEVELOPMENT = [['edge', 's3'], ['edge', 'mailbox']];

export async function readEdges() {
  const done = await run(nodeBinary(), [join(BIN, 'tsc'), '-b', join(ROOT, 'libs/deployment')], { cwd: ROOT });
  if (done.code !== 0) throw new UserError(`libs/deployment does not compile: ${`${done.out}${done.err}`.trim().split('\n').slice(0, 4).join(' | ')}`);
  const { EDGES } = await import(pathToFileURL(join(ROOT, 'libs/deployment/dist/network/edges.js')).href);
  const settings = { global: { otlp: { endpoint: '' } }, clamav: { enabled: true }, media: { clamd: { host: '' } } };
  return EDGES.filter((edge) => edge.when === undefined || edge.when(settings));
}

const takesPart = (side, party) => (typeof side === 'string' ? side === party : side.includes(party));
const portFits = (port, target) => ('portOf' in port ? port.portOf === target.party : port[target.protocol] === target.port);

/**
 * Must it connect? Null: nobody's promise. What strangers and other people's pods do outside of the platform is not ours to forbid.
 * @returns {boolean | null}
 */
export function mustConnect(edges, source, target) {
  if (edges.some((edge) => takesPart(edge.from, source.id) && takesPart(edge.to, target.party) && edge.ports.some((port) => portFits(port, target)))) return true;
  if (DEVELOPMENT.some(([from, to]) => source.id === from && target.party === to)) return true;
  if (source.kind !== 'own' && (target.kind === 'beyond' || target.kind === 'dns')) return null;
  return false;
}

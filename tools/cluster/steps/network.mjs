// The matrix of sources and targets, tried on the live network.
import { info, plain } from '../../lib/say.mjs';
import { mustConnect, readEdges } from '../network/expected.mjs';
import { probe } from '../network/probe.mjs';
import { Sources } from '../network/sources.mjs';
import { allTargets } from '../network/targets.mjs';

const LEAST_DENIED = 60;

/** What stands in a cell: what was seen and what should have been. */
function judge(edges, source, target, seen) {
  // A pod always reaches itself.
  const wanted = source.address === target.host ? null : mustConnect(edges, source, target);
  const right = wanted === null || (wanted ? seen === 'connected' : seen === 'timeout');
  return { source, target, seen, wanted, right };
}

export async function network({ report, options }) {
  const edges = await readEdges();
  const targets = await allTargets(options.outside);
  const sources = new Sources();
  const cells = [];
  try {
    for (const source of await sources.open()) {
      let seen = await probe(source, targets);
      // A machine that is busy may need longer than 2 s for what is allowed; what is denied is never given a second try.
      if (targets.some((target, i) => mustConnect(edges, source, target) === true && seen[i] !== 'connected')) {
        const again = await probe(source, targets);
        seen = seen.map((outcome, i) => (mustConnect(edges, source, targets[i]) === true ? again[i] : outcome));
      }
      cells.push(...targets.map((target, i) => judge(edges, source, target, seen[i])));
    }
  } finally {
    await sources.close();
  }
  const allowed = cells.filter(({ wanted }) => wanted === true);
  const denied = cells.filter(({ wanted }) => wanted === false);
  const open = cells.filter(({ wanted }) => wanted === null);
  plain();
  for (const source of [...new Set(cells.map((cell) => cell.source))]) {
    const connects = cells.filter((cell) => cell.source === source && cell.seen === 'connected' && cell.wanted !== null).map((cell) => cell.target.id);
    info(`${source.id.padEnd(30)} connects to ${connects.join(', ') || '(nothing)'}`);
  }
  for (const { source, target, seen, wanted } of cells.filter(({ right }) => !right)) report.expect(false, `${source.id} → ${target.id} ${wanted ? 'must connect' : 'must time out'}: ${seen}`);
  report.note(`${cells.length} cells: ${allowed.filter(({ right }) => right).length} of ${allowed.length} allowed ones connect, ${denied.filter(({ right }) => right).length} of ${denied.length} denied ones time out, ${open.length} not ours to judge`);
  report.expect(denied.length >= LEAST_DENIED, `at least ${LEAST_DENIED} denied cells were tried`);
  // A source that reaches nothing at all proves nothing: its pod may have no network. The web app calls nobody: that its pod has
  // one is shown by those who reach it.
  const all = [...new Set(cells.map((cell) => cell.source))];
  const mute = all.filter((source) => !cells.some((cell) => (cell.source === source || cell.target.party === source.id) && cell.seen === 'connected'));
  report.expect(mute.length === 0, `each of ${all.length} sources has a network: something connects${mute.length > 0 ? `, but not with ${mute.map(({ id }) => id).join(', ')}` : ''}`);
  const uncontrolled = targets.filter((target) => !cells.some((cell) => cell.target === target && cell.seen === 'connected')).map(({ id }) => id);
  if (uncontrolled.length > 0) report.note(`nobody reached ${uncontrolled.join(', ')}: there the cells show less (no control)`);
}

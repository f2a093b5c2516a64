import { rowOf } from './page-tables.js';
import type { Subject } from './subject.js';

const GROUPS: readonly (readonly [group: string, title: string, member: RegExp])[] = [
  ['edge', 'edge proxy', /^edge$/],
  ['web', 'web', /^web\/web$/],
  ['apis', 'APIs: auth, exercises, media, consent', /\/api$/],
  ['workers', 'workers of the four services', /\/worker$/],
  ['steps', 'media: checksum, scan, process', /^media\/(checksum|scan|process)$/],
  ['migrations', 'migration Jobs', /\/migrate$/],
  ['buckets', 'buckets Job', /^media\/buckets$/],
  ['clamd', 'clamd', /^clamav\/clamd$/],
  ['tests', 'helm test', /^practika\/test-/],
];
const LEFT_OUT = new Set(['kube-dns', 'prometheus', 'node-local-dns']);

const groupOf = (id: string): string => GROUPS.find(([, , member]) => member.test(id))?.[0] ?? id;
const shortName = (id: string): string => (id.includes('/') ? (groupOf(id) === 'steps' || groupOf(id) === 'tests' ? (id.split('/')[1] ?? id) : (id.split('/')[0] ?? id)) : id);

/** Who may connect to whom, by kind of process; DNS and metrics are left out, they go everywhere. */
export function overview({ expected, world }: Subject): string {
  const arrows = new Map<string, Set<string>>();
  for (const row of expected.keys()) {
    const { from, to, port } = rowOf(row);
    if (LEFT_OUT.has(from) || LEFT_OUT.has(to) || port === 'TCP/8001') continue;
    const key = `${groupOf(from)} ${groupOf(to)} ${port.replace('TCP/', '')}`;
    arrows.set(key, (arrows.get(key) ?? new Set()).add(from));
  }
  const members = (group: string): number => world.own.filter(({ id }) => groupOf(id) === group).length;
  const lines = [...arrows].map(([key, sources]) => {
    const [from = '', to = '', port = ''] = key.split(' ');
    const some = members(from) > sources.size ? ` (${[...sources].map(shortName).join(', ')})` : '';
    return `  ${from} -->|"${port}${some}"| ${to}`;
  });
  const drawn = new Set([...arrows.keys()].flatMap((key) => key.split(' ').slice(0, 2)));
  const nodes = [...drawn].map((id) => `  ${id}${GROUPS.some(([group]) => group === id) ? `["${GROUPS.find(([group]) => group === id)?.[1] ?? id}"]` : `[("${id}")]`}`);
  return ['```mermaid', 'flowchart LR', ...nodes, ...lines, '```'].join('\n');
}

/** Who calls whom at the internal port. */
export function internalCalls({ expected }: Subject): string {
  const calls = [...expected.keys()].map(rowOf).filter(({ port }) => port === 'TCP/8001');
  const node = (id: string): string => id.replace('/', '_');
  return ['```mermaid', 'flowchart LR', ...calls.map(({ from, to }) => `  ${node(from)}["${from}"] -->|8001| ${node(to)}["${to}"]`), '```'].join('\n');
}

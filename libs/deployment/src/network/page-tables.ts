import type { Edge } from './edges.js';
import type { Subject } from './subject.js';

export interface Row {
  readonly from: string;
  readonly to: string;
  readonly port: string;
}

export function rowOf(key: string): Row {
  const [from = '', rest = ''] = key.split(' → ');
  const at = rest.lastIndexOf(' ');
  return { from, to: rest.slice(0, at), port: rest.slice(at + 1) };
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];
const code = (values: readonly string[]): string => (values.length === 0 ? '–' : values.map((value) => `\`${value}\``).join(', '));

/** Names that differ in one part as one: `{auth,media}/api`. */
function braced(names: readonly string[], split: (name: string) => readonly [before: string, part: string, after: string] | null): string[] {
  const groups = new Map<string, { before: string; parts: string[]; after: string }>();
  for (const name of names) {
    const [before, part, after] = split(name) ?? [name, '', ''];
    const key = `${before}\0${after}`;
    groups.set(key, { before, after, parts: [...(groups.get(key)?.parts ?? []), part] });
  }
  return [...groups.values()].map(({ before, parts, after }) => `${before}${parts.length === 1 ? parts[0] : `{${parts.join(',')}}`}${after}`);
}
const CHART = 'auth|exercises|media|consent|web|clamav';
const byPattern = (pattern: RegExp) => (name: string) => {
  const [, before = '', part = '', after = ''] = pattern.exec(name) ?? [];
  return part === '' ? null : ([before, part, after] as const);
};
/** Pods: the same component of several charts, else several components of one. */
const pods = (ids: readonly string[]): string => {
  const shared = braced(ids, byPattern(new RegExp(`^()(${CHART})(/(?:api|worker|migrate))$`)));
  return code(braced(shared, byPattern(/^(media\/)([a-z]+)()$/)));
};
export const policyNames = (names: readonly string[]): string => code(braced(names, byPattern(new RegExp(`^([a-z0-9-]+?-)(${CHART})(-.*)$`))));

/** Rows with the same sources and ports as one line, then those with the same destinations. */
export function grouped(rows: readonly string[]): { from: string[]; to: string[]; ports: string[] }[] {
  const merge = (items: { from: string[]; to: string[]; ports: string[] }[], part: 'from' | 'to' | 'ports') => {
    const others = (['from', 'to', 'ports'] as const).filter((one) => one !== part);
    const byOthers = new Map<string, { from: string[]; to: string[]; ports: string[] }>();
    for (const item of items) {
      const key = JSON.stringify(others.map((one) => item[one]));
      const before = byOthers.get(key);
      byOthers.set(key, before === undefined ? item : { ...before, [part]: unique([...before[part], ...item[part]]) });
    }
    return [...byOthers.values()];
  };
  const single = rows.map(rowOf).map(({ from, to, port }) => ({ from: [from], to: [to], ports: [port] }));
  return merge(merge(merge(single, 'ports'), 'to'), 'from');
}

export const groupedLines = (rows: readonly string[]): string => grouped(rows).map(({ from, to, ports }) => `${pods(from)} → ${pods(to)} ${ports.join(' ')}`).join('<br>') || '–';

/** Policies that let rows pass, at one side. */
export function policiesAt(side: 'egress' | 'ingress', rows: readonly string[], { matrix }: Subject): string[] {
  return unique(rows.flatMap((row) => matrix.allowed.get(row)?.[side].by ?? [])).toSorted();
}

export const table = (head: readonly string[], lines: readonly (readonly string[])[]): string =>
  [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...lines.map((line) => `| ${line.join(' | ')} |`)].join('\n');

/** The rows of one render that stand for a rule, or belong to an edge. */
export const rowsWhere = ({ expected }: Subject, wanted: (edge: Edge, row: string) => boolean): string[] => [...expected].filter(([row, edge]) => wanted(edge, row)).map(([row]) => row);

export { code };

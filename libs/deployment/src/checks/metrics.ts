import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../helm.js';

export interface Metric { readonly kind: string; readonly name: string; readonly labels: readonly string[] }

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && !['node_modules', 'dist', 'test'].includes(entry.name)) yield* sources(join(folder, entry.name));
    else if (/\.ts$/.test(entry.name) && !/spec\.ts$/.test(entry.name)) yield join(folder, entry.name);
  }
}

const DECLARED = /\b(counter|gauge|histogram)(?:<[^>]*>)?\(\s*'([a-z_]+)',\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*(?:,\s*\[([^\]]*)\])?/g;

/** Metrics whose samples are put together when they are asked for: those of requests. */
const COLLECTED = /\bcollected\('([a-z_]+)',\s*'[^']*',\s*'(counter|histogram)'/g;

const declaredIn = (text: string): Metric[] => [
  ...[...text.matchAll(DECLARED)].map(([, kind = '', name = '', labels = '']) => ({ kind, name, labels: [...labels.matchAll(/'(\w+)'/g)].map(([, label = '']) => label) })),
  ...[...text.matchAll(COLLECTED)].map(([, name = '', kind = '']) => ({ kind, name, labels: kind === 'counter' ? ['method', 'route', 'status'] : ['method', 'route'] })),
];

/** Every metric that the code declares by name, with its labels. */
export const declaredMetrics = (): Metric[] => ['libs', 'services'].flatMap((group) => [...sources(join(ROOT, group))]).flatMap((file) => declaredIn(readFileSync(file, 'utf8')));

/** Names of series as queries ask for them. */
export const seriesOf = ({ kind, name }: Metric): string[] => (kind === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name]);

const WORDS = new Set([
  'and', 'or', 'unless', 'on', 'ignoring', 'group_left', 'group_right', 'by', 'without', 'bool', 'offset', 'inf', 'nan', 'start', 'end', 'atan2',
]);

/** Names of series in a PromQL expression: words that are neither functions, keywords nor labels. */
export function seriesIn(expression: string): string[] {
  const bare = expression.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""')
    .replaceAll(/\{[^}]*\}/g, '{}').replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ').replaceAll(/\$\w+/g, '');
  return [...new Set([...bare.matchAll(/(?<![\w.])([a-zA-Z_:][\w:]*)\b(?!\s*\()/g)].map(([, name = '']) => name).filter((name) => !WORDS.has(name.toLowerCase()) && !/^\d/.test(name)))];
}

/** Labels by which a series is selected: `{queue="x"}` of `name{queue="x"}`. */
export function labelsIn(expression: string): { readonly series: string; readonly labels: readonly string[] }[] {
  return [...expression.matchAll(/([a-zA-Z_:][\w:]*)\{([^}]*)\}/g)].map(([, series = '', inner = '']) => ({ series, labels: [...inner.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label) }));
}

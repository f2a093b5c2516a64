import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../helm.js';

type Tree = { readonly [key: string]: unknown };
const isTree = (value: unknown): value is Tree => value !== null && typeof value === 'object' && !Array.isArray(value);

/** As helm lays values over each other: maps are merged, everything else is replaced, a null takes the key away. */
export function layered(under: unknown, over: unknown): unknown {
  if (!isTree(under) || !isTree(over)) return over === undefined ? under : over;
  const keys = [...new Set([...Object.keys(under), ...Object.keys(over)])];
  return Object.fromEntries(keys.flatMap((key) => (over[key] === null ? [] : [[key, layered(under[key], over[key])]])));
}

const read = (path: string): unknown => (existsSync(path) ? (parse(readFileSync(path, 'utf8')) ?? {}) : {});
const at = (tree: unknown, key: string): unknown => (isTree(tree) ? tree[key] : undefined);

/** The values that an umbrella's render has, its subcharts' defaults below them; `global` as a subchart sees it. */
export function effectiveValues(chart: string, files: readonly string[], inline?: string): unknown {
  const folder = join(ROOT, 'charts', chart);
  const given = [...files.map((file) => read(join(ROOT, file))), inline === undefined ? {} : (parse(inline) as unknown)];
  const own = given.reduce<unknown>(layered, read(join(folder, 'values.yaml')));
  const dependencies = (at(read(join(folder, 'Chart.yaml')), 'dependencies') ?? []) as readonly { readonly name: string }[];
  const below = dependencies.map(({ name }) => ({ name, values: read(join(ROOT, 'charts', name, 'values.yaml')) }));
  const subcharts = Object.fromEntries(below.map(({ name, values }) => [name, layered(values, at(own, name))]));
  const globals = below.reduce<unknown>((all, { values }) => layered(all, at(values, 'global')), {});
  return layered(layered(subcharts, own), { global: layered(globals, at(own, 'global')) });
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { chartFile, ROOT } from './helm.js';

export type Values = { readonly [key: string]: Values } & Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value);

/** As helm does: maps are merged, everything else replaces, null removes. */
export function merge(under: Readonly<Record<string, unknown>>, over: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    if (value === null) Reflect.deleteProperty(result, key);
    else result[key] = isMap(value) && isMap(below) ? merge(below, value) : value;
  }
  return result;
}

export const readYaml = (path: string): Record<string, unknown> => (parse(readFileSync(join(ROOT, path), 'utf8')) ?? {}) as Record<string, unknown>;

/** Defaults that a chart imports from the library chart. */
function imported(chart: string): Record<string, unknown> {
  return (chartFile(chart).dependencies ?? []).filter(({ name }) => chartFile(name).type === 'library').reduce<Record<string, unknown>>((sum, { name }) => {
    const file = `charts/${name}/values.yaml`;
    const library = existsSync(join(ROOT, file)) ? readYaml(file) : {};
    const given = isMap(library['defaults']) ? library['defaults'] : {};
    return merge(sum, given);
  }, {});
}

/** What a chart's values are when nothing is set, with those of its subcharts below their names. */
export function defaults(chart: string): Record<string, unknown> {
  const below = (chartFile(chart).dependencies ?? []).filter(({ name }) => chartFile(name).type !== 'library').map(({ name }) => [name, readYaml(`charts/${name}/values.yaml`)] as const);
  const subcharts = Object.fromEntries(below.map(([name, values]) => [name, Object.fromEntries(Object.entries(values).filter(([key]) => key !== 'global'))]));
  return merge(merge(imported(chart), subcharts), readYaml(`charts/${chart}/values.yaml`));
}

export const effective = (chart: string, files: readonly string[]): Record<string, unknown> => files.reduce((values, file) => merge(values, readYaml(file)), defaults(chart));

/** The value at a path as `global.networkPolicy.edge.mode`, or undefined. */
export const at = (values: unknown, path: string): unknown => path.split('.').reduce<unknown>((value, key) => (isMap(value) ? value[key] : undefined), values);

/** `at` written: `{ a: { b: value } }` for `a.b`. */
export const nest = (path: string, value: unknown): Record<string, unknown> => {
  const [key = '', ...rest] = path.split('.');
  return { [key]: rest.length === 0 ? value : nest(rest.join('.'), value) };
};

/** Every path that ends in something else than a map with keys, with its value. */
export function leaves(values: unknown, path = ''): [string, unknown][] {
  if (!isMap(values) || Object.keys(values).length === 0) return path === '' ? [] : [[path, values]];
  return Object.entries(values).flatMap(([key, value]) => leaves(value, path === '' ? key : `${path}.${key}`));
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Ajv } from 'ajv';
import { renderChart, ROOT } from '../src/helm.js';
import { at, defaults, leaves, nest, readYaml } from '../src/values.js';
import { applications, NAMESPACE, rendersOf, UMBRELLA } from './renders.js';

type Schema = { readonly [key: string]: unknown };
const schemaOf = (chart: string): Schema => JSON.parse(readFileSync(join(ROOT, 'charts', chart, 'values.schema.json'), 'utf8')) as Schema;
const charts = applications();

/**
 * Names whose content belongs to Kubernetes, to the operator or to the cluster: maps of labels and annotations, raw rules and
 * volumes, properties of a store; what Helm puts below the library's name.
 */
const HATCHES = [
  'extraEnv', 'extraVolumes', 'extraVolumeMounts', 'extraEgress', 'extraIngress', 'extraObjects', 'policyRules', 'podAnnotations', 'annotations', 'labels', 'nodeSelector', 'affinity', 'tolerations',
  'namespace', 'pods', 'parentRefs', 'properties', 'practika-lib',
];

interface Open { readonly path: string; readonly last: string }
/** Schemas of objects that take any key, by the names that lead to them. */
function openObjects(schema: unknown, names: readonly string[] = [], inCondition = false): Open[] {
  if (schema === null || typeof schema !== 'object' || Array.isArray(schema)) return [];
  const own = schema as Schema;
  const isObject = [own['type']].flat().includes('object') || own['properties'] !== undefined;
  // A branch of if, then, anyOf … narrows what stands beside it; the object itself is closed there.
  const open = isObject && !inCondition && own['additionalProperties'] !== false ? [{ path: names.join('.'), last: names.at(-1) ?? '' }] : [];
  const children = (key: string): [string, unknown][] => Object.entries((own[key] ?? {}) as Schema);
  return [
    ...open,
    ...['properties', 'definitions', '$defs', 'patternProperties'].flatMap(children).flatMap(([name, one]) => openObjects(one, [...names, name], inCondition)),
    ...['items', 'additionalProperties'].flatMap((key) => openObjects(own[key], names, inCondition)),
    ...['if', 'then', 'else', 'not'].flatMap((key) => openObjects(own[key], names, true)),
    ...['anyOf', 'allOf', 'oneOf'].flatMap((key) => [own[key] ?? []].flat().flatMap((one) => openObjects(one, names, true))),
  ];
}

describe('[K1] [C9] schemas of values', () => {
  it.each(charts)('[K1] should be closed everywhere but at the top of global and at what belongs to the operator: %s', (chart) => {
    const open = openObjects(schemaOf(chart)).filter(({ path, last }) => path !== 'global' && !HATCHES.includes(last));
    // The umbrella leaves the keys of its subcharts to the subcharts.
    expect(open.filter(({ path }) => !(chart === UMBRELLA && charts.includes(path))).map(({ path }) => path)).toEqual([]);
  });

  it.each(charts)('should accept the values that the chart has by default and those of its ci files: %s', (chart) => {
    const schema = schemaOf(chart);
    const ajv = JSON.stringify(schema['$schema'] ?? '').includes('2020') ? new Ajv2020({ strict: false, allErrors: true }) : new Ajv({ strict: false, allErrors: true });
    const validate = ajv.compile(schema);
    validate(chart === UMBRELLA ? readYaml(`charts/${chart}/values.yaml`) : defaults(chart));
    // A value that an operator has to give is missing from the defaults; nothing else may be wrong with them.
    expect((validate.errors ?? []).filter((e) => !['required', 'minLength'].includes(e.keyword)).map((e) => `${e.instancePath} ${e.message}`)).toEqual([]);
  });

  it('should describe every value of values.yaml', () => {
    const problems = charts.flatMap((chart) => {
      const lines = readFileSync(join(ROOT, 'charts', chart, 'values.yaml'), 'utf8').split('\n');
      return lines.flatMap((line, i) => {
        const [, indent, key] = /^( *)([\w-]+):/.exec(line) ?? [];
        if (key === undefined || (indent ?? '').length > 0) return [];
        return /^\s*#/.test(lines[i - 1] ?? '') || /#/.test(line) ? [] : [`charts/${chart}/values.yaml: ${key}`];
      });
    });
    expect(problems).toEqual([]);
  });
});

/** One value of another type than the given one. */
function wrong(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return 'many';
  if (typeof value === 'string') return { nested: true };
  return 'text';
}

/** Spread over all paths, so that every part of the values has its share. */
const spread = <T>(all: readonly T[], count: number): T[] => all.filter((_, i) => Math.floor((i * count) / all.length) !== Math.floor(((i - 1) * count) / all.length) || i === 0);

interface Mutation { readonly chart: string; readonly path: string; readonly value: unknown; readonly key: string }
const isHatch = (path: string): boolean => path.split('.').some((part) => HATCHES.includes(part));
const paths = charts.filter((chart) => chart !== UMBRELLA).flatMap((chart) => leaves(defaults(chart)).filter(([path]) => !isHatch(path)).map(([path, value]) => ({ chart, path, value })));
const own = leaves(readYaml(`charts/${UMBRELLA}/values.yaml`)).filter(([path]) => !isHatch(path)).map(([path, value]) => ({ chart: UMBRELLA, path, value }));

const typo = ({ chart, path, value }: { chart: string; path: string; value: unknown }): Mutation => {
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  // Two letters changed places, as fingers do; the top of global belongs to others.
  const swapped = last.length > 2 ? `${last.slice(0, -2)}${last.at(-1)}${last.at(-2)}` : `${last}x`;
  const key = swapped === last ? `${last}x` : swapped;
  return { chart, path: [...parts, key].join('.'), value, key };
};
const mistype = ({ chart, path, value }: { chart: string; path: string; value: unknown }): Mutation => ({ chart, path, value: wrong(value), key: path.split('.').at(-1) ?? '' });

const inner = [...paths, ...own].filter(({ path }) => !/^global\.[^.]+$/.test(path));
const mutations = [...spread(inner, 24).map(typo), ...spread(inner, 24).map(mistype)];
const unique = [...new Map(mutations.map((m) => [JSON.stringify([m.chart, m.path, m.value]), m])).values()];

describe('[K1] [C19] values with a mistake in them', () => {
  it('should be tried more than thirty times', () => expect(unique.length).toBeGreaterThanOrEqual(30));

  it.each(unique.map((m) => [`${m.chart} ${m.path} = ${JSON.stringify(m.value)}`, m] as const))('[K1] should be refused with the name of the key: %s', (_name, { chart, path, value, key }) => {
    const [first] = rendersOf(chart);
    const { ok, complaint } = renderChart(chart, { values: first?.values ?? [], namespace: NAMESPACE, inline: JSON.stringify(nest(path, value)) });
    expect(ok).toBe(false);
    expect(complaint).toMatch(/values don't meet the specifications of the schema/);
    expect(complaint).toContain(key);
  });

  it.each(charts.filter((chart) => chart !== UMBRELLA))('should be refused in the umbrella too: %s', (chart) => {
    const [listed] = rendersOf(UMBRELLA);
    const { ok, complaint } = renderChart(UMBRELLA, { values: listed?.values ?? [], namespace: NAMESPACE, inline: JSON.stringify({ [chart]: { replcias: 3 } }) });
    expect(ok).toBe(false);
    expect(complaint).toContain('replcias');
  });
});

describe('[K1] [C9] values that others need', () => {
  const [first] = rendersOf(UMBRELLA);
  const render = (values: object): ReturnType<typeof renderChart> => renderChart(UMBRELLA, { values: first?.values ?? [], namespace: NAMESPACE, inline: JSON.stringify(values) });

  it('should take keys of global that other charts read, and render the same', () => {
    const { ok, complaint, text } = render({ global: { imageRegistry: 'registry.example', storageClass: 'fast', postgresql: { auth: { existingSecret: 'x' } } } });
    expect(complaint).toBe('');
    expect(ok).toBe(true);
    expect(text === render({}).text).toBe(true);
  });

  it.each(charts.filter((chart) => chart !== UMBRELLA))('should take enabled: false and leave the chart out: %s', (chart) => {
    const { ok, complaint, manifests } = render({ [chart]: { enabled: false } });
    // What cannot do without it may say so, in a sentence; the schema may not be what refuses.
    if (ok) expect(manifests.filter((m) => m.metadata.labels?.['app.kubernetes.io/name'] === chart).map((m) => m.metadata.name)).toEqual([]);
    else expect(complaint).not.toMatch(/specifications of the schema/);
  });

  it.each(charts.filter((chart) => chart !== UMBRELLA))('should accept enabled in a chart that is installed alone: %s', (chart) => {
    const [listed] = rendersOf(chart);
    expect(renderChart(chart, { values: listed?.values ?? [], namespace: NAMESPACE, inline: JSON.stringify({ enabled: true }) }).complaint).toBe('');
    expect(at(defaults(chart), 'global')).toHaveProperty('networkPolicy.enabled', true);
  });
});

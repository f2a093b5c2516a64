import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { objectName } from '../src/checks/kubernetes.js';
import { renderList } from '../src/helm.js';
import { parseManifests, type Manifest } from '../src/manifests.js';
import { mustRender } from './renders.js';

// What four representative sets of values render to, kept so that a change of a template shows what it changes in the
// objects. After an intended change: UPDATE_GOLDEN=1 npm test -w @practika/deployment -- golden, and review the diff.

const FOLDER = join(import.meta.dirname, '..', 'golden');
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';
const GOLDEN: Readonly<Record<string, string>> = { dev: 'environment: dev', production: 'environment: production', eks: 'environment: eks', minimal: 'practika: minimal' };

const key = (m: Manifest): string => `${m.kind}/${m.metadata.name}`;
const written = (manifests: readonly Manifest[]): string => manifests.toSorted((a, b) => key(a).localeCompare(key(b))).map((m) => stringify(m, { lineWidth: 0 })).join('---\n');

/** Everything below a value by path: `spec.ports[0].port` → `8000`. */
function flat(value: unknown, path = ''): [string, string][] {
  if (Array.isArray(value) && value.length > 0) {
    // Things with a name keep it as their path, so that one more in the middle is one change.
    return value.flatMap((one, i) => flat(one, `${path}[${typeof one === 'object' && one !== null && 'name' in one ? String(one.name) : i}]`));
  }
  if (value !== null && typeof value === 'object' && Object.keys(value).length > 0) return Object.entries(value).flatMap(([name, one]) => flat(one, path === '' ? name : `${path}.${name}`));
  return [[path, JSON.stringify(value) ?? '']];
}

/** What differs, by object and path. */
function differences(before: readonly Manifest[], after: readonly Manifest[]): string[] {
  const [old, now] = [new Map(before.map((m) => [key(m), m])), new Map(after.map((m) => [key(m), m]))];
  return [...new Set([...old.keys(), ...now.keys()])].toSorted().flatMap((name) => {
    const [a, b] = [old.get(name), now.get(name)];
    if (a === undefined) return [`+ ${name}`];
    if (b === undefined) return [`- ${name}`];
    const [was, is] = [new Map(flat(a)), new Map(flat(b))];
    return [...new Set([...was.keys(), ...is.keys()])].filter((path) => was.get(path) !== is.get(path)).map((path) => `~ ${name} ${path}: ${was.get(path) ?? 'nothing'} → ${is.get(path) ?? 'nothing'}`);
  });
}

describe('[K6] [R1] golden renders', () => {
  it.each(Object.entries(GOLDEN))('should be what they were: %s', (name, render) => {
    const listed = renderList().find((one) => one.name === render);
    if (listed === undefined) throw new Error(`there is no render called ${render}`);
    const { manifests } = mustRender(listed);
    const file = join(FOLDER, `${name}.yaml`);
    if (UPDATE) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, written(manifests));
    }
    if (!existsSync(file)) throw new Error(`there is no golden render ${name}: UPDATE_GOLDEN=1 npm test -w @practika/deployment -- golden writes it`);
    const text = readFileSync(file, 'utf8');
    expect(differences(parseManifests(text), manifests)).toEqual([]);
    expect(text === written(manifests)).toBe(true);
  });

  it('should show a change by object and path', () => {
    const service = (port: number): Manifest => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { ports: [{ name: 'http', port }] } });
    const other: Manifest = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'b' } };
    expect(objectName(other)).toBe('Service/b');
    expect(differences([service(80)], [service(8000), other])).toEqual(['~ Service/a spec.ports[http].port: 80 → 8000', '+ Service/b']);
  });
});

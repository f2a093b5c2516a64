import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parseAllDocuments } from 'yaml';
import { renderChart, ROOT } from '../src/helm.js';
import { at, defaults, readYaml } from '../src/values.js';

type Document = Readonly<Record<string, unknown>>;
interface Artifact {
  readonly image: string;
  readonly docker: { readonly dockerfile: string; readonly target: string; readonly buildArgs: Record<string, string>; readonly secrets?: readonly Record<string, string>[] };
  readonly sync?: { readonly manual: readonly { readonly src: string; readonly dest: string }[] };
}
interface Release {
  readonly name: string; readonly chartPath: string; readonly namespace: string; readonly valuesFiles: readonly string[];
  readonly setValues: Record<string, string>; readonly setValueTemplates: Record<string, string>;
}
interface Patch { readonly op: string; readonly path: string; readonly value?: unknown }

const text = readFileSync(join(ROOT, 'skaffold.yaml'), 'utf8');
const documents = parseAllDocuments(text).map((one) => one.toJS() as Document);
const [deps, platform] = documents as [Document, Document];
const { IMAGES } = (await import(new URL('../../../tools/images/options.mjs', import.meta.url).href)) as { IMAGES: readonly string[] };
const profiles = platform['profiles'] as readonly { readonly name: string; readonly patches: readonly Patch[] }[];
const profile = (name: string) => profiles.find((one) => one.name === name)?.patches ?? [];
const artifacts = (config: Document) => at(config, 'build.artifacts') as readonly Artifact[];
const release = (config: Document) => (at(config, 'deploy.helm.releases') as readonly Release[])[0] as Release;

/** As skaffold applies a profile: one operation after the other, on the config as it is written. */
function patched(config: Document, patches: readonly Patch[]): Document {
  const result = structuredClone(config);
  for (const { op, path, value } of patches) {
    const keys = path.slice(1).split('/');
    const last = keys.pop() as string;
    const parent = keys.reduce<Record<string, unknown>>((node, key) => {
      if (node[key] === undefined) throw new Error(`${path} leads nowhere`);
      return node[key] as Record<string, unknown>;
    }, result as Record<string, unknown>);
    if (op !== 'add' && parent[last] === undefined) throw new Error(`${path} is not there`);
    if (op === 'test') {
      if (parent[last] !== value) throw new Error(`${path} is ${String(parent[last])}, not ${String(value)}`);
    } else if (op === 'remove') Reflect.deleteProperty(parent, last);
    else if (Array.isArray(parent) && last === '-') parent.push(value);
    else parent[last] = value;
  }
  return result;
}

/** Every key that this file may use, by what it stands in: those of the schema skaffold/v4beta14 that we know. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  '': ['apiVersion', 'kind', 'metadata', 'requires', 'build', 'deploy', 'portForward', 'profiles'],
  'metadata': ['name'],
  'requires': ['configs'],
  'build': ['tagPolicy', 'local', 'artifacts'],
  'build.tagPolicy': ['inputDigest'],
  'build.local': ['push', 'useBuildkit', 'concurrency'],
  'build.artifacts': ['image', 'context', 'docker', 'sync'],
  'build.artifacts.docker': ['dockerfile', 'target', 'buildArgs', 'secrets'],
  'build.artifacts.docker.secrets': ['id', 'src'],
  'build.artifacts.sync': ['manual'],
  'build.artifacts.sync.manual': ['src', 'dest'],
  'deploy': ['kubeContext', 'statusCheckDeadlineSeconds', 'tolerateFailuresUntilDeadline', 'helm'],
  'deploy.helm': ['flags', 'hooks', 'releases'],
  'deploy.helm.flags': ['install', 'upgrade'],
  'deploy.helm.hooks': ['before'],
  'deploy.helm.hooks.before': ['host'],
  'deploy.helm.hooks.before.host': ['command'],
  'deploy.helm.releases': ['name', 'chartPath', 'namespace', 'skipBuildDependencies', 'skipTests', 'valuesFiles', 'setValues', 'setValueTemplates'],
  'portForward': ['resourceType', 'resourceName', 'namespace', 'port', 'localPort'],
  'profiles': ['name', 'patches'],
  'profiles.patches': ['op', 'path', 'value'],
};
/** Maps whose keys are ours. */
const FREE = ['build.artifacts.docker.buildArgs', 'deploy.helm.releases.setValues', 'deploy.helm.releases.setValueTemplates', 'profiles.patches.value', 'build.tagPolicy.inputDigest'];

function strangers(node: unknown, path = ''): string[] {
  if (Array.isArray(node)) return node.flatMap((one) => strangers(one, path));
  if (node === null || typeof node !== 'object' || FREE.includes(path)) return [];
  return Object.entries(node).flatMap(([key, value]) => [
    ...(KNOWN[path]?.includes(key) === true ? [] : [`${path}: ${key}`]), ...strangers(value, path === '' ? key : `${path}.${key}`),
  ]);
}

describe('skaffold.yaml', () => {
  it('should use keys of skaffold/v4beta14 alone, in every profile; and pass the schema itself where SKAFFOLD_SCHEMA names it', () => {
    const all = [...documents, ...profiles.map(({ patches }) => patched(platform, patches))];
    expect(all.flatMap((one) => strangers(one))).toEqual([]);
    expect(strangers({ ...platform, biuld: {} })).toEqual([': biuld']);
    const schema = process.env['SKAFFOLD_SCHEMA'];
    if (schema === undefined) return;
    const validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(readFileSync(schema, 'utf8')) as object);
    for (const one of all) expect({ valid: validate(one), errors: validate.errors }).toEqual({ valid: true, errors: null });
    expect(validate({ ...platform, biuld: {} })).toBe(false);
  });

  it('[K37] should touch no context but the kind cluster of this repository, whichever one is current', () => {
    const context = `kind-${String(readYaml('k8s/kind.yaml')['name'])}`;
    expect(documents.map((one) => at(one, 'deploy.kubeContext'))).toEqual([context, context]);
    expect(profiles.flatMap(({ patches }) => patches).filter(({ path }) => path.includes('kubeContext'))).toEqual([]);
  });

  it('[K37] should have nothing to remove of what holds data when it ends', () => {
    expect(deps['metadata']).toEqual({ name: 'practika-deps' });
    // What a deployer deploys it removes at its end: this one only runs a program.
    expect(at(deps, 'deploy.helm.releases')).toEqual([]);
    expect(Object.keys(deps).toSorted()).toEqual(['apiVersion', 'deploy', 'kind', 'metadata']);
    expect(platform['manifests']).toBeUndefined();
    expect(platform['requires']).toEqual([{ configs: ['practika-deps'] }]);
  });

  it('should build every image from the one Dockerfile, each as its own service', () => {
    expect(artifacts(platform).map(({ image, docker }) => [image, docker])).toEqual(
      IMAGES.map((name) => [`practika/${name}`, { dockerfile: 'docker/Dockerfile', target: 'dev', buildArgs: { SERVICE: name } }]),
    );
  });

  it('[K36] should synchronise to where development images run their programs, and sources alone', () => {
    const root = /^const ROOT = '([^']+)';$/m.exec(readFileSync(join(ROOT, 'docker/dev/run.mjs'), 'utf8'))?.[1];
    for (const { image, sync } of artifacts(platform)) {
      const service = image.replace('practika/', '');
      expect(sync?.manual).toEqual([{ src: `services/${service}/src/**/*.ts`, dest: root }, { src: 'libs/*/src/**/*.ts', dest: root }]);
    }
  });

  it('should install the umbrella with the values of development and the images just built', () => {
    const { name, namespace, chartPath, valuesFiles, setValueTemplates } = release(platform);
    expect({ name, namespace, chartPath, valuesFiles }).toEqual({ name: 'practika', namespace: 'practika', chartPath: 'charts/practika', valuesFiles: ['k8s/values/dev.yaml'] });
    for (const file of valuesFiles) expect(existsSync(join(ROOT, file))).toBe(true);
    const templates = IMAGES.flatMap((image) => [[`${image}.image.repository`, `{{.IMAGE_REPO_practika_${image}}}`], [`${image}.image.tag`, `{{.IMAGE_TAG_practika_${image}}}`]]);
    expect(setValueTemplates).toEqual(Object.fromEntries(templates));
    const values = defaults('practika');
    for (const path of Object.keys(setValueTemplates)) expect(at(values, path)).toEqual(expect.any(String));
  });

  it('should set values that the charts take, also for debugging', () => {
    for (const config of [platform, patched(platform, profile('debug'))]) {
      const { setValues, setValueTemplates, valuesFiles } = release(config);
      const images = Object.fromEntries(Object.keys(setValueTemplates).map((path) => [path, path.endsWith('.tag') ? 'f00d' : `practika/${path.split('.')[0]}`]));
      const render = renderChart('practika', { values: valuesFiles, set: { ...setValues, ...images }, release: 'practika', namespace: 'practika' });
      expect(render.complaint).toBe('');
      expect(render.text).toContain('image: practika/media:f00d');
      expect(render.text).toContain('http://practika.localhost:8080');
      expect(render.text.includes('--inspect=127.0.0.1:9229')).toBe(config !== platform);
    }
  });

  it('[K36] should name, at every index that a profile patches, the image that is meant', () => {
    for (const { name, patches } of profiles) {
      let tested = '';
      for (const { op, path, value } of patches) {
        const index = /^\/build\/artifacts\/(\d+)\//.exec(path)?.[1];
        if (op === 'test' && index !== undefined) {
          tested = index;
          expect({ name, index, image: artifacts(platform)[Number(index)]?.image }).toEqual({ name, index, image: value });
        } else if (index !== undefined) expect({ name, path, tested }).toEqual({ name, path, tested: index });
      }
    }
  });

  it('should find an image that came in between', () => {
    const more = structuredClone(platform);
    (artifacts(more) as Artifact[]).unshift({ image: 'practika/new', docker: { dockerfile: 'docker/Dockerfile', target: 'dev', buildArgs: {} } });
    expect(() => patched(more, profile('prodlike'))).toThrow('is practika/new, not practika/auth');
  });

  it('should run the images of production, without synchronisation, in the profile prodlike', () => {
    expect(artifacts(patched(platform, profile('prodlike'))).map(({ image, docker, sync }) => [image, docker.target, sync])).toEqual(IMAGES.map((name) => [`practika/${name}`, 'runtime', undefined]));
  });

  it('should forward the ingress, the mailbox, and a debugger\'s port for each API when debugging', () => {
    const forwards = (config: Document) => (config['portForward'] as readonly Record<string, unknown>[]).map(({ resourceName, namespace, port, localPort }) => [resourceName, namespace, port, localPort]);
    expect(forwards(platform)).toEqual([['traefik', 'ingress', 80, 8080], ['maildev', 'practika-backends', 1080, 1080]]);
    const debug = forwards(patched(platform, profile('debug'))).slice(2);
    expect(debug.map(([name, , port]) => [name, port])).toEqual(['auth', 'exercises', 'media', 'consent'].map((service) => [`practika-${service}-api`, 9229]));
    expect(new Set(debug.map(([, , , local]) => local)).size).toBe(4);
  });
});

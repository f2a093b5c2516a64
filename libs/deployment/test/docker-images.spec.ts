import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const load = async <T>(file: string): Promise<T> => (await import(new URL(`../../../${file}`, import.meta.url).href)) as T;
const { IMAGES, nameOf, readOptions } = await load<{
  IMAGES: readonly string[]; nameOf: (image: string, options: { registry: string; tag: string }) => string;
  readOptions: (argv: readonly string[]) => { images: readonly string[]; tag: string; version: string; load: boolean; target: string };
}>('tools/images/options.mjs');
const { buildArguments, dockerClient } = await load<{
  buildArguments: (image: string, options: Record<string, unknown>) => string[]; dockerClient: (env: Record<string, string>) => Promise<string>;
}>('tools/images/engine.mjs');
const { builtComponents, bundledComponents, compare, debianPackages, installedPackages } = await load<{
  bundledComponents: (file: string) => { name: string; purl: string }[];
  builtComponents: (folder: string) => { name: string; version: string; purl: string }[]; debianPackages: (folder: string) => { name: string; version: string; purl: string }[];
  installedPackages: (folder: string) => Set<string>; compare: (components: { name: string; version: string }[], installed: Set<string>) => void;
}>('tools/images/sbom.mjs');
const { closure, reach } = await load<{
  reach: (root: string, entries: readonly string[], ours: ReadonlyMap<string, unknown>) => { files: Set<string>; packages: Map<string, string> };
  closure: (root: string, packages: ReadonlyMap<string, string>, asked: ReadonlySet<string>) => Set<string>;
}>('docker/build/imports.mjs');
const { needed } = await load<{ needed: (root: string, service: string) => { name: string; folder: string; manifest: unknown }[] }>('docker/build/workspaces.mjs');
const { compile, compiledOf } = await load<{
  compiledOf: (file: string) => string | null; compile: (files: readonly string[], transform: (file: string) => Promise<{ code: string }>) => Promise<number>;
}>('docker/dev/sources.mjs');

let root: string;
const put = (file: string, content: unknown) => {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const module_ = (name: string, version: string, more: object = {}) => put(`node_modules/${name}/package.json`, { name, version, ...more });
const tree = (folder: string) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
const inside = (files: Iterable<string>) => [...files].map((file) => file.slice(root.length + 1)).toSorted();

beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'practika-images-')); });
afterEach(() => { rmSync(root, { recursive: true, force: true }); });

describe('npm run images', () => {
  it('should build every image when none is named, and say in a sentence what it cannot do', () => {
    expect(readOptions([]).images).toEqual(IMAGES);
    expect(readOptions(['--only', 'web,auth', '--tag', 'v1.2', '--load'])).toMatchObject({ images: ['auth', 'web'], tag: 'v1.2', version: 'v1.2', load: true, target: 'runtime' });
    expect(() => readOptions(['--only', 'wep'])).toThrow('There is no image wep: auth, exercises, media, consent, web');
    expect(() => readOptions(['--tag', 'a/b'])).toThrow('a/b cannot be a tag');
    expect(() => readOptions(['--target', 'build'])).toThrow('runtime or dev');
    expect(() => readOptions(['--tga', 'x'])).toThrow('--tga');
  });

  it('should name images with a registry in front, when there is one', () => {
    expect(nameOf('auth', { registry: '', tag: 'dev' })).toBe('practika/auth:dev');
    expect(nameOf('auth', { registry: 'registry.example/team/', tag: 'dev' })).toBe('registry.example/team/practika/auth:dev');
  });

  it('should hand registry settings and certificates over as secrets, and bases by digest from the environment', () => {
    const options = { name: 'practika/auth:1', version: '1', target: 'runtime', noCache: false, npmrc: '/a/.npmrc', ca: '/a/ca.pem', source: { revision: 'abc', epoch: '1700000000' }, env: { PRACTIKA_NODE_IMAGE: 'node:24@sha256:00' } };
    const args = buildArguments('auth', options);
    expect(args.join(' ')).toContain('--secret id=npmrc,src=/a/.npmrc --secret id=ca,src=/a/ca.pem');
    expect(args).toEqual(expect.arrayContaining(['SERVICE=auth', 'VERSION=1', 'REVISION=abc', 'NODE_IMAGE=node:24@sha256:00']));
    expect(args.filter((one) => one.startsWith('RUNTIME_IMAGE='))).toEqual([]);
    expect(args.filter((one) => /=.*(?:npmrc|ca\.pem)/.test(one) && !one.startsWith('id='))).toEqual([]);
  });

  it('should pass over a docker client that cannot build with BuildKit, and say so when there is no other', async () => {
    const client = (folder: string, script: string) => {
      const file = put(`${folder}/docker`, `#!/bin/sh\n${script}\n`);
      chmodSync(file, 0o755);
      return file;
    };
    client('new', 'case "$1" in --version) echo "Docker version 29.1.0, build x";; *) exit 1;; esac');
    const old = client('old', 'echo "Docker version 20.10.24+dfsg1, build x"');
    const PATH = (...folders: string[]) => ({ PATH: folders.map((folder) => join(root, folder)).join(':') });
    expect(await dockerClient(PATH('new', 'old'))).toBe(old);
    await expect(dockerClient(PATH('new'))).rejects.toThrow('cannot build with BuildKit');
    await expect(dockerClient(PATH('none'))).rejects.toThrow('no docker client');
  });
});

describe('the list of what is in an image', () => {
  it('should be refused when it names a package that is not there, or leaves one out', () => {
    module_('a', '1.0.0');
    module_('@s/b', '2.0.0');
    module_('a/node_modules/@s/b', '3.0.0');
    put('node_modules/a/node_modules/@s/b/package.json', { name: '@s/b', version: '3.0.0' });
    put('libs/own/package.json', { name: '@practika/own', version: '0.1.0' });
    mkdirSync(join(root, 'node_modules/@practika'));
    symlinkSync('../../libs/own', join(root, 'node_modules/@practika/own'));
    const installed = installedPackages(root);
    expect([...installed].toSorted()).toEqual(['@s/b@2.0.0', '@s/b@3.0.0', 'a@1.0.0']);
    const list = [{ name: 'a', version: '1.0.0' }, { name: '@s/b', version: '2.0.0' }, { name: '@s/b', version: '3.0.0' }];
    expect(() => { compare(list, installed); }).not.toThrow();
    expect(() => { compare(list.slice(1), installed); }).toThrow('a@1.0.0 is not listed');
    expect(() => { compare([...list, { name: 'c', version: '1.0.0' }], installed); }).toThrow('c@1.0.0 is not there');
  });

  it('should name the packages of the base, and what was built besides Node', () => {
    put('status.d/libc6', 'Package: libc6\nVersion: 2.36-9+deb12u13\nArchitecture: amd64\nDescription: a\n long text: of lines\n');
    put('status.d/libc6.md5sums', 'x');
    put('doc/ffmpeg/component.json', { name: 'ffmpeg', version: '7:5.1.9-0+deb12u1', license: 'LGPL-2.1-or-later' });
    put('doc/other/copyright', 'x');
    expect(debianPackages(join(root, 'status.d'))).toMatchObject([{ name: 'libc6', version: '2.36-9+deb12u13', purl: 'pkg:deb/debian/libc6@2.36-9%2Bdeb12u13?arch=amd64&distro=debian-12' }]);
    expect(debianPackages(join(root, 'nothing'))).toEqual([]);
    put('licenses.json', [{ name: '@tanstack/store', version: '0.11.2', identifier: 'MIT', text: 'x' }, { name: 'odd', version: '1.0.0', identifier: null }]);
    expect(bundledComponents(join(root, 'licenses.json')).map(({ purl }) => purl)).toEqual(['pkg:npm/%40tanstack/store@0.11.2', 'pkg:npm/odd@1.0.0']);
    expect(bundledComponents(join(root, 'nothing.json'))).toEqual([]);
    expect(builtComponents(join(root, 'doc')).map(({ name, version }) => [name, version])).toEqual([['ffmpeg', '7:5.1.9-0+deb12u1']]);
  });
});

describe('what an image is made of', () => {
  const ours = () => new Map([['@practika/lib', { name: '@practika/lib', folder: 'libs/lib', manifest: { exports: { '.': { default: './dist/index.js' } } } }]]);

  it('should be the files that the entries reach and the packages that those name, and nothing else', () => {
    const entry = put('services/s/dist/main.api.js', "import { readFileSync } from 'node:fs';\nimport './near.js';\nexport * from '@practika/lib';\n// import('only-in-a-comment')\n");
    put('services/s/dist/near.js', "const later = () => import('@scope/late/deep');\nimport type from 'typed';");
    put('services/s/dist/unused.js', "import 'nobody';");
    put('libs/lib/dist/index.js', "import x from 'pkg';");
    const { files, packages } = reach(root, [entry], ours());
    expect(inside(files)).toEqual(['libs/lib/dist/index.js', 'services/s/dist/main.api.js', 'services/s/dist/near.js']);
    expect([...packages.keys()].toSorted()).toEqual(['@scope/late', 'pkg', 'typed']);
  });

  it('should not be built when production code imports what only tests have', () => {
    expect(() => reach(root, [put('a.js', "import './testing/x.js';")], ours())).toThrow('production code must not import tests');
    expect(() => reach(root, [put('b.js', "import '@practika/testing';")], ours())).toThrow('its workspace does not depend on');
  });

  it('should have the packages\' own needs, optional peers only when the repository asks for them', () => {
    module_('orm', '1.0.0', { dependencies: { deep: '*' }, optionalDependencies: { native: '*' }, peerDependencies: { pg: '*', mysql: '*', must: '*' }, peerDependenciesMeta: { pg: { optional: true }, mysql: { optional: true } } });
    for (const name of ['deep', 'pg', 'mysql', 'must', 'stranger']) module_(name, '1.0.0');
    put('node_modules/orm/node_modules/deep/package.json', { name: 'deep', version: '2.0.0' });
    expect(inside(closure(root, new Map([['orm', 'x.js']]), new Set(['pg'])))).toEqual(['node_modules/must', 'node_modules/orm', 'node_modules/orm/node_modules/deep', 'node_modules/pg']);
    expect(() => closure(root, new Map([['absent', 'x.js']]), new Set())).toThrow('x.js needs absent, which is not installed for production');
  });

  it('should leave out workspaces that only tests use', () => {
    put('services/s/package.json', { name: '@practika/s', dependencies: { '@practika/lib': '*', '@practika/testing': '*' } });
    put('libs/lib/package.json', { name: '@practika/lib', dependencies: { '@practika/base': '*' } });
    for (const name of ['base', 'testing']) put(`libs/${name}/package.json`, { name: `@practika/${name}` });
    expect(needed(root, 's').map(({ name }) => name)).toEqual(['@practika/base', '@practika/lib', '@practika/s']);
  });
});

describe('a development image', () => {
  it('should compile what was saved to where the program has it, and never tests', () => {
    expect(compiledOf('/x/libs/http/src/boot/a.ts')).toBe('/x/libs/http/dist/boot/a.js');
    expect(compiledOf('/x/src/libs/http/src/a.ts')).toBe('/x/src/libs/http/dist/a.js');
    for (const name of ['a.spec.ts', 'a.int-spec.ts', 'a.d.ts', 'testing/a.ts', 'a.json']) expect(compiledOf(`/x/libs/http/src/${name}`)).toBeNull();
  });

  it('should take over all of a burst of changes or nothing, and remove what was removed', async () => {
    const good = put('libs/a/src/good.ts', 'good');
    const bad = put('libs/a/src/bad.ts', 'bad');
    const gone = put('libs/a/dist/gone.js', 'old').replace('/dist/gone.js', '/src/gone.ts');
    const transform = async (file: string) => {
      if (file === bad) throw new Error('Unexpected token');
      return { code: 'new' };
    };
    await expect(compile([good, bad, gone], transform)).rejects.toThrow('Unexpected token');
    expect(inside(tree(root))).not.toContain('libs/a/dist/good.js');
    expect(inside(tree(root))).toContain('libs/a/dist/gone.js');
    expect(await compile([good, gone, join(root, 'libs/a/src/x.spec.ts')], transform)).toBe(2);
    expect(inside(tree(root))).toEqual(['libs/a/dist/good.js', 'libs/a/src/bad.ts', 'libs/a/src/good.ts']);
  });
});

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '../src/helm.js';
import { mustRender, umbrellaRenders } from './renders.js';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const { IMAGES } = (await import(new URL('../../../tools/images/options.mjs', import.meta.url).href)) as { IMAGES: readonly string[] };

interface Instruction { readonly name: string; readonly text: string }
interface Stage { readonly name: string; readonly from: string; readonly lines: readonly Instruction[] }

/** The stages of the Dockerfile, continued lines joined; comments are not instructions. */
function stages(text: string): { readonly globals: readonly string[]; readonly stages: readonly Stage[] } {
  const joined = text.split('\n').filter((line) => !/^\s*#/.test(line)).join('\n').replace(/\\\n/g, ' ');
  const instructions = joined.split('\n').map((line) => line.trim()).filter((line) => line !== '').map((line) => ({ name: line.split(/\s/)[0] as string, text: line.replace(/^\S+\s+/, '') }));
  const globals: string[] = [];
  const found: { name: string; from: string; lines: Instruction[] }[] = [];
  for (const one of instructions) {
    if (one.name === 'FROM') {
      const [from = '', , name = ''] = one.text.split(/\s+/);
      found.push({ name, from, lines: [] });
    } else if (found.length === 0) globals.push(one.text);
    else found.at(-1)?.lines.push(one);
  }
  return { globals, stages: found };
}

const source = read('docker/Dockerfile');
const file = stages(source);
const stage = (name: string) => file.stages.find((one) => one.name === name) as Stage;
const last = (name: string, instruction: string) => stage(name).lines.filter((one) => one.name === instruction).at(-1)?.text;

describe('docker/Dockerfile', () => {
  it('should take its bases from arguments that a pipeline can pin by digest, none of them "latest"', () => {
    const names = new Set(file.stages.map((one) => one.name));
    const outside = file.stages.map((one) => one.from).filter((from) => !names.has(from) && !from.includes('${SERVICE}'));
    expect(new Set(outside)).toEqual(new Set(['${NODE_IMAGE}', '${DEBIAN_IMAGE}', '${RUNTIME_IMAGE}']));
    for (const argument of ['NODE_IMAGE', 'DEBIAN_IMAGE', 'RUNTIME_IMAGE']) expect(file.globals.find((text) => text.startsWith(`${argument}=`))).toMatch(/:(?!latest)[\w.-]+$/);
    // A frontend by name would be fetched by every build, from a registry that not every builder reaches.
    expect(source).not.toMatch(/^#\s*syntax=/m);
  });

  it('should have stages for every image, and end in the one for production', () => {
    expect(file.stages.map((one) => one.name)).toEqual(expect.arrayContaining(IMAGES.flatMap((image) => [`base-${image}`, `dev-base-${image}`, `sources-${image}`])));
    expect(file.stages.at(-1)?.name).toBe('runtime');
    // Builders have confused empty stages with one another, and put one image's files into all: no stage is from scratch.
    expect(file.stages.filter((one) => one.from === 'scratch')).toEqual([]);
  });

  it('should run as a user with a number above 10000, from files that are root\'s, started as the charts start it', () => {
    for (const name of ['runtime', 'dev']) {
      expect(last(name, 'USER')).toBe('10001:10001');
      expect(last(name, 'WORKDIR')).toBe('/app/services/${SERVICE}');
      expect(stage(name).lines.filter((one) => /--chown/.test(one.text))).toEqual([]);
    }
    const started = umbrellaRenders().map((listed) => mustRender(listed)).flatMap(({ manifests }) => JSON.stringify(manifests).match(/"command":\["\/nodejs\/bin\/node","--import"[^\]]*\]/g) ?? []);
    expect(started.length).toBeGreaterThan(50);
    const entry = JSON.parse(last('runtime', 'ENTRYPOINT') ?? '[]') as string[];
    expect(new Set(started.map((text) => (JSON.parse(text.slice('"command":'.length)) as string[]).slice(0, -1).join(' ')))).toEqual(new Set([entry.join(' ')]));
  });

  it('should keep no setting of the builder: registry and certificates come as secrets', () => {
    for (const { lines } of file.stages) for (const { name, text } of lines) {
      if (name === 'COPY' || name === 'ADD' || name === 'ENV') expect(text).not.toMatch(/npmrc|cafile|\.pem|\.crt|registry/i);
      if (/npm ci/.test(text)) expect(text).toMatch(/--mount=type=secret,id=npmrc,target=\/root\/\.npmrc --mount=type=secret,id=ca/);
    }
  });

  it('should put what changes with every commit last, so that all before it is kept', () => {
    const lines = stage('runtime').lines;
    const first = lines.findIndex((one) => one.name === 'ARG' && /^(?:VERSION|REVISION)/.test(one.text));
    const files = lines.findLastIndex((one) => ['COPY', 'RUN', 'ADD'].includes(one.name));
    expect(first).toBeGreaterThan(files);
    for (const { lines: others, name } of file.stages) if (name !== 'runtime') expect(others.filter((one) => /VERSION|REVISION|SOURCE_DATE_EPOCH/.test(one.text))).toEqual([]);
    for (const label of ['title', 'source', 'revision', 'version', 'licenses']) expect(last('runtime', 'LABEL')).toContain(`org.opencontainers.image.${label}=`);
  });

  it('should let nothing into a build but what is named', () => {
    const rules = read('.dockerignore').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(rules[0]).toBe('*');
    expect(rules.filter((rule) => rule.startsWith('!'))).toEqual(['!package.json', '!package-lock.json', '!tsconfig.base.json', '!.swcrc', '!docker/build', '!docker/dev', '!libs', '!services']);
    for (const rule of ['**/node_modules', '**/dist', 'services/web/public', '**/.env*', '**/.npmrc', '**/*.spec.ts', '**/*.int-spec.ts', 'services/*/src/testing']) expect(rules).toContain(rule);
  });

  it('should install for the app for browsers all that it imports, and nothing that services run on', () => {
    const folder = mkdtempSync(join(tmpdir(), 'practika-app-'));
    try {
      for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(ROOT, name), join(folder, name));
      execFileSync(process.execPath, [join(ROOT, 'docker/build/trim-manifest.mjs'), folder, 'app']);
      const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { dependencies: object; devDependencies: Record<string, string> };
      const sources = readdirSync(join(ROOT, 'services/web/app'), { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.spec)\.tsx?$/.test(name)).map((name) => `services/web/app/${name}`);
      const text = [...sources, 'services/web/vite.config.ts', 'services/web/build-plugins.ts'].map(read).join('\n');
      const named = [...text.matchAll(/(?:\bfrom|^import|\bimport\() ?'((?:@[\w-]+\/)?[\w][\w.-]*)(?:\/[^']*)?'/gm)].map((match) => match[1] as string);
      const packages = new Set(named.filter((name) => !name.startsWith('@practika/')));
      expect(packages.has('react') && packages.has('vite') && packages.has('@fontsource-variable/figtree')).toBe(true);
      expect([...packages].filter((name) => !(name in devDependencies))).toEqual([]);
      expect([Object.keys(dependencies), Object.keys(devDependencies).filter((name) => name.startsWith('@nestjs') || name === 'typescript')]).toEqual([[], []]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('should build ffmpeg without the network, and for local files alone', () => {
    const script = read('docker/build/ffmpeg.sh');
    for (const flag of ['--disable-everything', '--disable-autodetect', '--disable-network', '--disable-programs', '--enable-ffmpeg', '--enable-ffprobe', '-static-pie', '-fstack-protector-strong']) expect(script).toContain(flag);
    expect(/list protocol ([\w,]+)/.exec(script)?.[1]).toBe('file,pipe');
    expect(/list demuxer ([\w,]+)/.exec(script)?.[1]).toBe('mov,matroska');
  });
});

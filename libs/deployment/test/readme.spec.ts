import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { chartFile, chartNames, helm, ROOT, surroundings } from '../src/helm.js';
import { containersOf, podTemplates, specOf } from '../src/checks/kubernetes.js';
import { leaves, readYaml } from '../src/values.js';
import { mustRender, NAMESPACE, umbrellaRenders } from './renders.js';

const [first] = umbrellaRenders();

describe('[K6] what is generated', () => {
  it('[K6] should be as it would be generated now: tables of the READMEs, schemas', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'tools', 'charts.mjs'), '--check'], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('[K6] should name every value of every chart in its README', () => {
    const problems = chartNames().filter((chart) => chartFile(chart).type !== 'library').flatMap((chart) => {
      const readme = readFileSync(join(ROOT, 'charts', chart, 'README.md'), 'utf8');
      const named = [...readme.matchAll(/^\| `([\w.-]+)` \|/gm)].map(([, name = '']) => name);
      return leaves(readYaml(`charts/${chart}/values.yaml`)).map(([path]) => path).filter((path) => !named.some((name) => path === name || path.startsWith(`${name}.`))).map((path) => `${chart}: ${path}`);
    });
    expect(problems).toEqual([]);
  });

  it('should have the same globals in the umbrella and in the library that every chart takes them from', () => {
    const library = readYaml('charts/practika-lib/values.yaml')['defaults'] as { global: unknown };
    expect(readYaml('charts/practika/values.yaml')['global']).toEqual(library.global);
  });

  it('should be of one version: charts, and what they depend on', () => {
    const versions = chartNames().map((chart) => chartFile(chart)).flatMap((file) => [file.version, ...(file.dependencies ?? []).map((d) => d.version)]);
    expect(new Set(versions).size).toBe(1);
  });
});

describe('[K25] notes after an install', () => {
  const notes = (): string => {
    const values = (first?.values ?? []).flatMap((file) => ['--values', join(ROOT, file)]);
    const { status, stdout, stderr } = helm(['install', 'practika', join(surroundings().folder, 'practika'), '--dry-run=client', '--namespace', NAMESPACE, ...values]);
    expect(status === 0 ? '' : stderr).toBe('');
    return stdout.slice(stdout.indexOf('NOTES:'));
  };

  it('[K25] should print the least --timeout, which is longer than any hook and any end of a pod may take', () => {
    const text = notes();
    const [, value = '', unit = ''] = /Least --timeout: +(\d+)(s|m)\b/.exec(text) ?? [];
    const seconds = Number(value) * (unit === 'm' ? 60 : 1);
    if (first === undefined) throw new Error('no values');
    const pods = podTemplates(mustRender(first).manifests);
    const grace = Math.max(...pods.map((pod) => pod.spec.terminationGracePeriodSeconds ?? 30));
    const deadline = Math.max(...pods.filter((pod) => pod.kind === 'Job').map((pod) => specOf<{ activeDeadlineSeconds?: number }>(pod.owner).activeDeadlineSeconds ?? 0));
    // Helm counts for each thing that it waits for: a hook, and the rollout of all that is not one.
    expect(Math.min(seconds - grace, seconds - deadline)).toBeGreaterThanOrEqual(60);
  });

  it('should say how to see whether it works', () => {
    expect(notes()).toContain('helm test practika');
  });
});

describe('images', () => {
  it('should be the same for every process of a service, and built by the Dockerfile of this repository or ClamAV\'s own', () => {
    expect(existsSync(join(ROOT, 'docker', 'Dockerfile'))).toBe(true);
    if (first === undefined) throw new Error('no values');
    const images = new Set(podTemplates(mustRender(first).manifests).flatMap((pod) => containersOf(pod).map((c) => (c.image ?? '').replace(/[:@].*$/, ''))));
    expect([...images].toSorted()).toEqual(['clamav/clamav', 'practika/auth', 'practika/consent', 'practika/exercises', 'practika/media', 'practika/web']);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CHECKLIST } from '../src/checks/checklist.js';
import { podTemplates } from '../src/checks/kubernetes.js';
import { ROOT } from '../src/helm.js';
import { parseManifests } from '../src/manifests.js';

const read = (path: string) => parseManifests(readFileSync(join(ROOT, path), 'utf8'));
const say = (rules: readonly string[], manifests: ReturnType<typeof read>, namespace: string): string[] => CHECKLIST.filter((rule) => rules.includes(rule.id))
  .flatMap((rule) => rule.check({ name: 'k8s', namespace, manifests })).map((f) => `${f.rule} ${f.object}: ${f.message}`);

describe('[K7] [C16] namespaces of a cluster for development', () => {
  it('[K7] [C16] should enforce the restricted profile of one version, for the platform and for what it needs', () => {
    const namespaces = read('k8s/namespaces.yaml').filter((m) => m.kind === 'Namespace');
    expect(namespaces.map((m) => m.metadata.name).toSorted()).toEqual(['practika', 'practika-backends']);
    expect(say(['W3'], namespaces, 'practika')).toEqual([]);
    expect(new Set(namespaces.map((m) => m.metadata.labels?.['pod-security.kubernetes.io/enforce-version'])).size).toBe(1);
  });

  it('[K7] [C16] should take the development backends: their pods keep to the restricted profile', () => {
    const manifests = readdirSync(join(ROOT, 'k8s', 'backends')).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml').flatMap((name) => read(`k8s/backends/${name}`));
    expect(podTemplates(manifests).length).toBeGreaterThanOrEqual(5);
    expect(say(['P1', 'P3', 'P4', 'P6', 'P7', 'P8', 'P9', 'S3'], manifests, 'practika-backends')).toEqual([]);
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { helm, ROOT, surroundings } from '../src/helm.js';
import { umbrellaRenders, NAMESPACE } from './renders.js';

const FORBIDDEN: readonly [RegExp, string][] = [
  [/\blookup\b/, 'asks the cluster, and gets nothing under helm template and Argo CD'],
  [/\b(rand(AlphaNum|Alpha|Numeric|Ascii|Int|Bytes)|shuffle|uuidv4)\b/, 'is another value at each deploy'],
  [/\b(now|date|dateInZone|ago|unixEpoch)\b(?!-)/, 'is another value at each deploy'],
  [/\b(genPrivateKey|genCA|genSelfSignedCert|genSignedCert|htpasswd|bcrypt|derivePassword|encryptAES)\b/, 'makes a secret'],
  [/\.Capabilities\.(APIVersions|KubeVersion)/, 'depends on where it is rendered: a ServiceMonitor would vanish under helm template'],
  [/\.Release\.(Revision|IsInstall|IsUpgrade)/, 'differs between an install and its upgrade'],
  [/(?<![$.\w])env\s+"|\bexpandenv\b|getHostByName/, 'depends on the machine that renders'],
];

function* templates(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* templates(path);
    else if (/\.(ya?ml|tpl|txt)$/.test(entry.name)) yield path;
  }
}

/** What stands between {{ and }}, comments aside. */
const actions = (text: string): string[] => [...text.replaceAll(/\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}/g, '').matchAll(/\{\{([\s\S]*?)\}\}/g)].map(([, inner]) => inner ?? '').map((inner) => inner.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""'));
const forbidden = (text: string): string[] => actions(text).flatMap((action) => FORBIDDEN.filter(([pattern]) => pattern.test(action)).map(([, why]) => `{{${action}}} ${why}`));

describe('[K3] [C7] [C10] rendering depends on the charts and the values alone', () => {
  it('should use no function that looks at the cluster, the clock, chance or the machine', () => {
    const folders = readdirSync(join(ROOT, 'charts')).map((chart) => join(ROOT, 'charts', chart, 'templates')).filter((folder) => existsSync(folder));
    const files = folders.flatMap((folder) => [...templates(folder)]);
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap((file) => forbidden(readFileSync(file, 'utf8')).map((text) => `${relative(ROOT, file)}: ${text}`))).toEqual([]);
  });

  it.each(['lookup "v1" "Secret" "" ""', 'randAlphaNum 32 | b64enc', 'now | date "2006"', 'if .Capabilities.APIVersions.Has "x"', 'genCA "ca" 365', 'if .Release.IsUpgrade', 'env "HOME"'])('should find {{ %s }}', (action) => {
    expect(forbidden(`a: {{ ${action} }}`)).toHaveLength(1);
  });

  it('should find nothing in comments and texts', () => {
    expect(forbidden('{{- /* no lookup now */ -}} {{ fail "now" }} now')).toEqual([]);
  });

  it('should give the same bytes twice, and in another working folder with another home', () => {
    const [listed] = umbrellaRenders();
    if (listed === undefined) throw new Error('no values of the umbrella');
    const { folder } = surroundings();
    const args = ['template', 'practika', join(folder, 'practika'), '--namespace', NAMESPACE, ...listed.values.flatMap((file) => ['--values', join(ROOT, file)])];
    const [one, two, other] = [helm(args), helm(args), helm([...args, '--kube-version', '1.37.0', '--api-versions', 'monitoring.coreos.com/v1/ServiceMonitor'])];
    expect(one.stderr).toBe('');
    expect(two.stdout === one.stdout).toBe(true);
    // Whatever the cluster is said to know, the values decide.
    expect(other.stdout === one.stdout).toBe(true);
  });
});

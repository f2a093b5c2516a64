import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseManifests, type Manifest } from './manifests.js';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

interface Tools {
  helm(): string;
  kubectl(): string;
}
const tools = (await import(new URL('../../../tools/lib/kubernetes-tools.mjs', import.meta.url).href)) as Tools;

export interface Render {
  readonly ok: boolean;
  readonly manifests: readonly Manifest[];
  /** As helm printed it: golden files compare it. */
  readonly text: string;
  /** What helm said on standard error. */
  readonly complaint: string;
}

export interface RenderOptions {
  /** Values files, later ones win; relative to the repository. */
  readonly values?: readonly string[];
  readonly set?: Readonly<Record<string, string>>;
  readonly release?: string;
  readonly namespace?: string;
  /** As on standard input of `-f -`: values as YAML or JSON text, over the files. */
  readonly inline?: string;
}

/** `helm template` of a chart under charts/, hooks and tests included. */
export function renderChart(chart: string, options: RenderOptions = {}): Render {
  const args = ['template', options.release ?? 'practika', join(ROOT, 'charts', chart), '--namespace', options.namespace ?? 'practika'];
  for (const file of options.values ?? []) args.push('--values', join(ROOT, file));
  if (options.inline !== undefined) args.push('--values', '-');
  for (const [key, value] of Object.entries(options.set ?? {})) args.push('--set', `${key}=${value}`);
  const ran = spawnSync(tools.helm(), args, { encoding: 'utf8', input: options.inline ?? '', maxBuffer: 64 * 1024 * 1024 });
  const ok = ran.status === 0;
  return { ok, manifests: ok ? parseManifests(ran.stdout) : [], text: ran.stdout, complaint: ran.stderr };
}

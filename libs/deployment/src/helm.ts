import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseManifests, type Manifest } from './manifests.js';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const CACHE = join(ROOT, 'node_modules', '.cache', 'practika-renders');
const KEEP_MS = 6 * 3_600_000;

interface Tools {
  helm(): string;
  kubectl(): string;
}
export interface ChartFile {
  readonly type?: string;
  readonly version: string;
  readonly dependencies?: readonly { readonly name: string; readonly version?: string }[];
}
interface Staged {
  readonly chartNames: () => string[];
  readonly chartFile: (name: string) => ChartFile;
  readonly sourcesDigest: () => string;
  readonly stageCharts: (digest?: string) => string;
  readonly renderList: () => readonly ListedRender[];
}
export interface ListedRender {
  /** `practika: production` */
  readonly name: string;
  readonly chart: string;
  readonly values: readonly string[];
}
const load = async <T>(file: string): Promise<T> => (await import(new URL(`../../../tools/lib/${file}`, import.meta.url).href)) as T;
const tools = await load<Tools>('kubernetes-tools.mjs');
const { chartNames, chartFile, sourcesDigest, stageCharts, renderList } = await load<Staged>('staged-charts.mjs');
export { chartFile, chartNames, renderList };

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

let found: { readonly helm: string; readonly folder: string; readonly digest: string } | undefined;
/** Where helm and the complete charts are. Looked up once: the sources do not change under a running test. */
export function surroundings(): { readonly helm: string; readonly folder: string; readonly digest: string } {
  if (found === undefined) {
    const digest = sourcesDigest();
    found = { helm: tools.helm(), folder: stageCharts(digest), digest };
  }
  return found;
}

interface Ran { readonly status: number | null; readonly stdout: string; readonly stderr: string }

/** Runs helm; the last argument is a values document for standard input, if there is one. */
export function helm(args: readonly string[], input = ''): Ran {
  const { status, stdout, stderr, error } = spawnSync(surroundings().helm, [...args], { encoding: 'utf8', input, maxBuffer: 64 * 1024 * 1024 });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** Rendering depends on the sources and the arguments alone (a test proves it), so that each is done once for all tests. */
function cached(key: string, make: () => Render): Render {
  const file = join(CACHE, key);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Render;
  } catch {
    const ran = make();
    mkdirSync(CACHE, { recursive: true });
    for (const name of readdirSync(CACHE)) {
      const modified = statSync(join(CACHE, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
      if (Date.now() - modified > KEEP_MS) rmSync(join(CACHE, name), { force: true });
    }
    const own = `${file}.${process.pid}`;
    writeFileSync(own, JSON.stringify(ran));
    renameSync(own, file);
    return ran;
  }
}

/** `helm template` of a chart under charts/, hooks and tests included. */
export function renderChart(chart: string, options: RenderOptions = {}): Render {
  const { folder, digest } = surroundings();
  const args = ['template', options.release ?? 'practika', join(folder, chart), '--namespace', options.namespace ?? 'practika'];
  for (const file of options.values ?? []) args.push('--values', join(ROOT, file));
  if (options.inline !== undefined) args.push('--values', '-');
  for (const [key, value] of Object.entries(options.set ?? {})) args.push('--set', `${key}=${value}`);
  const key = createHash('sha256').update(JSON.stringify([digest, args, (options.values ?? []).map((file) => readFileSync(join(ROOT, file), 'utf8')), options.inline ?? null]));
  return cached(key.digest('hex').slice(0, 40), () => {
    const { status, stdout, stderr } = helm(args, options.inline);
    const ok = status === 0;
    return { ok, manifests: ok ? parseManifests(stdout) : [], text: stdout, complaint: stderr };
  });
}

// The charts of charts/ with their dependencies put inside them, as helm wants them: no packaging, no network, and what
// is rendered is what lies in the sources now. Each state of the sources has a folder of its own.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './paths.mjs';

const CHARTS = join(ROOT, 'charts');
const CACHE = join(ROOT, 'node_modules', '.cache', 'practika-charts');
const KEEP_MS = 6 * 3_600_000;

/** What `helm dependency build` leaves in a chart; it is not a source. */
const isBuilt = (path) => /^[^/]+\/(charts(\/|$)|Chart\.lock$)/.test(path);

function* sources(folder = CHARTS) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => a.name.localeCompare(b.name))) {
    const path = join(folder, entry.name);
    if (isBuilt(relative(CHARTS, path))) continue;
    if (entry.isDirectory()) yield* sources(path);
    else yield path;
  }
}

/** Names of the charts, the library and the umbrella among them. */
export const chartNames = () => readdirSync(CHARTS, { withFileTypes: true }).filter((e) => e.isDirectory() && existsSync(join(CHARTS, e.name, 'Chart.yaml'))).map((e) => e.name).toSorted();

/** @returns {{ type?: string, version: string, dependencies?: { name: string, repository?: string }[] }} */
export const chartFile = (name) => parse(readFileSync(join(CHARTS, name, 'Chart.yaml'), 'utf8'));

/** A digest of everything that the charts are made of. */
export function sourcesDigest() {
  const hash = createHash('sha256');
  for (const file of sources()) hash.update(relative(CHARTS, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 24);
}

function place(chart, target) {
  cpSync(join(CHARTS, chart), target, { recursive: true, filter: (path) => !isBuilt(relative(CHARTS, path)) });
  for (const { name, repository } of chartFile(chart).dependencies ?? []) {
    const [, folder] = /^file:\/\/\.\.\/([\w-]+)$/.exec(repository ?? '') ?? [];
    if (!folder) throw new Error(`charts/${chart} depends on ${name} of ${repository}: only charts beside it are allowed`);
    place(folder, join(target, 'charts', name));
  }
}

function forgetOld(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > KEEP_MS) rmSync(path, { recursive: true, force: true });
  }
}

/** The folder that holds every chart complete. */
export function stageCharts(digest = sourcesDigest()) {
  const target = join(CACHE, digest);
  if (existsSync(target)) return target;
  mkdirSync(CACHE, { recursive: true });
  forgetOld(CACHE);
  // Another process may do the same: each into a folder of its own, the rename decides.
  const own = `${target}-${process.pid}`;
  for (const chart of chartNames()) place(chart, join(own, chart));
  try {
    renameSync(own, target);
  } catch {
    rmSync(own, { recursive: true, force: true });
  }
  return target;
}

const yamlFiles = (folder) => (existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml')).toSorted() : []);

/**
 * Everything that is rendered to be looked at: each chart alone with each of its ci values, the umbrella too, and the
 * umbrella with the values per environment of k8s/values.
 * @returns {{ name: string, chart: string, values: string[] }[]} values are paths relative to the repository
 */
export function renderList() {
  const own = chartNames().filter((chart) => chartFile(chart).type !== 'library')
    .flatMap((chart) => yamlFiles(join(CHARTS, chart, 'ci')).map((file) => ({ name: `${chart}: ${file.slice(0, -'.yaml'.length)}`, chart, values: [`charts/${chart}/ci/${file}`] })));
  const environments = yamlFiles(join(ROOT, 'k8s', 'values')).map((file) => ({ name: `environment: ${file.slice(0, -'.yaml'.length)}`, chart: 'practika', values: [`k8s/values/${file}`] }));
  return [...own, ...environments];
}

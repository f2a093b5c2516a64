// Dependencies of the charts, built in order: library → services → umbrella.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { chartFile, chartNames } from '../staged-charts.mjs';
import { helm } from '../kubernetes-tools.mjs';
import { ROOT } from '../paths.mjs';

const CHARTS = join(ROOT, 'charts');
const MARK = '.built';

/** Charts so that each comes after those it depends on. */
function inOrder() {
  const done = new Set();
  const visit = (name) => {
    if (done.has(name)) return;
    for (const { name: needed } of chartFile(name).dependencies ?? []) visit(needed);
    done.add(name);
  };
  chartNames().forEach(visit);
  return [...done];
}

/** Files of a chart that are its own, not built. */
function* sources(chart, folder = join(CHARTS, chart)) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => a.name.localeCompare(b.name))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && relative(CHARTS, path) === join(chart, 'charts')) continue;
    if (entry.isDirectory()) yield* sources(chart, path);
    else yield path;
  }
}

/** @returns {string[]} the charts that were built */
export function buildCharts() {
  const digests = new Map();
  const built = [];
  for (const chart of inOrder()) {
    const needed = (chartFile(chart).dependencies ?? []).map(({ name }) => name);
    const hash = createHash('sha256');
    for (const name of needed) hash.update(digests.get(name) ?? '');
    const inner = hash.digest('hex');
    if (needed.length > 0) {
      const mark = join(CHARTS, chart, 'charts', MARK);
      if (!existsSync(mark) || readFileSync(mark, 'utf8') !== inner) {
        // A lock that no longer fits is written anew; it is committed, so the change is seen.
        const run = (verb) => execFileSync(helm(), ['dependency', verb, join(CHARTS, chart)], { stdio: 'pipe' });
        try {
          run('build');
        } catch {
          run('update');
        }
        writeFileSync(mark, inner);
        built.push(chart);
      }
    }
    const own = createHash('sha256').update(inner);
    for (const file of sources(chart)) own.update(relative(CHARTS, file)).update('\0').update(readFileSync(file)).update('\0');
    digests.set(chart, own.digest('hex'));
  }
  return built;
}

#!/usr/bin/env node
// Writes docs/kubernetes/coverage.md: which tests prove which point about the charts, by the ids in their names.
//   node tools/kubernetes-coverage.mjs [--check]
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { COMPLAINTS, ELSEWHERE, POINTS, REASONS } from './lib/kubernetes-points.mjs';
import { ROOT } from './lib/paths.mjs';

const PAGE = join(ROOT, 'docs', 'kubernetes', 'coverage.md');
/** Elsewhere an id such as C1 is a goal about consent. */
const ABOUT_CHARTS = /^(libs\/deployment\/|tools\/(test-cluster\.mjs|cluster\/|lib\/cluster\/))/;
const HOLDS_TESTS = /(spec\.ts|^tools\/(test-cluster\.mjs|cluster\/.*\.mjs|lib\/cluster\/.*\.mjs))$/;

function* walk(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => a.name.localeCompare(b.name))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!['node_modules', 'dist', '.cache'].includes(entry.name)) yield* walk(path);
    } else if (HOLDS_TESTS.test(relative(ROOT, path))) yield path;
  }
}

/** Id → file → names of tests; templates in names are left as they stand. */
function found() {
  const tests = new Map();
  for (const file of ['libs', 'services', 'tools'].flatMap((folder) => [...walk(join(ROOT, folder))])) {
    const path = relative(ROOT, file);
    for (const [, , name] of readFileSync(file, 'utf8').matchAll(/(['"`])((?:\[[\w.-]+\] )+[^'"`\n]{3,200})\1/g)) {
      for (const [, id] of name.matchAll(/\[(K\d+|C\d+)\]/g)) {
        if (id.startsWith('C') && !ABOUT_CHARTS.test(path)) continue;
        if (!tests.has(id)) tests.set(id, new Map());
        const text = name.replaceAll(/\[[\w.-]+\] ?/g, '').replace(/: ?%s$/, '').replaceAll('|', '\\|');
        tests.get(id).set(path, [...(tests.get(id).get(path) ?? []), text]);
      }
    }
  }
  return tests;
}

/** Adds proofs that are named in the table of points. @returns {string[]} those that are not there any more */
function addElsewhere(tests) {
  const lost = [];
  for (const [id, proofs] of Object.entries(ELSEWHERE)) {
    for (const [path, text] of proofs) {
      if (!existsSync(join(ROOT, path)) || !readFileSync(join(ROOT, path), 'utf8').includes(text)) {
        lost.push(`${id}: ${path} does not say "${text}"`);
        continue;
      }
      if (!tests.has(id)) tests.set(id, new Map());
      tests.get(id).set(path, [...(tests.get(id).get(path) ?? []), text]);
    }
  }
  return lost;
}

function table(rows, tests) {
  return Object.entries(rows).map(([id, title]) => {
    const files = tests.get(id);
    const proof = files === undefined ? '' : [...files].map(([path, names]) => `\`${path}\`: ${[...new Set(names)].join('; ')}`).join('<br>');
    return `| ${id} | ${title} | ${[proof, REASONS[id]].filter(Boolean).join('<br>') || '**nothing**'} |`;
  }).join('\n');
}

export function page() {
  const tests = found();
  const lost = addElsewhere(tests);
  const without = [...Object.keys(POINTS), ...Object.keys(COMPLAINTS)].filter((id) => !tests.has(id));
  return {
    uncovered: without.filter((id) => REASONS[id] === undefined), lost,
    text: `<!-- made by node tools/kubernetes-coverage.mjs; do not edit -->
# What proves what about the charts

Every test names the points that it proves, as in \`[K21] [C14] should have …\`. Those of \`tools/\` run on a live cluster
(\`npm run test:cluster\`), the others with \`npm test\`. A point without a test has its reason.

## What the charts are to do

| | point | proof |
|---|---|---|
${table(POINTS, tests)}

## Complaints about other charts

| | complaint | answer |
|---|---|---|
${table(COMPLAINTS, tests)}

${without.length === 0 ? 'All have a test.' : `Without a test: ${without.join(', ')}.`}
`,
  };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { text, uncovered, lost } = page();
  if (lost.length > 0) {
    console.error(lost.join('\n'));
    process.exit(1);
  }
  if (process.argv.includes('--check')) {
    if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== text) {
      console.error('docs/kubernetes/coverage.md is not what the tests\' names say: node tools/kubernetes-coverage.mjs');
      process.exit(1);
    }
  } else {
    mkdirSync(dirname(PAGE), { recursive: true });
    writeFileSync(PAGE, text);
    console.log(`written: ${relative(ROOT, PAGE)}`);
  }
  if (uncovered.length > 0) {
    console.error(`neither a test nor a reason: ${uncovered.join(', ')}`);
    process.exit(1);
  }
}

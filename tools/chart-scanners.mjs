#!/usr/bin/env node
// npm run charts:scan: what kube-score, checkov, trivy, kube-linter and polaris say about every render of every chart,
// less the waivers of libs/deployment/waivers.yaml and nothing else. Needs the network once, to install them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { helm } from './lib/kubernetes-tools.mjs';
import { ROOT } from './lib/paths.mjs';
import { explain, info, plain, problem, step, UserError, warn } from './lib/say.mjs';
import { scanner } from './lib/scanners/install.mjs';
import { READERS } from './lib/scanners/read.mjs';
import { renderList, stageCharts } from './lib/staged-charts.mjs';

const HELP = `npm run charts:scan [-- scanner …]   all of ${Object.keys(READERS).join(', ')} when none is named
PRACTIKA_SCANNERS  a folder to install them into, node_modules/.cache/practika-scanners by default`;

const pattern = (glob) => new RegExp(`^${glob.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`);
const oneOf = (globs, text) => globs === undefined || globs.some((glob) => pattern(glob).test(text));

function readWaivers() {
  const today = new Date().toISOString().slice(0, 10);
  return (parse(readFileSync(join(ROOT, 'libs', 'deployment', 'waivers.yaml'), 'utf8')).waivers ?? []).filter((w) => w.expires >= today);
}
const covers = (waiver, render, { scanner: name, rule, object, message }) => (waiver.scanners?.[name] ?? []).includes(rule) && oneOf(waiver.objects, object)
  && oneOf(waiver.renders, render) && (waiver.says === undefined || message.includes(waiver.says));

function renderAll(folder) {
  const staged = stageCharts();
  return renderList().map(({ name, chart, values }, at) => {
    const ran = spawnSync(helm(), ['template', 'practika', join(staged, chart), '--namespace', 'practika', ...values.flatMap((file) => ['--values', join(ROOT, file)])], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    if (ran.status !== 0) throw new UserError(`${name} does not render: ${ran.stderr.trim()}`);
    const file = join(folder, `${String(at).padStart(2, '0')}-${name.replaceAll(/[^\w-]+/g, '-')}.yaml`);
    // A scanner that meets an empty document may stop reading.
    writeFileSync(file, parseAllDocuments(ran.stdout).filter((d) => d.contents !== null).map(String).join('---\n'));
    return { name, file };
  });
}

function scan(name, renders) {
  const { program, missing } = scanner(name);
  if (missing) return { missing };
  step(`${name}: ${renders.length} renders`);
  const names = new Map(renders.map((render) => [render.file, render.name]));
  return { findings: READERS[name](program, [...names.keys()]).map((finding) => ({ scanner: name, render: names.get(finding.file), ...finding })) };
}

function print(left) {
  // The same of many renders is one line.
  const groups = new Map();
  for (const { scanner: name, rule, object, message, render } of left) {
    const text = `${name}  ${rule}  ${object}  ${message}`;
    groups.set(text, (groups.get(text) ?? new Set()).add(render));
  }
  for (const [text, found] of groups) {
    const renders = [...found];
    info(`${text}  [${renders.slice(0, 2).join(', ')}${renders.length > 2 ? ` and ${renders.length - 2} more` : ''}]`);
  }
}

function main() {
  const asked = process.argv.slice(2);
  if (asked.includes('--help')) return plain(HELP);
  const unknown = asked.filter((name) => !(name in READERS));
  if (unknown.length > 0) throw new UserError(`no scanner is called ${unknown.join(', ')}`, HELP);
  const names = asked.length > 0 ? asked : Object.keys(READERS);
  const waivers = readWaivers();
  const folder = mkdtempSync(join(tmpdir(), 'practika-renders-'));
  const used = new Set();
  const ran = [];
  const missing = [];
  let count = 0;
  try {
    const renders = renderAll(folder);
    for (const name of names) {
      const result = scan(name, renders);
      if (result.missing) {
        warn(`could not be had — ${result.missing}`);
        missing.push(name);
        continue;
      }
      ran.push(name);
      const left = result.findings.filter((finding) => {
        const covering = waivers.filter((w) => covers(w, finding.render, finding));
        for (const waiver of covering) used.add(`${name} ${finding.rule} ${waivers.indexOf(waiver)}`);
        return covering.length === 0;
      });
      info(`${name}: ${result.findings.length} findings, ${result.findings.length - left.length} waived, ${left.length} left`);
      print(left);
      count += left.length;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const unused = waivers.flatMap((w, at) => Object.entries(w.scanners ?? {}).filter(([name]) => ran.includes(name)).flatMap(([name, rules]) => rules.filter((rule) => !used.has(`${name} ${rule} ${at}`)).map((rule) => `${name} ${rule} (${w.objects.join(', ')})`)));
  for (const text of unused) problem(`nothing needs the waiver for ${text}`);
  plain(`${ran.length} scanners ran (${ran.join(', ') || 'none'})${missing.length > 0 ? `, not to be had: ${missing.join(', ')}` : ''}; ${count} findings left, ${unused.length} waivers unused`);
  return process.exit(count + unused.length > 0 || ran.length === 0 ? 1 : 0);
}

try {
  main();
} catch (error) {
  explain(error);
  process.exit(1);
}

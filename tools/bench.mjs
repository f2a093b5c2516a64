#!/usr/bin/env node
// npm run bench: what the platform promises as ratios, measured against plain tools in one run.
import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { HELP, readArgs } from './bench/args.mjs';
import { GOALS, verdictOf } from './bench/goals.mjs';
import { load } from './bench/meters.mjs';
import { stages } from './bench/stages.mjs';
import { printTable } from './bench/table.mjs';
import { build, checkNode, installDependencies, needPrograms } from './lib/install.mjs';
import { writeJson } from './lib/ledger.mjs';
import { ROOT } from './lib/paths.mjs';
import { explain, plain, problem, step, UserError } from './lib/say.mjs';
import { makeFolder } from './lib/testing/folders.mjs';

let folder = null;
let surroundings = null;
let interrupted = false;

async function stop() {
  const running = surroundings;
  surroundings = null;
  await (await running?.catch(() => null))?.stop();
}

async function onSignal() {
  if (interrupted) process.exit(130);
  interrupted = true;
  problem('interrupted; stopping what was started');
  await stop().catch(() => {});
  if (folder) rmSync(folder, { recursive: true, force: true });
  process.exit(130);
}

async function measure(asked) {
  const results = [];
  const failed = [];
  for (const stage of stages) {
    const wanted = Object.entries(stage.measurements).filter(([ids]) => asked.only === null || ids.split(' ').some((id) => asked.only.includes(id)));
    if (wanted.length === 0) continue;
    try {
      surroundings = stage.surround(join(folder, stage.name));
      const around = await surroundings;
      for (const [ids, { title, run }] of wanted) {
        step(`${ids}: ${title} (load of the machine ${load().toFixed(1)})`);
        try {
          results.push(...await run({ ...around, folder, quick: asked.quick, rounds: asked.quick ? 3 : 5 }));
        } catch (error) {
          explain(error);
          failed.push(...ids.split(' '));
        }
      }
    } catch (error) {
      explain(error);
      failed.push(...wanted.flatMap(([ids]) => ids.split(' ')));
    } finally {
      await stop();
    }
  }
  return { results, failed };
}

async function main() {
  const asked = readArgs(process.argv.slice(2));
  if (asked.help) return plain(HELP);
  if (process.platform !== 'linux') throw new UserError('The measurements read /proc: they run on Linux alone');
  checkNode();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  // Containers' networks and proxies would be measured along; who wants that sets PRACTIKA_BACKENDS.
  process.env.PRACTIKA_BACKENDS ??= 'native';
  await installDependencies();
  await needPrograms({ wrk: 'wrk', openssl: 'openssl', clamd: 'clamav-daemon', clamdscan: 'clamdscan', ffmpeg: 'ffmpeg' });
  if (!asked.skipBuild) await build();
  folder = makeFolder();
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version, loadBefore: load() };
  const began = new Date();
  const { results, failed } = await measure(asked);
  if (!asked.keep) rmSync(folder, { recursive: true, force: true });
  printTable(results);
  const path = asked.json ? resolve(process.env.INIT_CWD ?? process.cwd(), asked.json) : join(ROOT, '.practika', 'bench.json');
  writeJson(path, {
    at: began.toISOString(), quick: asked.quick, machine: { ...machine, loadAfter: load() }, failed,
    results: results.map((result) => ({ ...result, ...GOALS[result.id], verdict: verdictOf(result.id, result.value) })),
  }, 0o644);
  const missed = results.filter(({ id, value }) => verdictOf(id, value) === 'MISSED').map(({ id }) => id);
  plain(`${results.length - missed.length} gates met, ${missed.length} missed${missed.length > 0 ? ` (${missed.join(', ')})` : ''}${failed.length > 0 ? `, not measured: ${failed.join(', ')}` : ''}. Results: ${path}`);
  process.exit(missed.length + failed.length > 0 ? 1 : 0);
}

main().catch(async (error) => {
  explain(error);
  await stop().catch(() => {});
  process.exit(1);
});

#!/usr/bin/env node
// npm test: everything, against real backends that are started for this run.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, checkNode, installDependencies, needPrograms } from './lib/install.mjs';
import { explain, plain, problem, step } from './lib/say.mjs';
import { HELP, readArgs } from './lib/testing/args.mjs';
import { testFiles } from './lib/testing/files.mjs';
import { cleanUpAfterKilledRuns, makeFolder } from './lib/testing/folders.mjs';
import { runRing } from './lib/testing/jest.mjs';
import { summarise } from './lib/testing/summary.mjs';
import { backendsFor, platformFor, testEnv } from './lib/testing/surroundings.mjs';

let jest = null;
let running = null;
let folder = null;
let interrupted = false;

async function surround(ring) {
  if (ring === 'unit') return { env: {}, stop: async () => {} };
  if (ring === 'e2e') return platformFor(join(folder, 'e2e'));
  const backends = await backendsFor(join(folder, 'int'));
  return { env: testEnv(backends), stop: async () => { await backends.stop(); await backends.forget(); } };
}

async function ringOf(ring, files, pattern) {
  step(`ring ${ring}: ${files.length} files`);
  running = surround(ring);
  try {
    const { env } = await running;
    if (interrupted) return { tests: [], broken: [`${ring}: interrupted`] };
    return await runRing(ring, { files, pattern, env, outputFolder: folder, onChild: (child) => { jest = child; }, interrupted: () => interrupted });
  } catch (error) {
    explain(error);
    return { tests: [], broken: [`${ring}: its surroundings could not be started`] };
  } finally {
    jest = null;
    await (await running.catch(() => null))?.stop();
    running = null;
  }
}

async function onSignal() {
  if (interrupted) process.exit(130);
  interrupted = true;
  problem('interrupted; stopping what was started');
  jest?.kill('SIGKILL');
}

/** Removes the run's folder, or keeps its logs (with `data`, everything) for whoever looks into a failure. */
function tidy(keepLogs, data) {
  if (!keepLogs) return rmSync(folder, { recursive: true, force: true });
  if (!data) for (const part of ['int', 'e2e']) rmSync(join(folder, part, 'data'), { recursive: true, force: true });
  rmSync(join(folder, 'run'), { recursive: true, force: true });
  return plain(`  logs of this run: ${folder}`);
}

async function main() {
  const asked = readArgs(process.argv.slice(2));
  if (asked.help) return plain(HELP);
  const began = Date.now();
  checkNode();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  await installDependencies();
  await cleanUpAfterKilledRuns();
  folder = makeFolder();
  const work = asked.rings.map((ring) => ({ ring, files: testFiles(ring, asked.paths) })).filter(({ files }) => files.length > 0);
  // The charts' alerts are tried by Prometheus's own tool; helm comes in a zip file.
  if (work.some(({ files }) => files.some((file) => file.includes('/libs/deployment/')))) await needPrograms({ promtool: 'prometheus', python3: 'python3' });
  if (work.some(({ files }) => files.some((file) => file.includes('/browser/')))) await needPrograms({ chromium: 'chromium' });
  if (!asked.skipBuild && work.some(({ ring }) => ring !== 'unit')) await build();
  const rings = [];
  for (const { ring, files } of work) {
    if (interrupted) break;
    rings.push({ ring, result: await ringOf(ring, files, asked.pattern) });
  }
  const good = summarise({
    rings, pattern: asked.pattern, seconds: (Date.now() - began) / 1000, interrupted,
    onVerdict: (passed) => tidy(asked.keep || (!passed && rings.some(({ ring }) => ring !== 'unit')), asked.keep),
  });
  process.exit(good ? 0 : 1);
}

main().catch((error) => {
  explain(error);
  plain();
  plain('0 passed, 1 failed');
  process.exit(1);
});

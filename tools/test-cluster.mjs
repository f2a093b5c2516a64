#!/usr/bin/env node
// npm run test:cluster: the proof of a release on a live cluster.
import { HELP, readOptions, STEPS } from './cluster/options.mjs';
import { endBackground, helm, kubectl } from './cluster/kube.mjs';
import { People } from './cluster/people.mjs';
import { Report } from './cluster/report.mjs';
import { demo } from './cluster/steps/demo.mjs';
import { drain } from './cluster/steps/drain.mjs';
import { helmTest, install } from './cluster/steps/install.mjs';
import { kill } from './cluster/steps/kill.mjs';
import { network } from './cluster/steps/network.mjs';
import { pods } from './cluster/steps/pods.mjs';
import { secret } from './cluster/steps/secret.mjs';
import { uninstall } from './cluster/steps/uninstall.mjs';
import { upgrade } from './cluster/steps/upgrade.mjs';
import { buildImages, findEdge, isInstalled, loadBackendImages, nodeToSpare, prepare, removeAll, rightContext } from './cluster/surroundings.mjs';
import { explain, info, plain, problem, step, UserError } from './lib/say.mjs';

const RUN = { install, 'helm-test': helmTest, demo, network, pods, upgrade, kill, drain, secret, uninstall };

async function surround(options, contextName, report) {
  const continues = options.partial && !options.steps.includes('install') && (await isInstalled());
  const spare = await nodeToSpare();
  if (!continues) await removeAll();
  const ready = await report.step('prepare', async () => {
    if (!options.skipBuild) await buildImages();
    if (continues) return;
    if (!options.skipBuild) await loadBackendImages(options.loader);
    await prepare(contextName, spare);
  });
  if (!ready) throw new UserError('The cluster could not be prepared');
  return { report, options, spare, edge: await findEdge(options.edge), people: new People(), installed: continues };
}

async function run(options) {
  const contextName = await rightContext(options.context);
  step(`kube-context ${contextName}`);
  info(`${(await kubectl(['version'])).out.trim().split('\n').pop()}, helm ${(await helm(['version', '--short'])).out.trim()}`);
  const report = new Report();
  let failed = true;
  try {
    const around = await surround(options, contextName, report);
    const steps = around.installed || options.steps.includes('install') ? options.steps : ['install', ...options.steps];
    let stopped = null;
    for (const name of STEPS.filter((one) => steps.includes(one))) {
      if (stopped) report.skipped(name, stopped);
      else if (!(await report.step(name, () => RUN[name](around))) && name === 'install') stopped = 'nothing is installed';
    }
    failed = false;
  } finally {
    if (options.keep) info('The release, the backends and the namespaces stay (--keep)');
    else await removeAll().catch(explain);
    endBackground();
  }
  return failed ? 1 : report.table();
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return plain(HELP);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      problem(`${signal}: ending what was started; namespaces are removed by the next run`);
      endBackground();
      process.exit(130);
    });
  }
  const failures = await run(options);
  if (failures > 0) throw new UserError(`${failures} step${failures === 1 ? '' : 's'} did not hold`);
  return plain('Everything holds.');
}

main().then(() => process.exit(0), (error) => {
  explain(error);
  endBackground();
  process.exit(1);
});

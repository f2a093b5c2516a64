#!/usr/bin/env node
// npm start: the whole platform on this machine, behind http://localhost:8080.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, checkNode, installDependencies } from './lib/install.mjs';
import { endLeftovers, identify } from './lib/ledger.mjs';
import { holder, release, take } from './lib/lock.mjs';
import { ROOT, stateFolder } from './lib/paths.mjs';
import { isFree } from './lib/ports.mjs';
import { PORTS } from './lib/processes.mjs';
import { bold, dim, explain, info, plain, step, UserError } from './lib/say.mjs';
import { sleep } from './lib/wait.mjs';

const HELP = `npm start -- [options]

Starts the whole of Practika on this machine: PostgreSQL, Redis, ClamAV, an S3 endpoint, a mail catcher, the four
services with their workers, and a gateway at http://localhost:8080. What is missing is installed first. Ctrl-C stops it.

  --fresh        begin anew: forget all data, accounts and keys of earlier runs
  --stop         stop the platform that runs in this folder
  --port N       the gateway's port (8080)
  --web-port N   the web app comes from this port: that of "npm run dev -w services/web" (5173), which shows a change of a page at once
  --help         this text

Data, logs, keys and accounts are kept in .practika/ and survive a restart.
PRACTIKA_BACKENDS=docker|native|external   how the backends run (docker where an engine answers, else natively);
                                           external takes addresses of running servers from PRACTIKA_POSTGRES_URL and others
`;

const options = readOptions();
const base = join(ROOT, '.practika');
const state = stateFolder(base);
let platform = null;
let asked = 0;

function readOptions() {
  try {
    const { values } = parseArgs({ options: { fresh: { type: 'boolean' }, stop: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, port: { type: 'string' }, 'web-port': { type: 'string' } } });
    for (const name of ['port', 'web-port']) if (values[name] !== undefined && !/^\d{1,5}$/.test(values[name])) throw new Error(`--${name} takes a number`);
    return values;
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(1);
  }
}

async function stopOther() {
  const other = holder(state.run);
  if (!other) throw new UserError('No platform is running in this folder');
  step(`asking the platform (process ${other.pid}) to stop`);
  process.kill(other.pid, 'SIGTERM');
  for (let i = 0; i < 900 && identify(other.pid)?.startTime === other.startTime; i += 1) await sleep(100);
  if (identify(other.pid)?.startTime === other.startTime) throw new UserError('It has not stopped after 90 s', `kill -9 ${other.pid}`);
  step('stopped');
}

async function onSignal() {
  asked += 1;
  if (asked > 1) {
    plain();
    step('stopping at once');
    platform?.abandon();
    release(state.run);
    process.exit(130);
  }
  plain();
  step('stopping: processes first, then the backends (Ctrl-C again to stop at once)');
  let code = 0;
  try {
    await platform?.stop();
    step('stopped; the data stays in .practika/');
  } catch (error) {
    explain(error);
    code = 1;
  }
  release(state.run);
  process.exit(code);
}

async function forgetEverything() {
  const { dockerAnswers, dockerId, removeContainers } = await import('./lib/backends/docker.mjs');
  step('--fresh: forgetting data, accounts and keys of earlier runs');
  await endLeftovers(state.run);
  if (await dockerAnswers()) await removeContainers(dockerId(base), { volumes: true });
  rmSync(base, { recursive: true, force: true });
}

function tell(accounts) {
  plain();
  plain(`  ${bold('Practika runs')} at ${bold(platform.origin)}`);
  plain(`  mailbox        ${platform.backends.urls.mailWeb}  ${dim('(every mail that the platform sends)')}`);
  plain(`  S3 endpoint    ${platform.s3PublicEndpoint}`);
  plain(`  logs           .practika/logs/`);
  plain();
  plain(`  ${bold('accounts')}  ${dim('(also in .practika/accounts.json)')}`);
  for (const [role, account] of Object.entries(accounts)) {
    plain(`  ${role.padEnd(14)} ${account.email.padEnd(32)} ${account.username.padEnd(14)} ${account.password}`);
  }
  plain();
  plain('  This is the development profile: a stranger\'s address may ask 10,000 times an hour and a person 100,000 times');
  plain('  (production: 100 and 1,000); cookies work over plain http; administration is open to this machine alone.');
  plain('  Limits on one account (failed sign-ins, mails, exports) are those of production.');
  plain();
  plain(`  try it:  npm run demo -- some-video.mp4      stop it:  Ctrl-C`);
  plain();
}

async function main() {
  if (options.help) return plain(HELP);
  if (options.stop) return stopOther();
  checkNode();
  const other = holder(state.run);
  if (other) throw new UserError(`Practika is already running from this folder (process ${other.pid}${other.origin ? `, ${other.origin}` : ''})`, 'npm start -- --stop');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  if (options.fresh && existsSync(base)) await forgetEverything();
  // Before anything is installed: whoever waits for minutes should not learn at their end what could be known at once.
  const gatewayPort = options.port ? Number(options.port) : PORTS.gateway;
  if (!(await isFree(gatewayPort))) throw new UserError(`Port ${gatewayPort} is taken by another program`, `npm start -- --port ${gatewayPort + 1}`);
  take(state.run);
  await installDependencies();
  await build();
  if (asked) return undefined;
  const { Platform } = await import('./lib/platform.mjs');
  const { developmentAccounts } = await import('./lib/accounts.mjs');
  platform = new Platform({ base, profile: 'development', fixedPorts: true, gatewayPort, webPort: options['web-port'] ? Number(options['web-port']) : null, durable: true, fetchSignatures: true });
  await platform.start();
  if (asked) return undefined;
  take(state.run, { origin: platform.origin });
  tell(await developmentAccounts(platform));
  return new Promise(() => {});
}

main().catch(async (error) => {
  if (asked) return;
  explain(error);
  if (platform) {
    info('stopping what has started');
    await platform.stop().catch(() => {});
  }
  release(state.run);
  process.exit(1);
});

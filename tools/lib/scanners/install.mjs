// The scanners, each installed once into a cache folder: from the PATH, else by the Go toolchain or pip.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { ROOT, which } from '../paths.mjs';
import { step } from '../say.mjs';

/** Elsewhere with PRACTIKA_SCANNERS: compiling needs some gigabytes. */
const FOLDER = process.env.PRACTIKA_SCANNERS || join(ROOT, 'node_modules', '.cache', 'practika-scanners');
const MINUTE = 60_000;

const GO = {
  'kube-score': { version: 'v1.20.0', path: 'github.com/zegl/kube-score/cmd/kube-score' },
  'kube-linter': { version: 'latest', path: 'golang.stackrox.io/kube-linter/cmd/kube-linter' },
  polaris: { version: 'latest', path: 'github.com/fairwindsops/polaris' },
  trivy: { version: 'v0.74.0', path: 'github.com/aquasecurity/trivy/cmd/trivy', env: { GOEXPERIMENT: 'jsonv2' } },
};
const CHECKOV = '3.3.30';

function run(program, args, options = {}) {
  // Compiling is slow and nobody waits for it alone: others come first.
  const ran = spawnSync('nice', ['-n', '19', program, ...args], { encoding: 'utf8', timeout: 40 * MINUTE, maxBuffer: 64 * 1024 * 1024, ...options });
  return { ok: ran.status === 0, says: (ran.stderr || ran.stdout || String(ran.error ?? '')).trim().split('\n').filter((line) => !line.includes('go: downloading')).slice(-1)[0] ?? '' };
}

function byGo(name) {
  const { version, path, env = {} } = GO[name];
  const program = join(FOLDER, 'bin', name);
  if (existsSync(program)) return { program };
  if (!which('go')) return { missing: `${name}: there is no Go toolchain to build it with` };
  step(`${name}: building ${version} (once, some minutes)`);
  mkdirSync(FOLDER, { recursive: true });
  const own = { GOBIN: join(FOLDER, 'bin'), GOMODCACHE: join(FOLDER, 'mod'), GOCACHE: join(FOLDER, 'build'), GOFLAGS: '-p=1 -modcacherw' };
  const { ok, says } = run('go', ['install', `${path}@${version}`], { env: { ...process.env, ...own, ...env } });
  return ok ? { program } : { missing: `${name}: ${says}` };
}

function byPip() {
  const program = join(FOLDER, 'checkov', 'bin', 'checkov');
  if (existsSync(program)) return { program };
  if (!which('python3')) return { missing: 'checkov: there is no Python to run it' };
  step(`checkov: installing ${CHECKOV} (once)`);
  mkdirSync(FOLDER, { recursive: true });
  const venv = run('python3', ['-m', 'venv', join(FOLDER, 'checkov')]);
  if (!venv.ok) return { missing: `checkov: ${venv.says}` };
  const { ok, says } = run(join(FOLDER, 'checkov', 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', `checkov==${CHECKOV}`]);
  return ok ? { program } : { missing: `checkov: ${says}` };
}

/** @returns {{ program?: string, missing?: string }} the path of a scanner, or why it cannot be had */
export function scanner(name) {
  const found = which(name);
  if (found) return { program: found };
  return name === 'checkov' ? byPip() : byGo(name);
}

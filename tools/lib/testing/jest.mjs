// Runs one ring by Jest and adds up its JSON.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { spawn } from 'node:child_process';
import { nodeBinary, ROOT, toolEnv } from '../paths.mjs';
import { problem } from '../say.mjs';
import { workspaceOf } from './files.mjs';

/** Jest repeats every path that it was given. */
const NOISE = /Ran all test suites.* within paths|^Test results written to/;

/**
 * @returns {Promise<{ tests: { name: string, file: string, workspace: string, ms: number, outcome: 'passed' | 'failed' | 'skipped' }[], broken: string[] }>}
 *   `broken` are files that could not be run at all: each counts as a failure
 */
export async function runRing(ring, options) {
  if (ring !== 'e2e') return runFiles(ring, options);
  // All share one platform, and failure tests take parts of it away: one file at a time, those last.
  const files = options.files.toSorted((a, b) => Number(/failures?\./.test(a)) - Number(/failures?\./.test(b)) || a.localeCompare(b));
  const sum = { tests: [], broken: [] };
  for (const file of files) {
    if (options.interrupted?.()) return { ...sum, broken: [...sum.broken, 'e2e: interrupted'] };
    const { tests, broken } = await runFiles(ring, { ...options, files: [file] });
    sum.tests.push(...tests);
    sum.broken.push(...broken);
  }
  return sum;
}

async function runFiles(ring, { files, pattern, env, outputFolder, onChild }) {
  const outputFile = join(outputFolder, `jest-${ring}.json`);
  rmSync(outputFile, { force: true });
  const projects = [...new Set(files.map(workspaceOf))];
  const args = [
    '--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--projects', ...projects, '--maxWorkers', '2', '--json', '--outputFile', outputFile, '--ci', '--passWithNoTests',
    ...(pattern ? ['--testNamePattern', pattern] : []), '--runTestsByPath', ...files,
  ];
  // Jest's report goes to standard error; its JSON, also on standard output, is read from the file.
  const child = spawn(nodeBinary(), args, { cwd: ROOT, env: toolEnv({ ...env, TEST_RING: ring, TEST_RUNNER: '1', NODE_ENV: 'test', ...(process.stderr.isTTY ? { FORCE_COLOR: '1' } : {}) }), stdio: ['ignore', 'ignore', 'pipe'] });
  createInterface({ input: child.stderr }).on('line', (line) => { if (!NOISE.test(line)) process.stderr.write(`${line}\n`); });
  onChild?.(child);
  const code = await ended(child, outputFile);
  if (!existsSync(outputFile)) {
    problem(`jest ended with exit code ${code} and no results for the ring ${ring}`);
    return { tests: [], broken: [`${ring}: jest itself`] };
  }
  return read(JSON.parse(readFileSync(outputFile, 'utf8')), files);
}

/** Jest waits for ever for a connection that a test left open. With the results written, it gets a little longer, then an end. */
function ended(child, outputFile) {
  return new Promise((resolve) => {
    let seen = 0;
    const timer = setInterval(() => {
      if (!existsSync(outputFile)) return;
      seen += 1;
      if (seen < 15) return;
      problem('a test left something open (a connection, a timer), so that jest does not end; ending it');
      child.kill('SIGKILL');
    }, 1_000);
    const done = (code) => {
      clearInterval(timer);
      resolve(code);
    };
    child.once('error', () => done(1));
    child.once('exit', (code) => done(code));
  });
}

function read(report, files) {
  const tests = [];
  const broken = [];
  for (const suite of report.testResults) {
    const file = relative(ROOT, suite.name);
    for (const test of suite.assertionResults) {
      const outcome = test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped';
      tests.push({ name: test.fullName, file, workspace: workspaceOf(suite.name), ms: test.duration ?? 0, outcome });
    }
    const ownFailure = suite.status === 'failed' && !suite.assertionResults.some((test) => test.status === 'failed');
    if (ownFailure) broken.push(file);
  }
  const seen = new Set(report.testResults.map((suite) => suite.name));
  broken.push(...files.filter((file) => !seen.has(file)).map((file) => `${relative(ROOT, file)} (not run)`));
  return { tests, broken };
}

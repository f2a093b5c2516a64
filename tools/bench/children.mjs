// Programs of the benchmark that run in a process (and on the Node) of their own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { nodeBinary, ROOT } from '../lib/paths.mjs';
import { startProcess, whyEnded } from '../lib/proc.mjs';
import { UserError } from '../lib/say.mjs';
import { waitFor } from '../lib/wait.mjs';

const OTEL = ['--import', '@practika/observability/otel'];
const program = (name) => join(ROOT, 'tools', 'bench', 'programs', `${name}.mjs`);
const base = () => ({ PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR, NODE_ENV: 'production' });

/** Runs a program to its end; gives the JSON of its last line. */
export async function runProgram(name, args = [], env = {}) {
  const child = spawn(nodeBinary(), [program(name), ...args.map(String)], { cwd: ROOT, env: { ...base(), ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) last = line;
  const code = child.exitCode ?? await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new UserError(`the benchmark's program ${name} ended with exit code ${code}`);
  return JSON.parse(last);
}

/** Lines of the log are JSON too. */
const isHello = (line) => line.startsWith('{') && JSON.parse(line).level === undefined;

/** Starts a program that first prints one line of JSON (what is to be known of it) and stays. */
export async function startProgram(name, { args = [], env = {}, logs, ledger, otel = false }) {
  let said = null;
  const handle = startProcess({
    name: `bench-${name}`, command: nodeBinary(), args: [...(otel ? OTEL : []), program(name), ...args.map(String)], cwd: ROOT, env: { ...base(), ...env }, ledger,
    logFile: join(logs, `bench-${name}.log`), onLine: (line, stream) => { if (stream === 'out' && said === null && isHello(line)) said = JSON.parse(line); return line; },
  });
  await waitFor(name, async () => said, { timeoutMs: 120_000, stopped: () => whyEnded(handle) });
  return { ...said, pid: handle.pid, stop: () => handle.stop() };
}

/** Starts a program that says one line when it is ready (`hello`) and answers each line of JSON with one. */
export function converse(name, { args = [], env = {}, otel = false } = {}) {
  const child = spawn(nodeBinary(), [...(otel ? OTEL : []), program(name), ...args.map(String)], { cwd: ROOT, env: { ...base(), ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const hello = async () => {
    const { value, done } = await lines.next();
    if (done) throw new UserError(`the benchmark's program ${name} ended too early`);
    return JSON.parse(value);
  };
  return {
    pid: child.pid,
    hello,
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return hello();
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin.end();
      if (child.exitCode === null) await ended;
    },
  };
}

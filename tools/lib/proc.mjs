// One child process: started with its output in a file, known to the ledger, ended in order.
import { createWriteStream, mkdirSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { wrapCommand } from './run-as.mjs';
import { step } from './say.mjs';
import { sleep } from './wait.mjs';

/**
 * @typedef {{ name: string, command: string, args?: string[], env?: NodeJS.ProcessEnv, cwd?: string, logFile: string,
 *   user?: import('./run-as.mjs').User | null, paths?: string[], deathSignal?: string,
 *   onLine?: (line: string, stream: 'out' | 'err') => string | null, ledger?: import('./ledger.mjs').Ledger }} Spec
 */

/** Starts a process in a session of its own, so that Ctrl-C reaches us alone and we choose the order. */
export function startProcess(spec) {
  const wrapped = wrapCommand(spec.command, spec.args ?? [], { user: spec.user ?? null, paths: spec.paths ?? [], deathSignal: spec.deathSignal });
  mkdirSync(dirname(spec.logFile), { recursive: true });
  const log = createWriteStream(spec.logFile, { flags: 'a', mode: 0o600 });
  log.on('error', () => {});
  const child = spawn(wrapped.command, wrapped.args, {
    cwd: spec.cwd, env: spec.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...wrapped.options,
  });
  const tail = [];
  for (const [stream, kind] of [[child.stdout, 'out'], [child.stderr, 'err']]) {
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
      const shown = spec.onLine ? spec.onLine(line, kind) : line;
      if (shown === null) return;
      log.write(`${shown}\n`);
      tail.push(shown);
      if (tail.length > 30) tail.shift();
    });
  }
  const state = { exit: null };
  const exited = new Promise((resolve) => {
    const done = (code, signal, error) => {
      if (state.exit) return;
      state.exit = { code, signal, error: error ?? null };
      // Forgetting is for the one who started the next process under this name; see Ledger.remember.
      if (spec.ledger && handle.pid && spec.ledger.pids()[spec.name] === handle.pid) spec.ledger.forget(spec.name);
      log.end();
      resolve(state.exit);
    };
    child.once('exit', (code, signal) => done(code, signal));
    child.once('error', (error) => done(null, null, error));
  });
  const handle = {
    name: spec.name,
    pid: child.pid ?? null,
    exited,
    get exit() { return state.exit; },
    tail: () => tail.slice(),
    /** Signals the process; false when it is gone. */
    kill(signal) {
      if (state.exit || !child.pid) return false;
      return child.kill(signal);
    },
    /** Asks it to end, and makes it end after the grace. A frozen process is thawed first. */
    async stop({ signal = 'SIGTERM', graceMs = 10_000 } = {}) {
      if (state.exit) return state.exit;
      handle.kill('SIGCONT');
      handle.kill(signal);
      const grace = new AbortController();
      await Promise.race([exited, sleep(graceMs, grace.signal)]);
      grace.abort();
      if (!state.exit) handle.kill('SIGKILL');
      return exited;
    },
  };
  if (child.pid) spec.ledger?.remember(spec.name, child.pid);
  return handle;
}

/** Why a process that should live has ended, in words; null while it lives. */
export function whyEnded(handle) {
  const exit = handle.exit;
  if (!exit) return null;
  if (exit.error) return `could not be started (${exit.error.message})`;
  // Whoever sent SIGKILL knows why; what was logged before has nothing to do with it.
  if (exit.signal === 'SIGKILL') return 'was ended by SIGKILL';
  const how = exit.signal ? `was ended by ${exit.signal}` : `ended with exit code ${exit.code}`;
  const last = handle.tail().filter((line) => line.trim()).slice(-4).join(' | ');
  return last ? `${how}: ${last}` : how;
}

/** Runs a command to its end. Output is kept, and shown live when `show` is set; `beat` names it in a line every 20 s. */
export function run(command, args, { env = process.env, cwd, show = false, timeoutMs = 0, input, uid, gid, beat } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: [input === undefined ? 'ignore' : 'pipe', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'], uid, gid });
    let out = '';
    let err = '';
    child.stdout?.on('data', (chunk) => { out += chunk; });
    child.stderr?.on('data', (chunk) => { err += chunk; });
    const began = Date.now();
    const heart = beat ? setInterval(() => step(`${beat}: still at it (${Math.round((Date.now() - began) / 1000)} s)`), 20_000) : null;
    const timer = timeoutMs > 0 ? setTimeout(() => child.kill('SIGKILL'), timeoutMs) : null;
    child.once('error', (error) => { clearInterval(heart); resolve({ code: null, out, err: error.message }); });
    child.once('close', (code) => { clearInterval(heart); if (timer) clearTimeout(timer); resolve({ code, out, err }); });
    if (input !== undefined) child.stdin.end(input);
  });
}

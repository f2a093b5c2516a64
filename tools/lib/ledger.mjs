// Which processes are ours, on disk, so that what a killed run left behind can be found and ended at the next start.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { sleep } from './wait.mjs';

/** Start time and command line of a living process, or null. A pid alone says nothing: the kernel gives it again. */
export function identify(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return { startTime: fields[19], command: readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0').filter(Boolean).join(' ') };
  } catch {
    if (process.platform === 'linux') return null;
  }
  try {
    const [line] = execFileSync('ps', ['-o', 'lstart=,command=', '-p', String(pid)], { encoding: 'utf8' }).split('\n');
    return line.trim() ? { startTime: line.slice(0, 24), command: line.slice(24).trim() } : null;
  } catch {
    return null;
  }
}

/** True when the recorded process is still that very process. */
export function isSame(record) {
  const now = identify(record.pid);
  return now !== null && now.startTime === record.startTime;
}

const file = (runFolder) => join(runFolder, 'processes.json');

function read(runFolder) {
  try {
    return JSON.parse(readFileSync(file(runFolder), 'utf8'));
  } catch {
    return {};
  }
}

export function writeJson(path, value, mode = 0o600) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.tmp`, `${JSON.stringify(value, null, 2)}\n`, { mode });
  renameSync(`${path}.tmp`, path);
}

/** The processes of one run. `remember` is called as soon as a pid is known. */
export class Ledger {
  #runFolder;
  #entries = {};
  constructor(runFolder) {
    this.#runFolder = runFolder;
  }
  remember(name, pid) {
    const who = identify(pid);
    if (who) this.#entries[name] = { pid, startTime: who.startTime, program: who.command.split(' ')[0] };
    writeJson(file(this.#runFolder), this.#entries);
  }
  forget(name) {
    delete this.#entries[name];
    writeJson(file(this.#runFolder), this.#entries);
  }
  pids() {
    return Object.fromEntries(Object.entries(this.#entries).map(([name, e]) => [name, e.pid]));
  }
}

/**
 * Ends what an earlier run of this folder left running. Only processes whose start time is the recorded one are touched.
 *
 * @returns {Promise<string[]>} names of what was ended
 */
export async function endLeftovers(runFolder) {
  const left = Object.entries(read(runFolder)).filter(([, record]) => isSame(record));
  for (const [, record] of left) signal(record, 'SIGTERM');
  for (let i = 0; i < 50 && left.some(([, r]) => isSame(r)); i += 1) await sleep(100);
  for (const [, record] of left) signal(record, 'SIGKILL');
  rmSync(file(runFolder), { force: true });
  return left.map(([name]) => name);
}

function signal(record, name) {
  if (!isSame(record)) return;
  try {
    process.kill(record.pid, name);
  } catch {
    // it ended between the look and the signal
  }
}

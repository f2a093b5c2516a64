// One running platform per folder.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isSame, writeJson } from './ledger.mjs';

const file = (runFolder) => join(runFolder, 'lock.json');

/** Who holds the folder, or null. A record of a process that is gone counts for nothing. */
export function holder(runFolder) {
  try {
    const record = JSON.parse(readFileSync(file(runFolder), 'utf8'));
    return isSame(record) ? record : null;
  } catch {
    return null;
  }
}

/** Takes the folder for this process. */
export function take(runFolder, extra = {}) {
  mkdirSync(runFolder, { recursive: true });
  writeJson(file(runFolder), { pid: process.pid, startTime: identify(process.pid)?.startTime, ...extra });
}

export function release(runFolder) {
  const held = holder(runFolder);
  if (!held || held.pid === process.pid) rmSync(file(runFolder), { force: true });
}

// Where things are. Nothing here depends on npm packages: it is loaded before they are installed.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const BIN = join(ROOT, 'node_modules', '.bin');
export const SERVICES = ['auth', 'exercises', 'media', 'consent'];

/** Node 24 of the dependencies once they are installed, else the Node that runs this. */
export function nodeBinary() {
  const own = join(ROOT, 'node_modules', 'node', 'bin', 'node');
  return existsSync(own) ? own : process.execPath;
}

/** Programs that were built or fetched once for this person. */
export function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'practika');
}

/** The environment for our own commands: the dependencies' programs first. */
export function toolEnv(extra = {}) {
  return { ...process.env, PATH: [BIN, process.env.PATH ?? ''].join(delimiter), ...extra };
}

/** The full path of a program, or null. Looks where Debian puts daemons too, which is not on everyone's PATH. */
export function which(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
  for (const folder of folders) {
    if (folder && existsSync(join(folder, program))) return join(folder, program);
  }
  return null;
}

/** Everything that one running platform keeps, under one folder. */
export function stateFolder(base) {
  return {
    base,
    secrets: join(base, 'secrets'),
    logs: join(base, 'logs'),
    run: join(base, 'run'),
    data: join(base, 'data'),
    accounts: join(base, 'accounts.json'),
    address: join(base, 'address.json'),
    pids: join(base, 'pids.json'),
  };
}

// Backends do not run as root: as another user of the system, reaching our folders even below a closed home folder.
import { chownSync, lstatSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { which } from './paths.mjs';
import { UserError } from './say.mjs';

/** The first of these users that the system has, or null when we are not root and stay who we are. */
export function otherUser(...names) {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  for (const name of [...names, 'nobody']) {
    const found = users.find(([user]) => user === name);
    if (found) return { name, uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new UserError('This machine has no user but root; PostgreSQL refuses to run as root', 'useradd --system postgres');
}

/** Gives a folder and all in it to the user. */
export function give(path, user) {
  if (!user) return;
  const info = lstatSync(path);
  if (info.isSymbolicLink()) return;
  if (info.uid !== user.uid || info.gid !== user.gid) chownSync(path, user.uid, user.gid);
  if (info.isDirectory()) for (const name of readdirSync(path)) give(join(path, name), user);
}

/** True when someone else than root may walk to this path. */
function open(path) {
  for (let at = dirname(path); at !== dirname(at); at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
  }
  return true;
}

/** The first capability of these that this (root) process really has: containers take some away. */
function capability(...wanted) {
  const bits = { dac_override: 1n << 1n, dac_read_search: 1n << 2n };
  const mine = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'latin1'))[1]}`);
  return wanted.find((name) => (mine & bits[name]) !== 0n) ?? null;
}

/**
 * Wraps a command so that it dies with this process (also when that is killed outright) and, for root, runs as `user`.
 * Where a closed folder such as /root lies above one of `paths`, the program gets the right to read through it, and no
 * right to write.
 */
export function wrapCommand(command, args, { user = null, paths = [], deathSignal = 'TERM' } = {}) {
  const setpriv = process.platform === 'linux' ? which('setpriv') : null;
  if (!setpriv) {
    if (user) return { command, args, options: { uid: user.uid, gid: user.gid } };
    return { command, args, options: {} };
  }
  const flags = ['--pdeathsig', deathSignal];
  if (user) {
    flags.push('--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups');
    if ([command, ...paths].some((path) => !open(path))) {
      const cap = capability('dac_read_search', 'dac_override');
      // Without the bit the kernel answers access(2) as if the capability were not there, and initdb asks by access(2).
      if (cap) flags.push('--securebits', '+no_setuid_fixup', '--inh-caps', `+${cap}`, '--ambient-caps', `+${cap}`);
    }
  }
  return { command: setpriv, args: [...flags, '--', command, ...args], options: {} };
}

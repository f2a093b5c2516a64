import type { Redis } from 'ioredis';

/** Milliseconds. */
const TRY = 3_000;

interface Address {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
}

function addressOf(url: string): Address {
  const { protocol, hostname, port, pathname, username, password } = new URL(url);
  return {
    host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || 6_379, db: Number(pathname.slice(1)) || 0, tls: protocol === 'rediss:',
    ...(username === '' ? {} : { username: decodeURIComponent(username) }), ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  };
}

/**
 * Moves a connection to what a new URL says. Another user or password is said on the open connection, so that nothing
 * that runs over it notices; another server is tried first and then connected to in place of the old one.
 *
 * @throws what Redis answers when it does not take them; the connection is then as it was
 */
export async function takeUpRedisUrl(redis: Redis, url: string): Promise<void> {
  const next = addressOf(url);
  const { options } = redis;
  const moves = next.host !== options.host || next.port !== options.port || next.db !== (options.db ?? 0) || next.tls !== Boolean(options.tls);
  const take = (): void => {
    options.host = next.host;
    options.port = next.port;
    options.db = next.db;
    if (next.username === undefined) delete options.username;
    else options.username = next.username;
    if (next.password === undefined) delete options.password;
    else options.password = next.password;
    if (!next.tls) delete options.tls;
    else options.tls ??= {};
  };
  if (!moves && next.password !== undefined) {
    const say = (): Promise<unknown> => redis.call('AUTH', ...(next.username === undefined ? [] : [next.username]), next.password as string);
    if (redis.status === 'ready') await say();
    // One in the making may still introduce itself by the old password.
    else redis.once('ready', () => void say().catch(() => redis.disconnect(true)));
    take();
    return;
  }
  const trial = redis.duplicate({
    ...options, host: next.host, port: next.port, db: next.db, username: next.username, password: next.password, tls: next.tls ? (options.tls ?? {}) : undefined,
    lazyConnect: true, retryStrategy: () => null, connectTimeout: TRY, commandTimeout: TRY, disconnectTimeout: 100,
  } as Partial<typeof options>);
  try {
    trial.on('error', () => undefined);
    await trial.connect();
    await trial.ping();
  } finally {
    trial.disconnect();
  }
  take();
  redis.disconnect(true);
}

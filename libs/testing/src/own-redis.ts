import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A Redis of a suite's own, set up as the queue Redis must be, that may be killed, frozen and wiped. */
export class OwnRedis {
  private child: ChildProcess | undefined;

  private constructor(private readonly port: number, private readonly folder: string) {}

  /** @param started whether it runs already when this resolves */
  static async create(started = true): Promise<OwnRedis> {
    const redis = new OwnRedis(await freePort(), mkdtempSync(join(tmpdir(), 'practika-redis-')));
    if (started) await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** With the data it had when it was killed. */
  async start(): Promise<void> {
    this.child = spawn('redis-server', [
      '--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction', '--dir', this.folder,
    ], { stdio: 'ignore' });
    await eventually(() => this.command('PING').then((answer) => (answer.startsWith('+PONG') ? true : undefined)));
  }

  async kill(): Promise<void> {
    if (this.child === undefined || this.child.exitCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  /** The process stands still and its connections stay open, as when packets are dropped. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  async wipe(): Promise<void> {
    await this.command('FLUSHALL');
  }

  /** One command without spaces in its arguments; gives the raw answer. */
  command(line: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = createConnection(this.port, '127.0.0.1', () => socket.write(`${line}\r\n`));
      socket.setTimeout(2_000, () => socket.destroy(new Error('no answer')));
      socket.once('error', reject);
      socket.once('data', (data) => {
        socket.destroy();
        resolve(data.toString());
      });
    });
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

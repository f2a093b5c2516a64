import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PgWakeUps, rows, sharedMigrations, WakeUpSource } from '@practika/database';
import { createTestDatabase, eventually, type TestDatabase } from '@practika/testing';
import { DataSource } from 'typeorm';

/** Stands before PostgreSQL, and swallows what a client says from its first LISTEN on: a peer that is gone without a word. */
class Swallower {
  listens = 0;
  private readonly sockets = new Set<Socket>();
  private constructor(private readonly server: Server, readonly port: number) {}

  static async start(host: string, port: number): Promise<Swallower> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const swallower = new Swallower(server, (server.address() as { port: number }).port);
    server.on('connection', (client: Socket) => swallower.join(client, connect(port, host)));
    return swallower;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private join(client: Socket, upstream: Socket): void {
    let silent = false;
    client.on('data', (bytes: Buffer) => {
      if (bytes.includes('LISTEN')) silent = (this.listens += 1) === 1;
      if (!silent) upstream.write(bytes);
    });
    upstream.on('data', (bytes: Buffer) => { client.write(bytes); });
    for (const [one, other] of [[client, upstream], [upstream, client]] as const) {
      this.sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
  }
}

// Real here: PostgreSQL and its notifications.
describe('wake-ups', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let wakeUps: PgWakeUps;
  const woken: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase('media', [...sharedMigrations]);
    dataSource = await new DataSource({ type: 'postgres', url: database.runtimeUrl }).initialize();
  });
  afterEach(async () => {
    await wakeUps.onApplicationShutdown();
    woken.length = 0;
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const open = (url: string): void => {
    wakeUps = new PgWakeUps(new WakeUpSource(url, 'news', 'wake-ups-under-test'));
    wakeUps.onModuleInit();
  };
  const subscribe = (topic: string): (() => void) => wakeUps.subscribe(topic, () => { woken.push(topic); });
  const tell = (topic: string) => rows(dataSource, `SELECT pg_notify('news', $1)`, [topic]);
  /** Until one comes through, since only then somebody listens. */
  const heard = (topic: string) => eventually(async () => {
    await tell(topic);
    return woken.includes(topic) ? true : undefined;
  }, 15_000);

  it('should come to those of the topic alone, and not to who has left', async () => {
    open(database.runtimeUrl);
    subscribe('mine');
    const leave = subscribe('left');
    await heard('left');
    leave();
    woken.length = 0;
    await tell('left');
    await tell('other');
    await tell('mine');
    await eventually(() => (woken.length > 0 ? true : undefined));
    expect(woken).toEqual(['mine']);
  });

  it('should come to everybody once after a connection that broke, and then as before', async () => {
    open(database.runtimeUrl);
    subscribe('mine');
    subscribe('another');
    subscribe('probe');
    await heard('probe');
    await rows(dataSource, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'wake-ups-under-test' AND datname = current_database()`);
    const others = () => woken.filter((topic) => topic !== 'probe');
    await eventually(() => (others().length > 0 ? true : undefined));
    expect(others().toSorted()).toEqual(['another', 'mine']);
    woken.length = 0;
    await heard('mine');
  });

  it('should come by another connection when the database says nothing to the first', async () => {
    const { hostname, port } = new URL(database.runtimeUrl);
    const swallower = await Swallower.start(hostname, Number(port));
    try {
      const url = new URL(database.runtimeUrl);
      url.host = `127.0.0.1:${swallower.port}`;
      open(url.href);
      subscribe('mine');
      await heard('mine');
      expect(swallower.listens).toBe(2);
    } finally {
      await wakeUps.onApplicationShutdown();
      swallower.close();
    }
  }, 20_000);
});

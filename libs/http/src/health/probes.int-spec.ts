import { Inject, Injectable, Module, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, createDataSource, DatabaseModule, migrate, type MigrationClass, sharedMigrations } from '@practika/database';
import { backends, createTestDatabase, eventually, newServiceKey, type TestDatabase } from '@practika/testing';
import { DataSource } from 'typeorm';
import { ApiModule, type HttpConfig, startApi, startWorker } from '../index.js';

const nowhere = 'http://127.0.0.1:9';
const config: HttpConfig = {
  profile: 'test', host: '127.0.0.1', port: 0, internalPort: 0, metricsPort: 0, publicOrigin: 'http://localhost:8080', origins: ['http://localhost:8080'], trustedProxies: [],
  redisCacheUrl: backends.redisCacheUrl, serviceKey: newServiceKey(), peers: { auth: nowhere, exercises: nowhere, media: nowhere, consent: nowhere },
  logLevel: 'info', shutdownDelaySeconds: 0, shutdownGraceSeconds: 5, limits: { anonymousPerHour: 1_000_000, personPerHour: 1_000_000 },
};

async function ask(port: number | null, path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: answer.status, body: await answer.json() as Record<string, unknown> };
}

/** A port that is nobody's while this runs: its worker opens it before there is anything to ask it for its port. */
async function onePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What a build needs that has one migration more. */
class NextMigration1899999999999 {
  readonly name = 'NextMigration1899999999999';
  async up(): Promise<void> {}
  async down(): Promise<void> {}
}

describe('probes over a database that is behind, even with, or ahead of a build', () => {
  let database: TestDatabase;
  const databases: TestDatabase[] = [];

  const owner = async (sql: string): Promise<void> => {
    const source = await connect(createDataSource({ url: database.ownerUrl, entities: [], migrations: [], applicationName: 'owner', poolSize: 1 }), 5);
    await source.query(sql);
    await source.destroy();
  };
  const migrated = (migrations: readonly MigrationClass[]) => migrate({ ownerUrl: database.ownerUrl, runtimeRole: database.runtimeRole, migrations });
  const module = (extra: { waitForSchema?: boolean; providers?: never[] } = {}, migrations = sharedMigrations) =>
    DatabaseModule.forRoot({ url: database.runtimeUrl, entities: [], migrations, applicationName: 'probed', poolSize: 2, ...extra });

  beforeEach(async () => {
    database = await createTestDatabase('probes', []);
    databases.push(database);
    await owner('DROP TABLE migrations');
  });

  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => { for (const end of ends.splice(0)) await end(); });
  afterAll(async () => { for (const one of databases) await one.drop(); });

  async function api(migrations = sharedMigrations) {
    @Module({ imports: [module({}, migrations), ApiModule.forRoot({ service: 'media', version: '1', config })] })
    class App {}
    const running = await startApi(App, config, { handleSignals: false });
    ends.push(() => running.close());
    return running;
  }

  it('should keep an API unready, and started, until the schema is there', async () => {
    const { internalPort, metricsPort } = await api();
    expect((await ask(internalPort, '/startupz')).status).toBe(200);
    expect((await ask(internalPort, '/livez')).status).toBe(200);
    expect(await ask(internalPort, '/readyz')).toEqual({
      status: 503,
      body: { ready: false, checks: { database: 'ok', schema: 'down', cache: 'ok' }, reasons: ['schema: the database has no schema yet: run the migrations of this service'] },
    });
    expect((await ask(metricsPort, '/readyz')).status).toBe(503);
    await migrated(sharedMigrations);
    await eventually(async () => ((await ask(internalPort, '/readyz')).status === 200 ? true : undefined));
  });

  it('should keep a newer build unready over an older schema, and name what is missing', async () => {
    await migrated(sharedMigrations);
    const { internalPort } = await api([...sharedMigrations, NextMigration1899999999999]);
    const { status, body } = await ask(internalPort, '/readyz');
    expect([status, body['reasons']]).toEqual([503, ['schema: the database lacks 1 migrations that this build needs: NextMigration1899999999999']]);
  });

  it('should let an older build work over a newer schema, so that a release can be rolled back', async () => {
    await migrated([...sharedMigrations, NextMigration1899999999999]);
    const { internalPort } = await api(sharedMigrations);
    expect(await ask(internalPort, '/readyz')).toEqual({ status: 200, body: { ready: true, checks: { database: 'ok', schema: 'ok', cache: 'ok' } } });
  });

  it('should not let a worker begin before the schema is there, and say that it ends', async () => {
    let took = 0;
    let ended: () => void = () => undefined;
    @Injectable()
    class Work implements OnApplicationBootstrap, BeforeApplicationShutdown {
      constructor(@Inject(DataSource) readonly dataSource: DataSource) {}
      onApplicationBootstrap(): void { took += 1; }
      beforeApplicationShutdown(): Promise<void> { return new Promise((resolve) => { ended = resolve; }); }
    }
    @Module({ imports: [module({ waitForSchema: true })], providers: [Work] })
    class App {}
    const metricsPort = await onePort();
    const starting = startWorker(App, { host: '127.0.0.1', metricsPort, shutdownGraceSeconds: 5 }, { service: 'media', version: '1' }, { handleSignals: false });
    await eventually(async () => ((await ask(metricsPort, '/startupz')).status === 200 ? true : undefined));
    expect(await ask(metricsPort, '/readyz')).toEqual({ status: 503, body: { ready: false, checks: {}, reasons: ['schema: the database has no schema yet: run the migrations of this service'] } });
    expect(took).toBe(0);
    await migrated(sharedMigrations);
    const worker = await starting;
    expect([took, await ask(metricsPort, '/readyz')]).toEqual([1, { status: 200, body: { ready: true, checks: { database: 'ok', schema: 'ok' } } }]);
    const closed = worker.close();
    await eventually(async () => ((await ask(metricsPort, '/readyz')).status === 503 ? true : undefined));
    expect((await ask(metricsPort, '/livez')).status).toBe(200);
    ended();
    await closed;
  });

  it('should wait for a database that is away, started and alive, and go on when it comes', async () => {
    const port = await onePort();
    const away = new URL(database.runtimeUrl);
    const real = Number(away.port);
    away.port = String(port);
    @Module({ imports: [DatabaseModule.forRoot({ url: away.toString(), entities: [], migrations: [], applicationName: 'probed', poolSize: 2 })] })
    class App {}
    const metricsPort = await onePort();
    const starting = startWorker(App, { host: '127.0.0.1', metricsPort, shutdownGraceSeconds: 5 }, { service: 'media', version: '1' }, { handleSignals: false });
    await eventually(async () => ((await ask(metricsPort, '/startupz')).status === 200 ? true : undefined));
    expect((await ask(metricsPort, '/readyz')).body['reasons']).toEqual(['database: cannot be connected to (ECONNREFUSED)']);
    const { createServer, connect: dial } = await import('node:net');
    const relay = createServer((socket) => {
      const upstream = dial(real, away.hostname);
      socket.pipe(upstream).pipe(socket);
      socket.on('error', () => upstream.destroy());
      upstream.on('error', () => socket.destroy());
    }).listen(port, '127.0.0.1');
    const worker = await starting;
    // This build has no migrations, but the table of them is missing all the same.
    expect((await ask(metricsPort, '/readyz')).status).toBe(503);
    await worker.close();
    relay.close();
  });
});

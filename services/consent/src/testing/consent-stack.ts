import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { rows, uuidv7 } from '@practika/database';
import { type RunningApi, startApi } from '@practika/http';
import { CredentialCache, credentialHash, csrfTokenFor, type Principal, ServiceTokenSigner } from '@practika/identity';
import { backends, createTestDatabase, newServiceKey, TestClient, type TestDatabase } from '@practika/testing';
import { DataSource } from 'typeorm';
import { loadConsentApiConfig } from '../consent.config.js';
import { ConsentApiModule } from '../consent-api.module.js';
import { appendOnlyTables, consentMigrations } from '../migrations/consent-migrations.js';

export const NOTICE = '2026-11-01';

/** For tests: media as consent sees it, on a port of its own: its keys, and the call that tells it of a withdrawal. */
export class FakeMedia {
  readonly told: { readonly subjectId: string; readonly purpose: string; readonly recipient: string | null; readonly epoch: number }[] = [];
  /** What it answers to news; 204 unless said. */
  status = 204;
  private readonly signer = new ServiceTokenSigner('media', newServiceKey());

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeMedia> {
    const server = createServer();
    const media = new FakeMedia(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        if (request.url === '/internal/jwks') return void media.signer.publicKey().then((key) => response.end(JSON.stringify({ keys: [key] })));
        if (media.status === 204) media.told.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof media.told)[number]);
        response.writeHead(media.status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return media;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  token(): Promise<string> {
    return this.signer.tokenFor('consent');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** For tests: the real API of this service on free ports, over a database of its own, with a fake media beside it. */
export class ConsentStack {
  private constructor(
    readonly api: RunningApi,
    readonly database: TestDatabase,
    readonly owner: DataSource,
    readonly runtime: DataSource,
    readonly media: FakeMedia,
    readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start(): Promise<ConsentStack> {
    const database = await createTestDatabase('consent', consentMigrations, appendOnlyTables);
    const media = await FakeMedia.start();
    const nowhere = 'http://127.0.0.1:9';
    const env = {
      PRACTIKA_PROFILE: 'test', HOST: '127.0.0.1', PORT: '0', INTERNAL_PORT: '0', METRICS_PORT: '0', PUBLIC_ORIGIN: 'http://localhost:8080', TRUSTED_PROXIES: '127.0.0.1/32', LOG_LEVEL: 'fatal',
      DATABASE_URL: database.runtimeUrl, REDIS_CACHE_URL: backends.redisCacheUrl, REDIS_QUEUE_URL: backends.redisQueueUrl, SERVICE_KEY: newServiceKey(), RECEIPT_SIGNING_KEY: newServiceKey(),
      AUTH_INTERNAL_URL: nowhere, EXERCISES_INTERNAL_URL: nowhere, MEDIA_INTERNAL_URL: media.url, CONSENT_INTERNAL_URL: nowhere,
    };
    const config = loadConsentApiConfig(env);
    const api = await startApi(ConsentApiModule.forRoot(config), config.http, { handleSignals: false, metrics: false });
    const owner = await new DataSource({ type: 'postgres', url: database.ownerUrl }).initialize();
    const runtime = await new DataSource({ type: 'postgres', url: database.runtimeUrl }).initialize();
    return new ConsentStack(api, database, owner, runtime, media, env);
  }

  async stop(): Promise<void> {
    await this.api.close();
    await this.owner.destroy();
    await this.runtime.destroy();
    await this.media.stop();
    await this.database.drop();
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.api.app.get<T>(token as never, { strict: false });
  }

  sql<T>(text: string, params: readonly unknown[] = []): Promise<T[]> {
    return rows<T>(this.owner, text, params);
  }

  stranger(): TestClient {
    return new TestClient(`http://127.0.0.1:${this.api.port}/api/consent/v1`);
  }

  /** Somebody signed in, as auth would have put it into the cache. */
  async person(principal: Partial<Principal> = {}): Promise<{ readonly id: string; readonly client: TestClient }> {
    const id = uuidv7();
    const raw = randomBytes(32).toString('base64url');
    await this.get(CredentialCache).remember(credentialHash(raw), { kind: 'session', userId: id, role: 'student', leaving: false, sessionId: uuidv7(), authenticatedAt: Date.now(), ...principal } as Principal);
    const client = this.stranger();
    client.cookies.set('practika_session', raw);
    client.cookies.set('practika_csrf', csrfTokenFor(raw));
    client.headers = { 'x-forwarded-for': '203.0.113.77', 'user-agent': 'Mozilla/5.0 Test' };
    return { id, client };
  }

  /** What media is to consent: a caller on the internal port. */
  async asMedia(): Promise<TestClient> {
    const client = new TestClient(`http://127.0.0.1:${this.api.internalPort}`);
    client.bearer = await this.media.token();
    return client;
  }
}

export const give = (client: TestClient, purpose = 'video_processing', recipient?: string) => client.put(`/consents/${purpose}`, { state: 'given', noticeVersion: NOTICE, ...(recipient === undefined ? {} : { recipient }) });
export const withdraw = (client: TestClient, purpose = 'video_processing', recipient?: string) => client.put(`/consents/${purpose}`, { state: 'withdrawn', noticeVersion: NOTICE, ...(recipient === undefined ? {} : { recipient }) });

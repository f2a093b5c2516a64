import { randomBytes } from 'node:crypto';
import { uuidv7 } from '@practika/database';
import { type RunningApi, startApi } from '@practika/http';
import { credentialHash, csrfTokenFor, type Role } from '@practika/identity';
import { backends, createTestDatabase, newServiceKey, TestClient, type TestDatabase } from '@practika/testing';
import { DataSource } from 'typeorm';
import { ExercisesApiModule } from '../exercises-api.module.js';
import { exercisesMigrations } from '../migrations/exercises-migrations.js';
import { AuthPeer, MediaPeer } from './peers.js';

export interface TestPerson {
  readonly id: string;
  readonly http: TestClient;
}

export const API = '/api/exercises/v1';
export const YOUTUBE = 'https://youtu.be/dQw4w9WgXcQ';

/** The real application over HTTP with real PostgreSQL and Redis; auth and media are HTTP servers of the test's own. */
export class ExercisesUnderTest {
  private constructor(
    readonly database: TestDatabase,
    readonly auth: AuthPeer,
    readonly media: MediaPeer,
    readonly mediaUrl: string,
    readonly serviceKey: string,
    readonly api: RunningApi,
  ) {}

  static async start(): Promise<ExercisesUnderTest> {
    const database = await createTestDatabase('exercises', exercisesMigrations);
    const [auth, media] = [new AuthPeer(), new MediaPeer()];
    let self = '';
    const [authUrl, mediaUrl] = [await auth.start(() => self), await media.start(() => self)];
    const nowhere = 'http://127.0.0.1:9';
    const serviceKey = newServiceKey();
    const http = {
      profile: 'test' as const, host: '127.0.0.1', port: 0, internalPort: 0, metricsPort: 0, publicOrigin: 'http://localhost:8080', origins: ['http://localhost:8080'],
      trustedProxies: [], redisCacheUrl: backends.redisCacheUrl, serviceKey, peers: { auth: authUrl, exercises: nowhere, media: mediaUrl, consent: nowhere },
      logLevel: 'fatal' as const, shutdownDelaySeconds: 0, shutdownGraceSeconds: 5, limits: { anonymousPerHour: 1_000_000, personPerHour: 1_000_000 },
    };
    const api = await startApi(ExercisesApiModule.forRoot({ http, databaseUrl: database.runtimeUrl, poolSize: 6 }), http, { handleSignals: false, metrics: false });
    self = `http://127.0.0.1:${api.internalPort}`;
    return new ExercisesUnderTest(database, auth, media, mediaUrl, serviceKey, api);
  }

  get dataSource(): DataSource {
    return this.api.app.get(DataSource);
  }

  /** Somebody who is signed in. */
  person(role: Role, options: { readonly name?: string; readonly leaving?: boolean; readonly id?: string } = {}): TestPerson {
    const id = options.id ?? uuidv7();
    const raw = randomBytes(32).toString('base64url');
    this.auth.principals.set(credentialHash(raw), { kind: 'session', userId: id, role, leaving: options.leaving ?? false, sessionId: uuidv7(), authenticatedAt: Date.now() });
    if (options.name !== undefined) this.auth.names.set(id, options.name);
    const http = new TestClient(`http://127.0.0.1:${this.api.port}`);
    http.cookies.set('practika_session', raw);
    http.cookies.set('practika_csrf', csrfTokenFor(raw));
    return { id, http };
  }

  asset(ownerId: string, state = 'ready', durationMs: number | null = 60_000): string {
    const id = uuidv7();
    this.media.assets.set(id, { ownerId, state, durationMs });
    return id;
  }

  /** Makes an exercise and gives its id. */
  async exercise(owner: TestPerson, body: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const answer = await owner.http.post(`${API}/exercises`, { name: `Exercise ${randomBytes(6).toString('hex')}`, youtubeUrl: YOUTUBE, ...body });
    if (answer.status !== 201) throw new Error(`an exercise was answered ${answer.status}: ${answer.text}`);
    return String(answer.body['id']);
  }

  /** Makes a comment and gives its id. */
  async comment(author: TestPerson, exerciseId: string, body: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const answer = await author.http.post(`${API}/exercises/${exerciseId}/comments`, { text: 'A comment', ...body });
    if (answer.status !== 201) throw new Error(`a comment was answered ${answer.status}: ${answer.text}`);
    return String(answer.body['id']);
  }

  async close(): Promise<void> {
    await this.api.close();
    await Promise.all([this.auth.close(), this.media.close()]);
    await this.database.drop();
  }
}

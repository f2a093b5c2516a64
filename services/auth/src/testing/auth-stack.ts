import { randomBytes } from 'node:crypto';
import { row, rows } from '@practika/database';
import { type RunningApi, startApi } from '@practika/http';
import type { Role } from '@practika/identity';
import { configureLogging } from '@practika/observability';
import { backends, createTestDatabase, newServiceKey, TestClient, type TestDatabase } from '@practika/testing';
import { DataSource } from 'typeorm';
import { loadAuthApiConfig } from '../auth.config.js';
import { AuthApiModule } from '../auth-api.module.js';
import { LinkTokens } from '../mail/link-tokens.js';
import { appendOnlyTables, authMigrations } from '../migrations/auth-migrations.js';
import { PasswordHasher } from '../passwords/password-hasher.js';

export const PEPPER = `t1:${'a-pepper-for-tests-'.repeat(3)}`;

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  readonly password: string;
}

/** For tests: the real API of this service on free ports, over a database of its own. */
export class AuthStack {
  private constructor(
    readonly api: RunningApi,
    readonly database: TestDatabase,
    readonly owner: DataSource,
    readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start(overrides: Readonly<Record<string, string>> = {}): Promise<AuthStack> {
    const database = await createTestDatabase('auth', authMigrations, appendOnlyTables);
    const peer = 'http://127.0.0.1:9';
    const env = {
      PRACTIKA_PROFILE: 'test', HOST: '127.0.0.1', PORT: '0', INTERNAL_PORT: '0', METRICS_PORT: '0', PUBLIC_ORIGIN: 'http://localhost:8080', TRUSTED_PROXIES: '127.0.0.1/32',
      DATABASE_URL: database.runtimeUrl, REDIS_CACHE_URL: backends.redisCacheUrl, SERVICE_KEY: newServiceKey(), PASSWORD_PEPPER: PEPPER, LOG_LEVEL: 'fatal',
      AUTH_INTERNAL_URL: peer, EXERCISES_INTERNAL_URL: peer, MEDIA_INTERNAL_URL: peer, CONSENT_INTERNAL_URL: peer, ...overrides,
    };
    configureLogging({ process: 'test', level: 'silent' });
    const config = loadAuthApiConfig(env);
    const api = await startApi(AuthApiModule.forRoot(config), config.http, { handleSignals: false, metrics: false });
    const owner = await new DataSource({ type: 'postgres', url: database.ownerUrl }).initialize();
    return new AuthStack(api, database, owner, env);
  }

  async stop(): Promise<void> {
    await this.api.close();
    await this.owner.destroy();
    await this.database.drop();
  }

  /** @param address where the client seems to be, behind the trusted proxy; a network of its own unless said */
  client(address = `10.${randomBytes(3).join('.')}`): TestClient {
    const client = new TestClient(`http://127.0.0.1:${this.api.port}/api/auth/v1`);
    client.headers = { 'x-forwarded-for': address, 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
    return client;
  }

  get<T>(token: { readonly prototype: T }): T {
    return this.api.app.get<T>(token as never, { strict: false });
  }

  sql<T>(text: string, params: readonly unknown[] = []): Promise<T[]> {
    return rows<T>(this.owner, text, params);
  }

  newPerson(): Omit<Person, 'id'> {
    const tag = randomBytes(5).toString('hex');
    return { email: `${tag}@example.org`, username: `u-${tag}`, password: `Lantern ${randomBytes(9).toString('base64url')} harbour` };
  }

  /** The token of the latest mail of a kind to an address that has not been sent yet. */
  async linkToken(email: string, kind: string): Promise<string | null> {
    const mail = await row<{ id: string; pepper_id: string }>(this.owner, `SELECT id, pepper_id FROM mails WHERE address = $1 AND kind = $2 ORDER BY id DESC LIMIT 1`, [email, kind]);
    return mail === null ? null : this.get(LinkTokens).reveal(mail.id, mail.pepper_id);
  }

  /** A person with a verified address, written straight into the tables. */
  async person(role: Role = 'student'): Promise<Person> {
    const person = this.newPerson();
    const hash = await this.get(PasswordHasher).hash(person.password);
    const made = await this.sql<{ id: string }>(
      `INSERT INTO users (id, email, email_key, username, display_name, role, email_verified_at) VALUES (uuidv7(), $1, $1, $2, $3, $4, now()) RETURNING id`,
      [person.email, person.username, `Person ${person.username}`, role],
    );
    const id = made[0]?.id ?? '';
    await this.sql(`INSERT INTO credentials (owner_id, password_hash) VALUES ($1, $2)`, [id, hash]);
    return { ...person, id };
  }

  /** A client with a session of this person. */
  async signedIn(person: Person, client = this.client()): Promise<TestClient> {
    const answer = await client.post('/sessions', { identifier: person.email, password: person.password });
    if (answer.status !== 201) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`);
    return client;
  }
}

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createDataSource, uuidv7 } from '@practika/database';
import { Outbox } from '@practika/events';
import { startApi, type RunningApi } from '@practika/http';
import { CredentialCache, credentialHash, csrfTokenFor, type Principal, ServiceTokenSigner } from '@practika/identity';
import { S3BucketSettings, S3ObjectStore } from '@practika/object-store';
import { backends, createTestDatabase, newServiceKey, TestClient, type TestDatabase } from '@practika/testing';
import type { DataSource } from 'typeorm';
import type { AssetObject, ClaimedAsset, Verdict } from '../assets/asset.repository.js';
import { TypeormAssetReads } from '../assets/typeorm-asset-reads.repository.js';
import { TypeormAssetRemoval } from '../assets/typeorm-asset-removal.repository.js';
import { TypeormAssetRepository } from '../assets/typeorm-asset.repository.js';
import { TransitionRepository } from '../assets/typeorm-transition.repository.js';
import { ConsentGate, type GateAnswer, type Permit, type Permitted } from '../consent/consent-gate.js';
import { TypeormConsentNewsRepository } from '../consent/typeorm-consent-news.repository.js';
import { MediaApiModule } from '../media-api.module.js';
import { loadMediaApiConfig, type Buckets, type Quota } from '../media.config.js';
import { appendOnlyTables, mediaMigrations } from '../migrations/index.js';
import { TypeormReconcilerRepository } from '../reconciler/typeorm-reconciler.repository.js';
import { TypeormUploadRepository } from '../uploads/typeorm-upload.repository.js';

export const SHA = createHash('sha256').update('a video').digest('hex');

/** Consent as a switch. */
export class SwitchedGate extends ConsentGate {
  answer: 'yes' | 'no' | Error = 'yes';

  async check(): Promise<GateAnswer> {
    if (this.answer instanceof Error) throw this.answer;
    return { allow: this.answer === 'yes', epoch: 1, recordId: null };
  }

  async withPermit<T>(_: string, __: string, commit: (permit: Permit) => Promise<T>): Promise<Permitted<T>> {
    if (!(await this.check()).allow) return { granted: false };
    return { granted: true, value: await commit({ permitId: randomUUID(), epoch: 1, recordId: null }) };
  }
}

/** A migrated database with every repository of this service on it. */
export class MediaRows {
  readonly transitions = new TransitionRepository(new Outbox());
  readonly assets: TypeormAssetRepository;
  readonly reads: TypeormAssetReads;
  readonly removal: TypeormAssetRemoval;
  readonly uploads: TypeormUploadRepository;
  readonly reconciler: TypeormReconcilerRepository;
  readonly consent: TypeormConsentNewsRepository;

  private constructor(
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
  ) {
    this.assets = new TypeormAssetRepository(dataSource, this.transitions);
    this.reads = new TypeormAssetReads(dataSource);
    this.removal = new TypeormAssetRemoval(dataSource, this.transitions);
    this.uploads = new TypeormUploadRepository(dataSource, this.transitions);
    this.reconciler = new TypeormReconcilerRepository(dataSource, this.transitions);
    this.consent = new TypeormConsentNewsRepository(dataSource, this.transitions);
  }

  static async open(): Promise<MediaRows> {
    const database = await createTestDatabase('media', mediaMigrations, appendOnlyTables);
    const dataSource = await connect(createDataSource({ url: database.runtimeUrl, entities: [], migrations: mediaMigrations, applicationName: 'test', poolSize: 8 }));
    return new MediaRows(database, dataSource);
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
    await this.database.drop();
  }

  /** An asset whose upload is complete, as far along as is asked for. */
  async uploaded(ownerId = uuidv7(), size = 1_000): Promise<{ id: string; ownerId: string; object: AssetObject }> {
    const id = uuidv7();
    const uploadId = uuidv7();
    const key = `u/${id}/1`;
    await this.uploads.reserve({ id: uploadId, assetId: id, ownerId, filename: 'holiday.mp4', contentType: 'video/mp4', size, sha256: null, bucket: 'uploads', key, partSize: 8_388_608, partCount: 1 }, { bytes: 1e12, assets: 1e6 });
    await this.uploads.began(uploadId, 'store-id');
    await this.uploads.completed(uploadId, 'v1', size);
    return { id, ownerId, object: { bucket: 'uploads', key, versionId: 'v1' } };
  }

  async scanning(ownerId?: string): Promise<{ id: string; ownerId: string }> {
    const asset = await this.uploaded(ownerId);
    const claimed = await this.claim(asset.id, 'checking');
    await this.assets.checked(claimed, { sha256: SHA, size: claimed.declaredSize, detectedContainer: 'video/mp4', durationMs: 2_000, width: 320, height: 180, frameRate: 25 });
    return asset;
  }

  async processing(ownerId?: string): Promise<{ id: string; ownerId: string }> {
    const asset = await this.scanning(ownerId);
    const claimed = await this.claim(asset.id, 'scanning');
    await this.assets.scanned(claimed, cleanVerdict(claimed), { bucket: 'media', key: `c/${asset.id}`, versionId: 'm1' });
    return asset;
  }

  async ready(ownerId?: string): Promise<{ id: string; ownerId: string }> {
    const asset = await this.processing(ownerId);
    const claimed = await this.claim(asset.id, 'processing');
    const rendition = (name: string, contentType: string) => ({ name, contentType, size: 10, sha256: SHA, object: { bucket: 'media', key: `r/${asset.id}/${claimed.attempt}/${name}`, versionId: 'r1' } });
    await this.assets.processed(claimed, [rendition('web', 'video/mp4'), rendition('poster', 'image/jpeg')], { permitId: randomUUID(), recordId: null });
    return asset;
  }

  async quarantined(ownerId?: string): Promise<{ id: string; ownerId: string }> {
    const asset = await this.scanning(ownerId);
    const claimed = await this.claim(asset.id, 'scanning');
    await this.assets.quarantined(claimed, { code: 'malware', text: 'Found.' }, { ...cleanVerdict(claimed), outcome: 'FOUND', signatureName: 'Eicar' }, { bucket: 'quarantine', key: `q/${asset.id}`, versionId: 'q1' });
    return asset;
  }

  /** Claims for the attempt that the row is at. */
  async claim(id: string, to: 'checking' | 'scanning' | 'processing', leaseSeconds = 60): Promise<ClaimedAsset> {
    const { state, attempt } = await this.row(id);
    const claimed = await this.assets.claim(id, attempt, state as 'uploaded', to, leaseSeconds);
    if (claimed === null) throw new Error(`asset in ${state} cannot be claimed for ${to}`);
    return claimed;
  }

  async row(id: string): Promise<{ state: string; attempt: number; reason_code: string | null; failures: number; deaths: number; lease_token: string | null; deadline_at: Date | null }> {
    const [found] = await this.dataSource.query<{ state: string; attempt: number; reason_code: string | null; failures: number; deaths: number; lease_token: string | null; deadline_at: Date | null }[]>('SELECT * FROM assets WHERE id = $1', [id]);
    if (found === undefined) throw new Error('no such asset');
    return found;
  }

  /** Jobs that were sent for an asset, in order. */
  async jobs(id: string): Promise<{ queue: string; attempt: number; what?: string }[]> {
    const found = await this.dataSource.query<{ queue: string; payload: { attempt: number; what?: string } }[]>(
      `SELECT name AS queue, body->'payload' AS payload FROM outbox WHERE kind = 'job' AND body->'payload'->>'assetId' = $1 ORDER BY position`, [id],
    );
    return found.map(({ queue, payload }) => ({ queue, attempt: payload.attempt, ...(payload.what === undefined ? {} : { what: payload.what }) }));
  }

  async events(id: string): Promise<string[]> {
    const found = await this.dataSource.query<{ name: string }[]>(`SELECT name FROM outbox WHERE kind = 'event' AND body->>'subject' = $1 ORDER BY position`, [`asset/${id}`]);
    return found.map(({ name }) => name.replace('practika.media.asset.', '').replace('.v1', ''));
  }

  async history(id: string): Promise<string[]> {
    return (await this.dataSource.query<{ state: string }[]>('SELECT state FROM asset_history WHERE asset_id = $1 ORDER BY seq', [id])).map((h) => h.state);
  }

  /** Lets time pass for one asset. */
  async ago(id: string, column: 'lease_until' | 'next_try_at' | 'deadline_at', seconds: number): Promise<void> {
    await this.dataSource.query(`UPDATE assets SET ${column} = now() - make_interval(secs => $2::float8) WHERE id = $1`, [id, seconds]);
  }
}

export function cleanVerdict(a: ClaimedAsset): Verdict {
  return {
    assetId: a.id, ...a.object, sha256: a.sha256, bytesExpected: a.declaredSize, bytesScanned: a.declaredSize, engine: 'clamd', engineVersion: '1.4.3', sigdbVersion: '27000',
    sigdbTime: new Date(), started: new Date(), finished: new Date(), outcome: 'CLEAN', signatureName: null, attempt: a.attempt,
  };
}

/** The whole API on real Postgres, Redis and S3, with consent as a switch. */
export interface MediaApiFixture {
  readonly rows: MediaRows;
  readonly api: RunningApi;
  readonly gate: SwitchedGate;
  readonly buckets: Buckets;
  readonly store: S3ObjectStore;
  readonly settings: { quota: Quota };
  signedIn(principal?: Partial<Principal>): Promise<TestClient & { userId: string }>;
  /** Ends a session, as auth does it. */
  revoke(client: TestClient): Promise<void>;
  /** Another service on the internal port. */
  service(name: 'exercises' | 'consent' | 'auth'): Promise<TestClient>;
  close(): Promise<void>;
}

export async function openMediaApi(quota: Partial<Quota> = {}): Promise<MediaApiFixture> {
  const rows = await MediaRows.open();
  const { endpoint, adminAccessKey, adminSecretKey } = backends.s3;
  const suffix = randomBytes(4).toString('hex');
  const peer = await startPeer();
  const config = loadMediaApiConfig({
    PRACTIKA_PROFILE: 'test', HOST: '127.0.0.1', PORT: '0', INTERNAL_PORT: '0', METRICS_PORT: '0', PUBLIC_ORIGIN: 'http://localhost:8080', REDIS_CACHE_URL: backends.redisCacheUrl, SERVICE_KEY: newServiceKey(),
    AUTH_INTERNAL_URL: peer.url, EXERCISES_INTERNAL_URL: peer.url, MEDIA_INTERNAL_URL: peer.url, CONSENT_INTERNAL_URL: peer.url, LOG_LEVEL: 'fatal', DATABASE_URL: rows.database.runtimeUrl,
    S3_ENDPOINT: endpoint, S3_UPLOADS_BUCKET: `uploads-${suffix}`, S3_MEDIA_BUCKET: `media-${suffix}`, S3_QUARANTINE_BUCKET: `quarantine-${suffix}`,
    S3_UPLOADER_ACCESS_KEY: adminAccessKey, S3_UPLOADER_SECRET_KEY: adminSecretKey, S3_PLAYBACK_ACCESS_KEY: adminAccessKey, S3_PLAYBACK_SECRET_KEY: adminSecretKey,
    ...(quota.bytes === undefined ? {} : { MEDIA_QUOTA_BYTES: String(quota.bytes) }), ...(quota.assets === undefined ? {} : { MEDIA_QUOTA_ASSETS: String(quota.assets) }),
  });
  const keys = { accessKeyId: adminAccessKey, secretAccessKey: adminSecretKey };
  const bucketSettings = new S3BucketSettings(config.store, keys);
  for (const bucket of Object.values(config.buckets)) {
    await bucketSettings.create(bucket);
    await bucketSettings.versioning(bucket);
  }
  const gate = new SwitchedGate();
  const module = MediaApiModule.forRoot(config);
  module.providers = [...(module.providers ?? []), { provide: ConsentGate, useValue: gate }];
  const api = await startApi(module, config.http, { handleSignals: false, metrics: false });
  const cache = api.app.get(CredentialCache);
  return {
    rows, api, gate, buckets: config.buckets, store: new S3ObjectStore(config.store, keys), settings: { quota: config.quota },
    async signedIn(principal = {}) {
      const raw = randomBytes(32).toString('base64url');
      const person = { kind: 'session', userId: uuidv7(), role: 'student', leaving: false, sessionId: uuidv7(), authenticatedAt: Date.now(), ...principal } as Principal;
      await cache.remember(credentialHash(raw), person);
      const client = new TestClient(`http://127.0.0.1:${api.port}`);
      client.cookies.set('practika_session', raw);
      client.cookies.set('practika_csrf', csrfTokenFor(raw));
      return Object.assign(client, { userId: person.userId });
    },
    async revoke(client) {
      await cache.revoke([credentialHash(client.cookies.get('practika_session') ?? '')]);
    },
    async service(name) {
      const client = new TestClient(`http://127.0.0.1:${api.internalPort}`);
      client.bearer = await new ServiceTokenSigner(name, peer.key).tokenFor('media');
      return client;
    },
    async close() {
      await api.close();
      peer.server.close();
      await rows.close();
    },
  };
}

/** Stands for every other service: publishes one key for all of them. */
async function startPeer(): Promise<{ url: string; key: string; server: Server }> {
  const key = newServiceKey();
  const jwks = JSON.stringify({ keys: [await new ServiceTokenSigner('peer', key).publicKey()] });
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(jwks));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key, server };
}

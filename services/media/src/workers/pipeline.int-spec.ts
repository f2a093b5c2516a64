import { createHash, randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { uuidv7 } from '@practika/database';
import { backends, eventually, newServiceKey } from '@practika/testing';
import { reason } from '../assets/asset.words.js';
import { ObjectReferences } from '../buckets/object-references.repository.js';
import { SweeperService } from '../buckets/sweeper.service.js';
import { ChecksumModule } from '../checksum/checksum.module.js';
import type { StoreCredentials } from '../media.config.js';
import { MediaWorkerModule } from '../media-worker.module.js';
import { ProcessingModule } from '../processing/processing.module.js';
import { DeleterStore } from '../store/stores.js';
import { MediaRows } from '../testing/media-fixture.js';
import { infectedVideo, makeVideo } from '../testing/sample-videos.js';
import { createTestBuckets, type TestBuckets } from '../testing/test-buckets.js';
import { VirusScanModule } from '../virus-scan/virus-scan.module.js';

// Real here: everything but consent, which is an HTTP server that says yes or no. The four worker processes' modules run in this one.
const sha256 = (b: Buffer) => createHash('sha256').update(b).digest('hex');

describe('from a completed upload to the end', () => {
  let t: TestBuckets;
  let rows: MediaRows;
  let consent: Server;
  let allow = true;
  const apps: INestApplicationContext[] = [];

  beforeAll(async () => {
    [t, rows] = await Promise.all([createTestBuckets(), MediaRows.open()]);
    consent = createServer((request, response) => {
      const answer = { allow, epoch: 1, recordId: null, permitId: uuidv7(), expiresAt: new Date().toISOString(), validUntil: new Date().toISOString() };
      if (request.method === 'DELETE') return void response.writeHead(204).end();
      if (request.url === '/internal/permits' && !allow) return void response.writeHead(403, { 'content-type': 'application/problem+json' }).end('{"type":"/problems/consent-required"}');
      response.writeHead(request.url === '/internal/permits' ? 201 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => consent.once('listening', resolve));
    // A logical database of its own: the queues of other suites must not take these jobs.
    const redisQueueUrl = `${backends.redisQueueUrl}/${randomInt(3, 16)}`;
    const endpoint = backends.s3.endpoint;
    const step = (credentials: StoreCredentials) => ({
      host: '127.0.0.1', metricsPort: 0, logLevel: 'error', shutdownGraceSeconds: 30, databaseUrl: rows.database.runtimeUrl, poolSize: 5, redisQueueUrl,
      store: { endpoint, publicEndpoint: endpoint, region: 'us-east-1', forcePathStyle: true }, buckets: t.buckets, credentials,
    });
    const tools = { ffprobe: 'ffprobe', ffmpeg: 'ffmpeg', workRoot: tmpdir() };
    const consentUrl = `http://127.0.0.1:${(consent.address() as AddressInfo).port}`;
    const modules = [
      MediaWorkerModule.forRoot({ ...step(t.keys.DELETER), deleter: t.keys.DELETER }),
      ChecksumModule.forRoot({ ...step(t.keys.CHECKSUM), ...tools }),
      VirusScanModule.forRoot({ ...step(t.keys.SCAN), clamd: backends.clamd, signatureMaxAgeHours: 48, undatedSignaturesAllowed: true }),
      ProcessingModule.forRoot({ ...step(t.keys.PROCESS), ...tools, serviceKey: newServiceKey(), consentUrl }),
    ];
    for (const module of modules) apps.push(await NestFactory.createApplicationContext(module, { logger: false }));
    for (const app of apps) await app.init();
  });

  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    consent?.close();
    t?.close();
    await rows?.close();
  });

  async function upload(file: Buffer, contentType = 'video/mp4') {
    const [id, ownerId, uploadId] = [uuidv7(), uuidv7(), uuidv7()];
    const place = { bucket: t.buckets.uploads, key: `u/${id}/1` };
    const { versionId } = await t.owner.put(place, { body: file, size: file.length, contentType });
    await rows.uploads.reserve({ id: uploadId, assetId: id, ownerId, filename: 'x', contentType, size: file.length, sha256: sha256(file), ...place, partSize: 8_388_608, partCount: 1 }, { bytes: 1e12, assets: 1e6 });
    await rows.uploads.began(uploadId, 'store-id');
    await rows.uploads.completed(uploadId, versionId, file.length);
    return { id, ownerId };
  }
  const ends = (id: string, state: string) => eventually(async () => {
    const now = await rows.row(id);
    if (now.state !== state) throw new Error(`asset is ${now.state} (${now.reason_code}), not ${state}`);
    return now;
  }, 40_000);
  const left = async (id: string) => {
    const found: Record<string, number> = {};
    for (const [role, bucket] of Object.entries(t.buckets)) {
      for await (const v of t.owner.versions(bucket, '')) if (v.key.includes(id)) found[role] = (found[role] ?? 0) + 1;
    }
    return found;
  };

  it('[M3] [M5] [M7] [M10] should make a good video ready by four processes with least rights, and delete it without a trace', async () => {
    const video = makeVideo('mp4');
    const { id, ownerId } = await upload(video);
    await ends(id, 'ready');
    expect(await rows.history(id)).toEqual(['created', 'uploading', 'uploaded', 'checking', 'scanning', 'processing', 'ready']);
    expect(await rows.row(id)).toMatchObject({ sha256: sha256(video), detected_container: 'video/mp4', width: 320, height: 180, object_bucket: t.buckets.media });
    expect(await left(id)).toEqual({ media: 3 });
    expect(await rows.removal.start(id, { force: true, reason: reason('deleted-by-person'), by: { userId: ownerId, staff: false } })).toBe('started');
    await ends(id, 'deleted');
    expect(await left(id)).toEqual({});
  });

  it('[M5] [file-upload-security.virus-scanning] should end an infected MP4 in quarantine, and a lie about the type as rejected', async () => {
    const [infected, lie] = [await upload(infectedVideo()), await upload(makeVideo('webm'))];
    await ends(infected.id, 'quarantined');
    await ends(lie.id, 'rejected');
    expect(await left(infected.id)).toEqual({ quarantine: 1 });
    expect(await rows.row(lie.id)).toMatchObject({ reason_code: 'type-mismatch' });
  });

  it('[C3] should scan a video and then hold it while its owner does not consent', async () => {
    allow = false;
    try {
      const { id } = await upload(makeVideo('mp4'));
      await ends(id, 'consent_hold');
      expect(await left(id)).toEqual({ media: 1 });
    } finally {
      allow = true;
    }
  });

  it('[M13] [S4] should sweep what no row knows of when it is old enough, and nothing else', async () => {
    const { id, ownerId } = await upload(makeVideo('mp4'));
    await ends(id, 'ready');
    const body = Buffer.from('stray');
    const stray = (bucket: string, key: string) => t.owner.put({ bucket, key }, { body, size: body.length, contentType: 'x/y' });
    await stray(t.buckets.uploads, `u/${id}/9`);
    await stray(t.buckets.media, `c/${ownerId}/${id}/aa`);
    await t.owner.createMultipart({ bucket: t.buckets.uploads, key: `u/${id}/9` }, 'video/mp4');
    const worker = apps[0] as INestApplicationContext;
    const sweeper = new SweeperService(worker.get<DeleterStore>(DeleterStore), worker.get(ObjectReferences), t.buckets);
    const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);
    await sweeper.sweep(inHours(0));
    expect(await left(id)).toEqual({ media: 4, uploads: 1 });
    await sweeper.sweep(inHours(26));
    expect(await left(id)).toEqual({ media: 4 });
    await sweeper.sweep(inHours(31 * 24));
    expect(await left(id)).toEqual({ media: 3 });
    for await (const open of t.owner.multipartUploads(t.buckets.uploads, '')) expect(open).toBeUndefined();
  });

  it('[M1] should not sweep the parts of an upload that is still under way after a day', async () => {
    const [uploadId, id] = [uuidv7(), uuidv7()];
    const place = { bucket: t.buckets.uploads, key: `u/${id}/1` };
    await rows.uploads.reserve({ id: uploadId, assetId: id, ownerId: uuidv7(), filename: 'a', contentType: 'video/mp4', size: 2_000, sha256: null, ...place, partSize: 8_388_608, partCount: 1 }, { bytes: 1e9, assets: 10 });
    const multipart = { ...place, uploadId: await t.owner.createMultipart(place, 'video/mp4') };
    await rows.uploads.began(uploadId, multipart.uploadId);
    const worker = apps[0] as INestApplicationContext;
    const sweeper = new SweeperService(worker.get<DeleterStore>(DeleterStore), worker.get(ObjectReferences), t.buckets);
    const tomorrow = new Date(Date.now() + 26 * 3_600_000);
    await sweeper.sweep(tomorrow);
    expect(await t.owner.listParts(multipart)).toEqual([]);
    // What the store joined although nobody heard of it: the reconciler looks for it at the end of the upload.
    const joined = await t.owner.put(place, { body: Buffer.from('x'), size: 1, contentType: 'x/y' });
    await sweeper.sweep(tomorrow);
    expect(await t.owner.stat({ ...place, versionId: joined.versionId })).not.toBeNull();
    await rows.uploads.close(uploadId, 'aborted', 'upload-aborted');
    await sweeper.sweep(tomorrow);
    expect(await t.owner.listParts(multipart)).toBeNull();
  });
});

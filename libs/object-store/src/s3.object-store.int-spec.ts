import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { objectStoreContract } from './object-store.contract.js';
import { S3BucketSettings } from './s3.bucket-settings.js';
import { S3ObjectStore } from './s3.object-store.js';

// Real here: the S3 endpoint of the environment. The faults below are played by an HTTP server.
const env = (name: string) => process.env[name] ?? '';
const endpoint = env('TEST_S3_ENDPOINT');
const connection = { endpoint, publicEndpoint: endpoint, region: 'us-east-1', forcePathStyle: true };
const keys = { accessKeyId: env('TEST_S3_ADMIN_ACCESS_KEY'), secretAccessKey: env('TEST_S3_ADMIN_SECRET_KEY') };

objectStoreContract('S3', async () => {
  const settings = new S3BucketSettings(connection, keys);
  const bucket = `contract-${randomUUID().slice(0, 8)}`;
  const other = `${bucket}-other`;
  for (const b of [bucket, other]) {
    await settings.create(b);
    await settings.versioning(b);
  }
  const store = new S3ObjectStore(connection, keys);
  return { store, bucket, other, close: async () => store.close() };
});

describe('bucket settings', () => {
  const settings = new S3BucketSettings(connection, keys);
  const bucket = `settings-${randomUUID().slice(0, 8)}`;
  const cors = { origins: ['http://localhost:8080'], methods: ['GET', 'PUT', 'HEAD'] as const, exposeHeaders: ['ETag'], maxAgeSeconds: 600 };

  it('should be idempotent and read back', async () => {
    expect(await settings.create(bucket)).toBe(true);
    expect(await settings.create(bucket)).toBe(false);
    for (let round = 0; round < 2; round += 1) {
      await settings.versioning(bucket);
      await settings.cors(bucket, cors);
    }
    expect(await settings.current(bucket)).toEqual({ versioning: true, cors, policy: null });
  });

  it('should let a browser of the allowed origin, and no other, read the ETag of what it put', async () => {
    const ask = async (origin: string) => fetch(`${endpoint}/${bucket}/x`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-amz-checksum-sha256' } });
    const allowed = await ask('http://localhost:8080');
    expect(allowed.headers.get('access-control-allow-origin')).toBe('http://localhost:8080');
    expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a store that fails', () => {
  let server: Server;
  let store: S3ObjectStore;
  let mode = '';
  let requests = 0;
  const object = { bucket: 'b', key: 'k', versionId: 'v' };

  beforeAll(async () => {
    server = createServer((_, response) => {
      requests += 1;
      if (mode === 'silent') return;
      if (mode === 'slow-down') {
        response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>');
        return;
      }
      response.writeHead(200, mode === 'chunked' ? {} : { 'content-length': '1000' });
      response.write(Buffer.alloc(500));
      if (mode === 'short') response.socket?.end();
      if (mode === 'chunked') response.end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    store = new S3ObjectStore({ ...connection, endpoint: url }, keys, { connectionMs: 300, idleMs: 300, attempts: 2 });
  });
  afterAll(() => {
    store.close();
    server.closeAllConnections();
    server.close();
  });

  const outage = expect.objectContaining({ name: 'DomainError', code: 'unavailable' });
  const drain = async () => {
    for await (const chunk of (await store.read(object)).chunks) expect(chunk.length).toBeGreaterThan(0);
  };

  it('should be unavailable when it does not answer, after a bounded number of tries', async () => {
    mode = 'silent';
    requests = 0;
    await expect(store.stat(object)).rejects.toEqual(outage);
    expect(requests).toBe(2);
  });

  it('should be unavailable when it says slow down', async () => {
    mode = 'slow-down';
    await expect(store.stat(object)).rejects.toEqual(outage);
  });

  it('should be unavailable when it stalls in the middle of a body', async () => {
    mode = 'stall';
    await expect(drain()).rejects.toEqual(outage);
  });

  it('should never take a body that ends early for the whole', async () => {
    mode = 'short';
    await expect(drain()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('should never take a body of unknown length for the whole', async () => {
    mode = 'chunked';
    await expect(drain()).rejects.toEqual(expect.objectContaining({ kind: 'short-body' }));
  });

  it('should be unavailable when nobody listens', async () => {
    const nobody = new S3ObjectStore({ ...connection, endpoint: 'http://127.0.0.1:1' }, keys, { connectionMs: 300, idleMs: 300, attempts: 2 });
    await expect(nobody.stat(object)).rejects.toEqual(outage);
  });
});

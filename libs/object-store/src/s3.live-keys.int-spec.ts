import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { S3ObjectStore } from './s3.object-store.js';

describe('keys that change under a running process', () => {
  const seen: string[] = [];
  let server: Server;
  let endpoint: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(/Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '');
      response.writeHead(204).end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => { server.close(); });

  it('should sign the next request and the next URL', async () => {
    const keys = { accessKeyId: 'old', secretAccessKey: 'secret-1' };
    const store = new S3ObjectStore({ endpoint, publicEndpoint: endpoint, region: 'us-east-1', forcePathStyle: true }, keys);
    const object = { bucket: 'media', key: 'a', versionId: 'v' };
    const url = async () => new URL((await store.presignGet(object, { contentType: 'video/mp4', disposition: 'inline', expiresSeconds: 300 })).url).searchParams;
    await store.deleteVersion(object);
    const before = await url();
    keys.accessKeyId = 'new';
    keys.secretAccessKey = 'secret-2';
    await store.deleteVersion(object);
    const after = await url();
    expect(seen).toEqual(['old', 'new']);
    expect([before.get('X-Amz-Credential')?.split('/')[0], after.get('X-Amz-Credential')?.split('/')[0]]).toEqual(['old', 'new']);
    // Of another secret, too, and not of the one that the day's key was derived from.
    keys.secretAccessKey = 'secret-3';
    expect((await url()).get('X-Amz-Signature')).not.toBe(after.get('X-Amz-Signature'));
    store.close();
  });
});

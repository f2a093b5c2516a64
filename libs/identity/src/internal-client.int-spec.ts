import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { InternalClient } from './internal-client.js';
import { ServiceTokenSigner } from './service-tokens.js';

// Real here: HTTP. The peer says what the path asks for.
const ANSWERS: Readonly<Record<string, readonly [status: number, body: string]>> = {
  '/internal/fine': [200, '{"n":1}'],
  '/internal/refused': [409, '{"type":"/problems/conflict","detail":"No."}'],
  '/internal/stranger': [401, '{"type":"/problems/unauthenticated"}'],
  '/internal/failing': [503, '{}'],
  '/internal/page': [200, '<html>'],
  '/internal/error-page': [404, '<html>'],
  '/internal/something-else': [404, '{}'],
};

describe('calling another service', () => {
  let peer: Server;
  let client: InternalClient;
  beforeAll(async () => {
    peer = createServer((request, response) => {
      const [status, body] = ANSWERS[request.url ?? ''] ?? [404, '{}'];
      response.writeHead(status).end(body);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => peer.once('listening', resolve));
    const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    client = new InternalClient(new ServiceTokenSigner('exercises', key), { media: `http://127.0.0.1:${(peer.address() as AddressInfo).port}` }, () => null);
  });
  afterAll(() => { peer.close(); });

  const call = (path: `/internal/${string}`) => client.call('media', { method: 'GET', path, answer: z.object({ n: z.number() }) });

  it('should give the answer, and a refusal with its code', async () => {
    await expect(call('/internal/fine')).resolves.toEqual({ n: 1 });
    await expect(call('/internal/refused')).rejects.toMatchObject({ name: 'InternalCallError', status: 409, code: 'conflict' });
  });

  it.each(['stranger', 'failing', 'page', 'error-page', 'something-else'])('should call it an outage when a peer is %s: it cannot check who we are, or something else answered in its place', async (what) => {
    await expect(call(`/internal/${what}`)).rejects.toMatchObject({ name: 'DomainError', code: 'unavailable' });
  });
});

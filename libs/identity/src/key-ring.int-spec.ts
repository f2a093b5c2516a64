import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SecretRefused } from '@practika/config';
import type { JWK } from 'jose';
import { z } from 'zod';
import { InternalClient } from './internal-client.js';
import { ServiceTokenSigner, ServiceTokenVerifier } from './service-tokens.js';

const newKey = (namedCurve = 'P-256'): string => generateKeyPairSync('ec', { namedCurve }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

// Real here: HTTP and the keys. Two services, of which one calls and the other checks.
describe('a service key that changes', () => {
  const ends: (() => void)[] = [];
  afterEach(() => { for (const end of ends.splice(0)) end(); });

  async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
    const server = createServer(handle).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    ends.push(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** @param published what the caller's service publishes at the moment: some process of it, not always the one that calls */
  async function services(published: () => Promise<readonly JWK[]>) {
    const caller = await listen((_request, response) => void published().then((keys) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }))));
    const verifier = new ServiceTokenVerifier('media', { exercises: caller });
    let refused = 0;
    const media = await listen((request, response) => void verifier.verify((request.headers.authorization ?? '').slice(7)).then(
      (name) => response.writeHead(200).end(JSON.stringify({ name })),
      () => { refused += 1; response.writeHead(401).end('{"type":"/problems/unauthenticated"}'); },
    ));
    const client = (signer: ServiceTokenSigner) => new InternalClient(signer, { media }, () => null);
    const call = (by: InternalClient) => by.call('media', { method: 'GET', path: '/internal/who', answer: z.object({ name: z.string() }) });
    return { verifier, client, call, refusals: () => refused };
  }

  it('should lose no call while another process of the service still publishes the old key alone', async () => {
    const signer = new ServiceTokenSigner('exercises', newKey());
    const stale = await signer.publicKeys();
    let everyone = false;
    const { client, call, refusals } = await services(async () => (everyone ? signer.publicKeys() : stale));
    const exercises = client(signer);
    expect(await call(exercises)).toEqual({ name: 'exercises' });
    signer.rotate(newKey());
    for (let i = 0; i < 5; i += 1) expect(await call(exercises)).toEqual({ name: 'exercises' });
    // One refusal, and then the key that works is used for a while.
    expect(refusals()).toBe(1);
    everyone = true;
    expect(await call(exercises)).toEqual({ name: 'exercises' });
  });

  it('should be used at once where it is known, and tokens in flight still count', async () => {
    const signer = new ServiceTokenSigner('exercises', newKey());
    const { verifier, client, call, refusals } = await services(() => signer.publicKeys());
    const inFlight = await signer.tokenFor('media');
    signer.rotate(newKey());
    expect(await call(client(signer))).toEqual({ name: 'exercises' });
    expect(await verifier.verify(inFlight)).toBe('exercises');
    expect([refusals(), (await signer.publicKeys()).length, await signer.tokenFor('media') === inFlight]).toEqual([0, 2, false]);
  });

  it('should take a ring of keys, of which the first signs and all are published', async () => {
    const [next, now] = [newKey(), newKey()];
    const signer = new ServiceTokenSigner('exercises', `${now}\n${next}`);
    const [first, second] = await signer.publicKeys();
    signer.rotate(`${next}\n${now}`);
    expect((await signer.publicKeys()).map(({ kid }) => kid)).toEqual([second?.kid, first?.kid]);
    expect((await signer.publicKey()).kid).toBe(second?.kid);
  });

  it('should be refused when it cannot sign, and the one before stays', async () => {
    const signer = new ServiceTokenSigner('exercises', newKey());
    const before = await signer.publicKeys();
    for (const wrong of ['-----BEGIN rubbish', newKey('P-384')]) expect(() => signer.rotate(wrong)).toThrow(SecretRefused);
    expect(await signer.publicKeys()).toEqual(before);
  });
});

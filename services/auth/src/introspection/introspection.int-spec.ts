import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CredentialCache, credentialHash, InternalClient, introspectionAnswer, ServiceTokenSigner } from '@practika/identity';
import { newServiceKey } from '@practika/testing';
import { z } from 'zod';
import { AuthStack } from '../testing/auth-stack.js';
import { SessionRevokedHandler } from './session-revoked.handler.js';
import { CredentialsRepository } from './credentials.repository.js';
import { Transactions } from '../transactions/transactions.js';

const signers = { media: new ServiceTokenSigner('media', newServiceKey()), exercises: new ServiceTokenSigner('exercises', newServiceKey()) };
const publishers: Server[] = [];
let stack: AuthStack;

async function publish(signer: ServiceTokenSigner): Promise<string> {
  const keys = JSON.stringify({ keys: [await signer.publicKey()] });
  const server = createServer((_, res) => res.setHeader('content-type', 'application/json').end(keys));
  publishers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => { stack = await AuthStack.start({ MEDIA_INTERNAL_URL: await publish(signers.media), EXERCISES_INTERNAL_URL: await publish(signers.exercises) }); });
afterAll(async () => {
  await stack.stop();
  for (const server of publishers) server.close();
});

const from = (caller: keyof typeof signers) => new InternalClient(signers[caller], { auth: `http://127.0.0.1:${stack.api.internalPort}` }, () => null);
const ask = (kind: 'session' | 'token', raw: string) => from('media').call('auth', { method: 'POST', path: '/internal/introspect', body: { kind, hash: credentialHash(raw) }, answer: introspectionAnswer });

describe('introspection', () => {
  it('[A5] should tell other services who is behind a session, and that nobody is once it has ended', async () => {
    const person = await stack.person('instructor');
    const client = await stack.signedIn(person);
    const raw = client.cookies.get('practika_session') ?? '';
    expect(await ask('session', raw)).toMatchObject({ active: true, principal: { kind: 'session', userId: person.id, role: 'instructor', leaving: false } });
    expect(await ask('token', raw)).toEqual({ active: false });
    expect(await stack.get(CredentialCache).find(credentialHash(raw))).toMatchObject({ kind: 'session', userId: person.id });
    await client.delete('/sessions/current');
    expect(await stack.get(CredentialCache).find(credentialHash(raw))).toBeNull();
    expect(await ask('session', raw)).toEqual({ active: false });
  });

  it('[A5] should answer a passive question without keeping an idle session alive', async () => {
    const client = await stack.signedIn(await stack.person());
    const hash = credentialHash(client.cookies.get('practika_session') ?? '');
    await stack.get(CredentialCache).forget([hash]);
    await stack.sql(`UPDATE sessions SET last_seen_at = now() - interval '50 minutes' WHERE token_hash = $1`, [hash]);
    const idle = `SELECT last_seen_at < now() - interval '49 minutes' AS idle FROM sessions WHERE token_hash = $1`;
    const question = (passive: boolean) => from('media').call('auth', { method: 'POST', path: '/internal/introspect', body: { kind: 'session', hash, passive }, answer: introspectionAnswer });
    expect(await question(true)).toMatchObject({ active: true });
    expect(await stack.sql(idle, [hash])).toEqual([{ idle: true }]);
    expect(await stack.get(CredentialCache).find(hash)).toBeUndefined();
    expect(await question(false)).toMatchObject({ active: true });
    expect(await stack.sql(idle, [hash])).toEqual([{ idle: false }]);
  });

  it('[A5] should keep nothing in the cache for longer than the credential lives', async () => {
    const client = await stack.signedIn(await stack.person());
    const raw = client.cookies.get('practika_session') ?? '';
    await stack.sql(`UPDATE sessions SET ends_at = now() + interval '1500 milliseconds' WHERE token_hash = $1`, [credentialHash(raw)]);
    expect(await ask('session', raw)).toMatchObject({ active: true });
    expect((await client.get('/me')).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1_600));
    expect((await client.get('/me')).status).toBe(401);
  });

  it('[A5] should bring tombstones by the event when the one who revoked could not', async () => {
    const person = await stack.person();
    const client = await stack.signedIn(person);
    const raw = client.cookies.get('practika_session') ?? '';
    await client.get('/me');
    await stack.sql(`UPDATE sessions SET revoked_at = now() WHERE token_hash = $1`, [credentialHash(raw)]);
    expect((await client.get('/me')).status).toBe(200);
    const handler = new SessionRevokedHandler(new CredentialsRepository(), stack.get(CredentialCache));
    await handler.handle(stack.get(Transactions).reader, { data: { userId: person.id } } as never);
    expect((await client.get('/me')).status).toBe(401);
  });

  it('[A11] should answer services with a token of their own alone, and each only what it needs', async () => {
    const answer = z.object({ items: z.array(z.object({ id: z.uuid(), displayName: z.string() })) });
    const people = [await stack.person(), await stack.person()];
    const ids = [...people.map((p) => p.id), '019d0000-0000-7000-8000-000000000000'];
    const found = await from('exercises').call('auth', { method: 'POST', path: '/internal/people', body: { ids }, answer });
    expect(found.items).toEqual(expect.arrayContaining(people.map((p) => ({ id: p.id, displayName: `Person ${p.username}` }))));
    expect(found.items).toHaveLength(2);
    await expect(from('media').call('auth', { method: 'POST', path: '/internal/people', body: { ids }, answer })).rejects.toMatchObject({ status: 403 });
    const internal = `http://127.0.0.1:${stack.api.internalPort}/internal/introspect`;
    const body = JSON.stringify({ kind: 'session', hash: '0'.repeat(64) });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(internal, { method: 'POST', body, headers })).status).toBe(401);
    const wrongAudience = await signers.media.tokenFor('consent');
    expect((await fetch(internal, { method: 'POST', body, headers: { ...headers, authorization: `Bearer ${wrongAudience}` } })).status).toBe(401);
    const forged = await new ServiceTokenSigner('media', newServiceKey()).tokenFor('auth');
    expect((await fetch(internal, { method: 'POST', body, headers: { ...headers, authorization: `Bearer ${forged}` } })).status).toBe(401);
    expect((await fetch(`http://127.0.0.1:${stack.api.port}/internal/introspect`, { method: 'POST', body, headers })).status).not.toBe(200);
  });
});

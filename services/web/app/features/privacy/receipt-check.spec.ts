import { beforeAll, describe, expect, it } from '@jest/globals';
import { checkReceipt } from './receipt-check.ts';

const encoded = (data: Uint8Array | string): string => btoa(typeof data === 'string' ? data : String.fromCharCode(...data)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
let keys: (JsonWebKey & { kid: string })[];
let jws: string;

async function signed(pair: CryptoKeyPair, header: object, payload: object): Promise<string> {
  const text = `${encoded(JSON.stringify(header))}.${encoded(JSON.stringify(payload))}`;
  return `${text}.${encoded(new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, new TextEncoder().encode(text))))}`;
}

beforeAll(async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  keys = [{ ...(await crypto.subtle.exportKey('jwk', pair.publicKey)), kid: 'one' }];
  jws = await signed(pair, { alg: 'ES256', kid: 'one' }, { state: 'given' });
});

describe('the check of a receipt', () => {
  it('should hold what was signed', async () => {
    await expect(checkReceipt(jws, keys)).resolves.toEqual({ valid: true, keyId: 'one' });
  });

  it('should see that a word was changed', async () => {
    const [header, , signature] = jws.split('.');
    await expect(checkReceipt(`${header}.${encoded('{"state":"withdrawn"}')}.${signature}`, keys)).resolves.toMatchObject({ valid: false });
  });

  it('should not take an unknown key, another algorithm, or what is no receipt', async () => {
    const [, payload, signature] = jws.split('.');
    await expect(checkReceipt(jws, [])).resolves.toMatchObject({ valid: false });
    await expect(checkReceipt(`${encoded('{"alg":"none","kid":"one"}')}.${payload}.${signature}`, keys)).resolves.toMatchObject({ valid: false });
    for (const text of ['', 'a.b', 'a.b.c', `${jws}.x`]) await expect(checkReceipt(text, keys)).resolves.toMatchObject({ valid: false });
  });
});

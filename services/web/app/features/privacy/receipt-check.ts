/** What a receipt says and whether its signature holds. */
export interface Checked {
  readonly valid: boolean;
  /** Which of the server's keys it was signed with. */
  readonly keyId: string | null;
}

interface Key extends JsonWebKey {
  readonly kid?: string;
}

/**
 * Checks a receipt as anybody can: a compact JWS, ES256 (RFC 7515), against the keys that the server publishes.
 *
 * @param keys of the JWK set
 */
export async function checkReceipt(jws: string, keys: readonly Key[]): Promise<Checked> {
  const [header, payload, signature, ...rest] = jws.split('.');
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) return { valid: false, keyId: null };
  try {
    const said: unknown = JSON.parse(new TextDecoder().decode(bytesOf(header)));
    const { alg, kid } = said as { alg?: unknown; kid?: unknown };
    const keyId = typeof kid === 'string' ? kid : null;
    const key = keys.find((one) => one.kid === keyId);
    // The algorithm is ours to say, not the receipt's: another one is a forgery.
    if (alg !== 'ES256' || key === undefined) return { valid: false, keyId };
    const { kty = 'EC', crv = 'P-256', x = '', y = '' } = key;
    const imported = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    const valid = await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, imported, bytesOf(signature), new TextEncoder().encode(`${header}.${payload}`));
    return { valid, keyId };
  } catch {
    return { valid: false, keyId: null };
  }
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

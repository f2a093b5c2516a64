import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 as hex. Credentials of 256 random bits need no slow hash; only this is stored and looked up. */
export function credentialHash(raw: string): string {
  return hash('sha256', raw, 'hex');
}

/**
 * The CSRF token of a session: HMAC-SHA256 keyed by the session's own secret. Bound to the session without a stored
 * value or a shared key: who can compute it has the session already, and it gives nothing of the session away.
 */
export function csrfTokenFor(rawSessionToken: string): string {
  return createHmac('sha256', rawSessionToken).update('practika csrf 1').digest('base64url');
}

/** Compares in constant time; different lengths are simply unequal. */
export function sameSecret(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

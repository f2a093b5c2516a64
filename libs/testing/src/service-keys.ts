import { generateKeyPairSync } from 'node:crypto';

/** A fresh EC P-256 private key as PEM, as services sign with. */
export function newServiceKey(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

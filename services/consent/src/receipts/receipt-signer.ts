import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, CompactSign, compactVerify, exportJWK, type JWK } from 'jose';
import { canonical, type ConsentRecord } from '../consents/consent-record.js';

const ALGORITHM = 'ES256';

/** The keys with which receipts are checked, by `kid`. */
export class ReceiptKeys {
  private constructor(
    private readonly byId: ReadonlyMap<string, KeyObject>,
    readonly jwks: { readonly keys: readonly JWK[] },
  ) {}

  /** @param keys the current one first; earlier ones stay, or older receipts could not be checked any more */
  static async of(keys: readonly KeyObject[]): Promise<ReceiptKeys> {
    const published = await Promise.all(keys.map(async (key) => {
      const jwk = await exportJWK(key.type === 'private' ? createPublicKey(key) : key);
      return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: ALGORITHM, use: 'sig' };
    }));
    return new ReceiptKeys(new Map(published.map((jwk, i) => [jwk.kid, keys[i] as KeyObject])), { keys: published });
  }

  get currentId(): string {
    return this.jwks.keys[0]?.kid ?? '';
  }

  /** Whether `jws` is a signature of ours over exactly this record. */
  async signed(jws: string, record: ConsentRecord): Promise<boolean> {
    try {
      const { payload } = await compactVerify(jws, ({ kid }) => {
        const key = this.byId.get(kid ?? '');
        if (key === undefined) throw new Error('a key that is not ours');
        return key.type === 'private' ? createPublicKey(key) : key;
      }, { algorithms: [ALGORITHM] });
      return new TextDecoder().decode(payload) === canonical(record);
    } catch {
      return false;
    }
  }
}

/** Signs receipts: compact JWS, ES256, over the canonical record. */
export class ReceiptSigner {
  private constructor(
    private readonly key: KeyObject,
    readonly keys: ReceiptKeys,
  ) {}

  static async create(pem: string, earlier: readonly string[] = []): Promise<ReceiptSigner> {
    const key = createPrivateKey(pem);
    return new ReceiptSigner(key, await ReceiptKeys.of([key, ...earlier.map((one) => createPublicKey(one))]));
  }

  sign(record: ConsentRecord): Promise<string> {
    return new CompactSign(new TextEncoder().encode(canonical(record)))
      .setProtectedHeader({ alg: ALGORITHM, kid: this.keys.currentId, typ: 'practika-consent-receipt' })
      .sign(this.key);
  }
}

/** The JWS with its payload taken out (RFC 7515 appendix F), as a record carries it: the payload is the record itself. */
export function detached(jws: string): string {
  const [header = '', , signature = ''] = jws.split('.');
  return `${header}..${signature}`;
}

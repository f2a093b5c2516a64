import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { secretFiles } from '@practika/config';
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
    const byId = new Map(published.map((jwk, i) => [jwk.kid, keys[i] as KeyObject]));
    return new ReceiptKeys(byId, { keys: published.filter((jwk, i) => published.findIndex(({ kid }) => kid === jwk.kid) === i) });
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
    private key: KeyObject,
    private known: ReceiptKeys,
    private readonly earlier: readonly KeyObject[],
  ) {}

  get keys(): ReceiptKeys {
    return this.known;
  }

  static async create(pem: string, earlier: readonly string[] = []): Promise<ReceiptSigner> {
    const key = createPrivateKey(pem);
    const keys = earlier.map((one) => createPublicKey(one));
    return new ReceiptSigner(key, await ReceiptKeys.of([key, ...keys]), keys);
  }

  /**
   * The signer of a process, which follows its key's file. What was signed before still holds, here: for later processes
   * and for the check of the ledger the key before has to be among RECEIPT_EARLIER_KEYS.
   */
  static async live(pem: string, earlier: readonly string[]): Promise<ReceiptSigner> {
    const signer = await ReceiptSigner.create(pem, earlier);
    const before: KeyObject[] = [];
    const take = async (): Promise<void> => {
      const next = createPrivateKey(secretFiles.current<string>('RECEIPT_SIGNING_KEY') ?? pem);
      const listed = secretFiles.current<readonly string[]>('RECEIPT_EARLIER_KEYS')?.map((one) => createPublicKey(one)) ?? signer.earlier;
      if (!createPublicKey(next).equals(createPublicKey(signer.key))) before.push(createPublicKey(signer.key));
      signer.known = await ReceiptKeys.of([next, ...listed, ...before]);
      signer.key = next;
    };
    secretFiles.on('RECEIPT_SIGNING_KEY', take);
    secretFiles.on('RECEIPT_EARLIER_KEYS', take);
    return signer;
  }

  sign(record: ConsentRecord): Promise<string> {
    // Of one moment: between two statements the key may be another one.
    const { key, known } = this;
    return new CompactSign(new TextEncoder().encode(canonical(record)))
      .setProtectedHeader({ alg: ALGORITHM, kid: known.currentId, typ: 'practika-consent-receipt' })
      .sign(key);
  }
}

/** The JWS with its payload taken out (RFC 7515 appendix F), as a record carries it: the payload is the record itself. */
export function detached(jws: string): string {
  const [header = '', , signature = ''] = jws.split('.');
  return `${header}..${signature}`;
}

import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { SignatureV4 } from '@smithy/signature-v4';
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import type { MultipartUpload, ObjectPlace, ObjectVersion, PresignedRequest } from './object-store.js';

/** Read anew for each signature: keys may change under a running process. */
export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

/** Where a bucket's objects are: `s3.example.org` and `/videos`, or `videos.s3.example.org` and nothing. */
interface BucketAddress {
  readonly protocol: string;
  readonly host: string;
  readonly path: string;
}

interface Asked {
  readonly method: 'GET' | 'PUT';
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresSeconds: number;
}

const ADDRESS_OF = 'x';
/** The body is not part of a URL's signature. */
const UNSIGNED = 'UNSIGNED-PAYLOAD';

/** SHA-256 as the signer of the SDK takes it. */
class Sha256 {
  private readonly hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string | Uint8Array);
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): never {
    throw new Error('a hash is used once');
  }
}

/** RFC 3986: what encodeURIComponent leaves as it is, and signatures do not. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * Signs URLs for browsers. The SDK's presigner builds a whole request through all its layers for each URL, half a
 * millisecond of CPU, and an upload takes a URL for every part. So the SDK says once for each bucket where its objects are,
 * its own signer signs them without those layers, and a spec holds every URL against the SDK's.
 */
export class S3Presigner {
  private readonly addresses = new Map<string, Promise<BucketAddress>>();
  private readonly signature: SignatureV4;

  /** @param client of the address that browsers use: a signature covers the host name */
  constructor(
    private readonly client: S3Client,
    signer: Signer,
    private readonly now: () => Date = () => new Date(),
  ) {
    const credentials = async () => ({ accessKeyId: signer.accessKeyId, secretAccessKey: signer.secretAccessKey });
    this.signature = new SignatureV4({ service: 's3', region: signer.region, sha256: Sha256, uriEscapePath: false, applyChecksum: false, credentials });
  }

  async part(upload: MultipartUpload, part: { partNumber: number; size: number; sha256?: string; md5?: string; expiresSeconds: number }): Promise<PresignedRequest> {
    const headers: Record<string, string> = {
      ...(part.sha256 === undefined ? {} : { 'x-amz-checksum-sha256': part.sha256 }),
      ...(part.md5 === undefined ? {} : { 'content-md5': part.md5 }),
    };
    const signed = await this.sign(upload, {
      method: 'PUT', query: { partNumber: String(part.partNumber), uploadId: upload.uploadId, 'x-id': 'UploadPart' },
      // Unsigned, the store would check neither the length nor the digests.
      headers: { ...headers, 'content-length': String(part.size) }, expiresSeconds: part.expiresSeconds,
    });
    return { ...signed, headers };
  }

  async get(object: ObjectVersion, answer: { contentType: string; disposition: string; expiresSeconds: number }): Promise<PresignedRequest> {
    const signed = await this.sign(object, {
      method: 'GET', headers: {}, expiresSeconds: answer.expiresSeconds,
      query: {
        'response-content-type': answer.contentType, 'response-content-disposition': answer.disposition, versionId: object.versionId, 'x-id': 'GetObject',
        // The bytes of one version never change; nobody between the store and the browser may keep them.
        'response-cache-control': 'private, max-age=300',
      },
    });
    return { ...signed, headers: {} };
  }

  private async sign({ bucket, key }: ObjectPlace, asked: Asked): Promise<{ url: string; expiresAt: Date }> {
    const { protocol, host, path } = await this.addressOf(bucket);
    const at = this.now();
    const full = `${path}/${key.split('/').map(encode).join('/')}`;
    const signed = new Set(['host', ...Object.keys(asked.headers)]);
    const { query } = await this.signature.presign(
      { method: asked.method, protocol, hostname: host, path: full, query: { ...asked.query }, headers: { host, 'X-Amz-Content-Sha256': UNSIGNED, ...asked.headers } },
      { expiresIn: asked.expiresSeconds, signingDate: at, unhoistableHeaders: signed, signableHeaders: signed },
    );
    return {
      url: `${protocol}//${host}${full}?${Object.entries(query ?? {}).map(([name, value]) => `${encode(name)}=${encode(String(value))}`).join('&')}`,
      expiresAt: new Date(at.getTime() + asked.expiresSeconds * 1_000),
    };
  }

  private addressOf(bucket: string): Promise<BucketAddress> {
    let address = this.addresses.get(bucket);
    if (address === undefined) {
      address = getSignedUrl(this.client, new GetObjectCommand({ Bucket: bucket, Key: ADDRESS_OF })).then((url) => {
        const { protocol, host, pathname } = new URL(url);
        return { protocol, host, path: pathname.slice(0, -1 - ADDRESS_OF.length) };
      });
      this.addresses.set(bucket, address);
      address.catch(() => this.addresses.delete(bucket));
    }
    return address;
  }
}

import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { MultipartUpload, ObjectPlace, ObjectVersion, PresignedRequest } from './object-store.js';
import { encode, signedQuery, type Signer } from './sigv4.js';

/** Where a bucket's objects are: `https://s3.example.org` and `/videos`, or `https://videos.s3.example.org` and nothing. */
interface BucketAddress {
  readonly origin: string;
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

/**
 * Signs URLs for browsers. The SDK's presigner builds a whole request through all its layers for each URL, half a
 * millisecond of CPU, and an upload takes a URL for every part. So the SDK says once for each bucket where its objects are,
 * and a spec holds every URL against the SDK's.
 */
export class S3Presigner {
  private readonly addresses = new Map<string, Promise<BucketAddress>>();

  /** @param client of the address that browsers use: a signature covers the host name */
  constructor(
    private readonly client: S3Client,
    private readonly signer: Signer,
    private readonly now: () => Date = () => new Date(),
  ) {}

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
    const { origin, host, path } = await this.addressOf(bucket);
    const at = this.now();
    const full = `${path}/${key.split('/').map(encode).join('/')}`;
    return {
      url: `${origin}${full}?${signedQuery(this.signer, { ...asked, host, path: full, at })}`,
      expiresAt: new Date(at.getTime() + asked.expiresSeconds * 1_000),
    };
  }

  private addressOf(bucket: string): Promise<BucketAddress> {
    let address = this.addresses.get(bucket);
    if (address === undefined) {
      address = getSignedUrl(this.client, new GetObjectCommand({ Bucket: bucket, Key: ADDRESS_OF })).then((url) => {
        const { origin, host, pathname } = new URL(url);
        return { origin, host, path: pathname.slice(0, -1 - ADDRESS_OF.length) };
      });
      this.addresses.set(bucket, address);
      address.catch(() => this.addresses.delete(bucket));
    }
    return address;
  }
}

import { createHash, createHmac } from 'node:crypto';

/** Read anew for each signature: keys may change under a running process. */
export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

export interface SignedRequest {
  readonly method: 'GET' | 'PUT';
  readonly host: string;
  /** Percent-encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** All of them are signed. Names in lower case; `host` is added. */
  readonly headers: Readonly<Record<string, string>>;
  readonly at: Date;
  readonly expiresSeconds: number;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const PAYLOAD = 'UNSIGNED-PAYLOAD';

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1);

/** RFC 3986: what encodeURIComponent leaves as it is, and signatures do not. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The query of a URL signed with AWS Signature Version 4, for S3: the body is not part of it. */
export function signedQuery(signer: Signer, request: SignedRequest): string {
  const time = request.at.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const scope = `${day}/${signer.region}/s3/aws4_request`;
  const headers = Object.entries({ ...request.headers, host: request.host }).sort(byName);
  const names = headers.map(([name]) => name).join(';');
  const query = Object.entries({
    ...request.query,
    'X-Amz-Algorithm': ALGORITHM, 'X-Amz-Content-Sha256': PAYLOAD, 'X-Amz-Credential': `${signer.accessKeyId}/${scope}`,
    'X-Amz-Date': time, 'X-Amz-Expires': String(request.expiresSeconds), 'X-Amz-SignedHeaders': names,
  }).map(([name, value]) => [encode(name), encode(value)] as const).sort(byName).map(([name, value]) => `${name}=${value}`).join('&');
  const canonical = [request.method, request.path, query, ...headers.map(([name, value]) => `${name}:${value.trim().replace(/\s+/g, ' ')}`), '', names, PAYLOAD].join('\n');
  const toSign = [ALGORITHM, time, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  return `${query}&X-Amz-Signature=${hmac(keyOf(signer, day), toSign).toString('hex')}`;
}

const keys = new WeakMap<Signer, { readonly day: string; readonly secret: string; readonly key: Buffer }>();

/** The key of a day: four hashes that every URL of that day would repeat. */
function keyOf(signer: Signer, day: string): Buffer {
  const known = keys.get(signer);
  const secret = signer.secretAccessKey;
  if (known?.day === day && known.secret === secret) return known.key;
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${secret}`, day), signer.region));
  keys.set(signer, { day, secret, key });
  return key;
}

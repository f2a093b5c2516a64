import { S3Client } from '@aws-sdk/client-s3';

/** How a store is reached. `publicEndpoint` is the address that browsers use: a signature covers the host name. */
export interface S3Connection {
  readonly endpoint: string;
  readonly publicEndpoint: string;
  readonly region: string;
  readonly forcePathStyle: boolean;
}

/** Read anew for each request. */
export interface S3Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface S3Timeouts {
  readonly connectionMs: number;
  /** Until the answer's head, and between two chunks of a body. */
  readonly idleMs: number;
  readonly attempts: number;
}

// The SDK itself has no timeout at all: a store that accepts and never answers would hold a job for ever.
export const DEFAULT_TIMEOUTS: S3Timeouts = { connectionMs: 2_000, idleMs: 30_000, attempts: 3 };

export function s3Client(connection: S3Connection, keys: S3Keys, which: 'inner' | 'public', timeouts: S3Timeouts = DEFAULT_TIMEOUTS): S3Client {
  return new S3Client({
    endpoint: which === 'inner' ? connection.endpoint : connection.publicEndpoint,
    region: connection.region,
    forcePathStyle: connection.forcePathStyle,
    // Asked for again with each request: keys that come from files may change under a running process.
    credentials: () => Promise.resolve({ accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey, expiration: new Date() }),
    maxAttempts: timeouts.attempts,
    // Digests are ours to choose: the default would add a CRC to presigned parts, which no browser can compute.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: timeouts.connectionMs,
      requestTimeout: timeouts.idleMs,
      throwOnRequestTimeout: true,
      socketTimeout: timeouts.idleMs,
    },
  });
}

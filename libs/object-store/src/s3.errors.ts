import { S3ServiceException } from '@aws-sdk/client-s3';
import { DomainError, unavailable } from '@practika/problems';
import { ObjectStoreError, type ObjectStoreErrorKind } from './object-store.error.js';

const KINDS: Readonly<Record<string, ObjectStoreErrorKind>> = {
  NoSuchKey: 'missing', NotFound: 'missing', NoSuchVersion: 'missing',
  NoSuchUpload: 'upload-gone',
  PreconditionFailed: 'precondition', ConditionalRequestConflict: 'precondition',
  InvalidPart: 'parts-mismatch', InvalidPartOrder: 'parts-mismatch', EntityTooSmall: 'parts-mismatch', MalformedXML: 'parts-mismatch',
  BadDigest: 'digest-mismatch', XAmzContentSHA256Mismatch: 'digest-mismatch', XAmzContentChecksumMismatch: 'digest-mismatch',
  // A worker with a wrong address must not take every video for lost.
  NoSuchBucket: 'denied',
  AccessDenied: 'denied', InvalidAccessKeyId: 'denied', SignatureDoesNotMatch: 'denied',
  NotImplemented: 'unsupported',
};

/** What an S3 failure means to a caller: see ObjectStore. Anything that is not a clear answer counts as an outage. */
export function storeError(error: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof ObjectStoreError || error instanceof DomainError) return error;
  if (error instanceof S3ServiceException) {
    const status = error.$metadata.httpStatusCode ?? 0;
    const kind = KINDS[error.name];
    if (kind !== undefined) return new ObjectStoreError(kind, `object store: ${error.name}`, error);
    // versitygw answers so for a version that is gone.
    if (error.name === 'InvalidArgument' && /version id/i.test(error.message)) return new ObjectStoreError('missing', 'object store: no such version', error);
    if (status === 404) return new ObjectStoreError('missing', `object store: ${error.name}`, error);
    if (status === 403) return new ObjectStoreError('denied', `object store: ${error.name}`, error);
    if (status === 412) return new ObjectStoreError('precondition', `object store: ${error.name}`, error);
    if (status === 501) return new ObjectStoreError('unsupported', `object store: ${error.name}`, error);
    if (status >= 400 && status < 500 && status !== 408 && status !== 429 && error.name !== 'RequestTimeout') return error;
  }
  return unavailable('The object store', error);
}

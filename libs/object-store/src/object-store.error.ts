export type ObjectStoreErrorKind =
  /** No such object, or no such version of it. */
  | 'missing'
  /** The multipart upload is unknown: aborted, completed or never begun. */
  | 'upload-gone'
  /** If-Match or If-None-Match did not hold: the object is another one than the caller saw. */
  | 'precondition'
  /** The parts that complete names are not the parts that the store has. */
  | 'parts-mismatch'
  /** The bytes do not have the digest that was promised. */
  | 'digest-mismatch'
  /** The body ended before its announced length. An SDK takes that for success. */
  | 'short-body'
  /** This identity may not do that, or there is no such bucket: a defect of the set-up, retrying cannot help. */
  | 'denied'
  /** The store does not implement it. */
  | 'unsupported';

/** What a caller can act on. An outage of the store is a DomainError `unavailable` instead. */
export class ObjectStoreError extends Error {
  override readonly name = 'ObjectStoreError';
  constructor(
    readonly kind: ObjectStoreErrorKind,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}

export function isObjectStoreError(error: unknown, ...kinds: ObjectStoreErrorKind[]): error is ObjectStoreError {
  return error instanceof ObjectStoreError && (kinds.length === 0 || kinds.includes(error.kind));
}

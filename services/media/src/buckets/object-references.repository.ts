import type { ObjectVersion } from '@practika/object-store';

/** Which stored versions the tables know of. */
export abstract class ObjectReferences {
  /** Those of the given that a row points at, as `bucket/key?version`. */
  abstract known(objects: readonly ObjectVersion[]): Promise<ReadonlySet<string>>;
}

export const referenceOf = (o: ObjectVersion): string => `${o.bucket}/${o.key}?${o.versionId}`;

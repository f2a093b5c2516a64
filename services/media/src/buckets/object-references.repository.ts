import type { ObjectVersion, OpenUpload } from '@practika/object-store';

/** Which stored versions and open uploads the tables know of. */
export abstract class ObjectReferences {
  /** Those of the given that a row points at, or that an upload under way may turn out to have made, as `bucket/key?version`. */
  abstract known(objects: readonly ObjectVersion[]): Promise<ReadonlySet<string>>;
  /** The store's ids of those uploads that are still under way. */
  abstract underWay(uploads: readonly OpenUpload[]): Promise<ReadonlySet<string>>;
}

export const referenceOf = (o: ObjectVersion): string => `${o.bucket}/${o.key}?${o.versionId}`;

export { BucketSettings, type CorsRule, type LifecycleRule, type PolicyStatement } from './bucket-settings.js';
export { isObjectStoreError, ObjectStoreError, type ObjectStoreErrorKind } from './object-store.error.js';
export {
  ObjectStore,
  type Abortable, type MultipartUpload, type ObjectBody, type ObjectFacts, type ObjectPlace, type ObjectVersion, type OpenUpload,
  type PresignedRequest, type StoredVersion, type UploadedPart,
} from './object-store.js';
export { S3BucketSettings } from './s3.bucket-settings.js';
export { DEFAULT_TIMEOUTS, type S3Connection, type S3Keys, type S3Timeouts } from './s3.client.js';
export { S3ObjectStore } from './s3.object-store.js';

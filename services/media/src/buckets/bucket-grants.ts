import type { PolicyStatement } from '@practika/object-store';
import type { Buckets, StoreIdentity } from '../media.config.js';

/** Who speaks to the store, the set-up command aside. */
export type Grantee = Exclude<StoreIdentity, 'SETUP'>;
type BucketRole = keyof Buckets;

interface Grant {
  /** Rights on the bucket itself: listings. */
  readonly bucket: readonly string[];
  /** Rights on objects. */
  readonly objects: readonly string[];
}

const READ = ['s3:GetObject', 's3:GetObjectVersion'];
const LIST = ['s3:ListBucket', 's3:ListBucketVersions'];
const MULTIPART = ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];
const REMOVE = ['s3:DeleteObject', 's3:DeleteObjectVersion'];

/**
 * The least rights of each process, as data: bucket policies are made of it, the matrix test reads it, and the IAM
 * policies of production say the same. What is not here is forbidden.
 *
 * UPLOADER writes and lists uploads but reads none. PLAYBACK reads what is clean and can list nothing, so that a key must
 * be known. SCAN moves originals by copies and removes its own when a lease was lost. DELETER removes and lists
 * everywhere and reads nothing.
 */
export const GRANTS: Readonly<Record<Grantee, Partial<Record<BucketRole, Grant>>>> = {
  UPLOADER: { uploads: { bucket: ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'], objects: MULTIPART } },
  PLAYBACK: { media: { bucket: [], objects: READ } },
  // Without ListBucket, S3 answers 403 for an object that is not there: a lost upload would look like a wrong set-up.
  CHECKSUM: { uploads: { bucket: ['s3:ListBucket'], objects: READ }, quarantine: { bucket: ['s3:ListBucket'], objects: READ } },
  SCAN: {
    uploads: { bucket: LIST, objects: [...READ, ...REMOVE] },
    quarantine: { bucket: LIST, objects: [...READ, 's3:PutObject', ...REMOVE] },
    media: { bucket: [], objects: [...READ, 's3:PutObject', ...REMOVE] },
  },
  PROCESS: { media: { bucket: [], objects: [...READ, 's3:PutObject', ...REMOVE] } },
  DELETER: {
    uploads: { bucket: [...LIST, 's3:ListBucketMultipartUploads'], objects: [...REMOVE, 's3:AbortMultipartUpload'] },
    media: { bucket: [...LIST, 's3:ListBucketMultipartUploads'], objects: [...REMOVE, 's3:AbortMultipartUpload'] },
    quarantine: { bucket: [...LIST, 's3:ListBucketMultipartUploads'], objects: [...REMOVE, 's3:AbortMultipartUpload'] },
  },
};

export const GRANTEES = Object.keys(GRANTS) as Grantee[];

/**
 * What is refused on AWS whoever grants it: objects to everybody who has no grant here (nobody at all included, and other
 * accounts), and puts that ask for no or another encryption than the bucket's. A put that says nothing is encrypted by the
 * bucket's default; demanding the header would refuse parts of uploads, which cannot carry it. Only objects are closed, since
 * the set-up command has to reach the bucket itself.
 */
function refusals(arn: string, ours: readonly string[]): PolicyStatement[] {
  const onObjects = { Effect: 'Deny', Principal: '*', Resource: [`${arn}/*`] } as const;
  const header = 's3:x-amz-server-side-encryption';
  return [
    { Sid: 'oursOnly', ...onObjects, Action: ['s3:*'], Condition: { StringNotEquals: { 'aws:PrincipalArn': ours } } },
    { Sid: 'encryptedOnly', ...onObjects, Action: ['s3:PutObject'], Condition: { StringNotEquals: { [header]: ['AES256', 'aws:kms'] }, Null: { [header]: 'false' } } },
    { Sid: 'noKeysOfOthers', ...onObjects, Action: ['s3:PutObject'], Condition: { Null: { [`${header}-customer-algorithm`]: 'false' } } },
  ];
}

/** The policy of one bucket for the principals that are named; a principal is what the store calls an account, on AWS an ARN. */
export function bucketPolicy(role: BucketRole, bucket: string, principals: Partial<Record<Grantee, string>>, options: { readonly requireTls: boolean }): PolicyStatement[] {
  const arn = `arn:aws:s3:::${bucket}`;
  const statements: PolicyStatement[] = [];
  const ours: string[] = [];
  for (const grantee of GRANTEES) {
    const grant = GRANTS[grantee][role];
    const principal = principals[grantee];
    if (grant === undefined || principal === undefined) continue;
    ours.push(principal);
    const allow = (sid: string, Action: readonly string[], Resource: string): void => {
      if (Action.length > 0) statements.push({ Sid: `${grantee.toLowerCase()}${sid}`, Effect: 'Allow', Principal: { AWS: [principal] }, Action, Resource: [Resource] });
    };
    allow('Bucket', grant.bucket, arn);
    allow('Objects', grant.objects, `${arn}/*`);
  }
  // Other stores know neither these conditions nor a principal by ARN.
  if (ours.some((principal) => principal.startsWith('arn:'))) statements.push(...refusals(arn, ours));
  if (options.requireTls) {
    statements.push({ Sid: 'tlsOnly', Effect: 'Deny', Principal: '*', Action: ['s3:*'], Resource: [arn, `${arn}/*`], Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
  }
  return statements;
}

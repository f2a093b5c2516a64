import { describe, expect, it } from '@jest/globals';
import { BUCKETS, document, principals, type BucketRole } from '../src/iam/documents.js';
import { decide, type Caller } from '../src/iam/evaluator.js';
import { readPolicy, type Statement } from '../src/iam/policy.js';

// Mistakes as people make them, planted into the documents: each has to show in the matrix, or be refused when it is read.
// That the documents as they are give the table that was written by hand, iam-matrix.spec.ts says.

const ACCOUNT = '111122223333';
interface Written { Sid: string; Effect: string; Principal?: unknown; Action: string | string[]; Resource: string[]; Condition?: Record<string, Record<string, string | string[]>> }
interface Document { Version: string; Statement: Written[] }
type Documents = Map<string, Document>;

const paths = [...new Set(principals().flatMap(({ documents }) => documents))];
const bucketPath = (role: BucketRole): string => `buckets/${role}/policy.json`;
const written = (): Documents => new Map([...paths, ...BUCKETS.map(bucketPath)].map((path) => [path, structuredClone(document(path)) as Document]));
const statement = (documents: Documents, path: string, sid: string): Written => {
  const found = documents.get(path)?.Statement.find((one) => one.Sid === sid);
  if (found === undefined) throw new Error(`${path} has no statement ${sid}`);
  return found;
};

const USUAL = { 'aws:securetransport': 'true', 's3:tlsversion': '1.3', 's3:signatureage': '60000' };
const CIRCUMSTANCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  usual: USUAL, 'plain http': { ...USUAL, 'aws:securetransport': 'false' }, 'old URL': { ...USUAL, 's3:signatureage': '3600000' },
  unencrypted: { ...USUAL, 's3:x-amz-server-side-encryption': 'none' }, 'own key': { ...USUAL, 's3:x-amz-server-side-encryption-customer-algorithm': 'AES256' },
};
const VERBS = ['GetObject', 'GetObjectVersion', 'PutObject', 'DeleteObject', 'DeleteObjectVersion', 'AbortMultipartUpload', 'ListMultipartUploadParts', 'PutObjectAcl',
  'ListBucket', 'ListBucketVersions', 'ListBucketMultipartUploads', 'PutLifecycleConfiguration', 'PutBucketVersioning', 'PutEncryptionConfiguration', 'PutBucketPublicAccessBlock', 'PutBucketPolicy', 'DeleteBucket'];
const ofBuckets = /Bucket|Lifecycle|Encryption/;
const PUBLIC: Statement[] = [...readPolicy({ Version: '2012-10-17', Statement: [{ Sid: 'opened', Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }] }, 'resource')];

/** Everything that is allowed: who, what, where and under which circumstances; also when the bucket has been opened to all by hand. */
function matrix(documents: Documents): Set<string> {
  const read = (path: string, kind: 'identity' | 'resource'): readonly Statement[] => readPolicy(documents.get(path), kind);
  const everything = readPolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }, 'identity');
  const callers: { name: string; caller: Caller; statements: readonly Statement[] }[] = [
    ...principals().map(({ kind, name, documents: attached }) => ({ name, caller: { kind, arn: `arn:aws:iam::${ACCOUNT}:${kind}/${name}` }, statements: attached.flatMap((path) => read(path, 'identity')) })),
    { name: 'anonymous', caller: { kind: 'anonymous' }, statements: [] },
    { name: 'stranger', caller: { kind: 'user', arn: `arn:aws:iam::${ACCOUNT}:user/somebody` }, statements: everything },
    { name: 'foreigner', caller: { kind: 'role', arn: 'arn:aws:iam::999988887777:role/practika-media-api' }, statements: everything },
  ];
  const rows = new Set<string>();
  for (const role of BUCKETS) {
    const policy = read(bucketPath(role), 'resource');
    for (const [state, resource] of [['as it is', policy], ['opened', [...PUBLIC, ...policy]]] as const) {
      for (const { name, caller, statements } of callers) {
        for (const [how, context] of Object.entries(CIRCUMSTANCES)) {
          for (const verb of VERBS) {
            const arn = `arn:aws:s3:::practika-example-${role}${ofBuckets.test(verb) ? '' : '/key'}`;
            if (decide({ caller, action: `s3:${verb}`, resource: arn, context }, { identity: statements, resource, account: ACCOUNT }).allowed) rows.add(`${name} ${verb} ${role} ${how} ${state}`);
          }
        }
      }
    }
  }
  return rows;
}

const before = matrix(written());
/** Rows that a mistake changes; what cannot even be read is one of them. */
function changed(plant: (documents: Documents) => void): string[] {
  const documents = written();
  plant(documents);
  try {
    const after = matrix(documents);
    return [...[...after].filter((row) => !before.has(row)).map((row) => `+ ${row}`), ...[...before].filter((row) => !after.has(row)).map((row) => `- ${row}`)];
  } catch (error) {
    return [`refused: ${(error as Error).message}`];
  }
}
const drop = (documents: Documents, path: string, sid: string): void => {
  const one = documents.get(path)!;
  one.Statement = one.Statement.filter((other) => other !== statement(documents, path, sid));
};

describe('[S3] [S4] mistakes in policies', () => {
  const MISTAKES: [string, string, (d: Documents) => void][] = [
    ['a wildcard instead of a verb', '+ practika-playback PutObject media usual as it is', (d) => { statement(d, 'identities/playback.json', 'mediaObjects').Action = ['s3:*']; }],
    ['Get* where listing parts is meant', '+ practika-uploader GetObject uploads usual as it is', (d) => { statement(d, 'identities/uploader.json', 'uploadsObjects').Action = ['s3:PutObject', 's3:Get*']; }],
    ['all buckets of the name instead of one', '+ practika-process GetObject uploads usual opened', (d) => {
      statement(d, 'identities/process.json', 'mediaObjects').Resource = ['arn:aws:s3:::practika-example-*'];
      // The bucket's own list has to be loosened too, or it stops the mistake: see below.
      statement(d, bucketPath('uploads'), 'strangers').Condition = { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:*` } };
    }],
    ['the objects left out of a resource', '- practika-scan GetObject quarantine usual as it is', (d) => { statement(d, 'identities/scan.json', 'quarantineObjects').Resource = ['arn:aws:s3:::practika-example-quarantine']; }],
    ['NotAction instead of Action', '+ practika-deleter GetObject media usual as it is', (d) => { const s = statement(d, 'identities/deleter.json', 'mediaObjects') as unknown as Record<string, unknown>; s['NotAction'] = ['s3:PutObject']; Reflect.deleteProperty(s, 'Action'); }],
    ['Allow instead of Deny', '+ anonymous GetObject uploads plain http', (d) => { statement(d, bucketPath('uploads'), 'plainHttp').Effect = 'Allow'; drop(d, bucketPath('uploads'), 'strangers'); drop(d, bucketPath('uploads'), 'anonymous'); drop(d, bucketPath('uploads'), 'otherAccounts'); }],
    ['no word about plain http', '+ practika-playback GetObject media plain http as it is', (d) => drop(d, bucketPath('media'), 'plainHttp')],
    ['true for false', '- practika-playback GetObject media usual as it is', (d) => { statement(d, bucketPath('media'), 'plainHttp').Condition = { Bool: { 'aws:SecureTransport': 'true' } }; }],
    ['plain http denied for the bucket and not for objects', '+ practika-playback GetObject media plain http as it is', (d) => { statement(d, bucketPath('media'), 'plainHttp').Resource = ['arn:aws:s3:::practika-example-media']; }],
    ['one identity forgotten in the list', '- practika-scan GetObject quarantine usual as it is', (d) => {
      const list = statement(d, bucketPath('quarantine'), 'strangers').Condition!['ArnNotLike']!;
      list['aws:PrincipalArn'] = [list['aws:PrincipalArn']!].flat().filter((arn) => !arn.endsWith('/practika-scan'));
    }],
    ['the whole account in the list', '+ stranger GetObject quarantine usual as it is', (d) => { statement(d, bucketPath('quarantine'), 'strangers').Condition = { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:*` } }; }],
    ['a list that is only asked where somebody is known', '+ anonymous GetObject media usual opened', (d) => {
      statement(d, bucketPath('media'), 'strangers').Condition = { ArnNotLikeIfExists: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:*` }, Null: { 'aws:PrincipalArn': 'false' } };
      drop(d, bucketPath('media'), 'anonymous');
      drop(d, bucketPath('media'), 'otherAccounts');
    }],
    ['a header of encryption demanded, which parts cannot carry', '- practika-uploader PutObject uploads usual as it is', (d) => { statement(d, bucketPath('uploads'), 'unencrypted').Condition = { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } }; }],
    ['no word about encryption', '+ practika-scan PutObject media unencrypted as it is', (d) => drop(d, bucketPath('media'), 'unencrypted')],
    ['no word about keys of others', '+ practika-scan PutObject media own key as it is', (d) => drop(d, bucketPath('media'), 'keysOfOthers')],
    ['URLs that live on', '+ practika-playback GetObject media old URL as it is', (d) => drop(d, bucketPath('media'), 'oldSignatures')],
    ['policies in the hand of the set-up identity', '+ practika-setup PutBucketPolicy media usual as it is', (d) => { statement(d, 'identities/setup.json', 'settings').Action = ['s3:PutBucketPolicy']; drop(d, bucketPath('media'), 'rights'); }],
    ['a condition with a letter too many', 'refused: the condition operator Boole is not known here', (d) => { statement(d, bucketPath('media'), 'plainHttp').Condition = { Boole: { 'aws:SecureTransport': 'false' } }; }],
    ['a principal in a policy of an identity', 'refused: a policy of an identity names no principal', (d) => { statement(d, 'identities/scan.json', 'mediaObjects').Principal = '*'; }],
    ['a wildcard in a principal', 'refused: Principal has the wildcard', (d) => { statement(d, bucketPath('media'), 'plainHttp').Principal = { AWS: 'arn:aws:iam::*:root' }; }],
  ];

  it.each(MISTAKES)('should catch %s', (_what, row, plant) => {
    expect(changed(plant).filter((one) => one.startsWith(row)).slice(0, 1)).toEqual([expect.stringContaining(row)]);
  });

  it('[S3] should have two sides hold: an identity with rights too many stays out of buckets that do not name it', () => {
    const rows = changed((d) => { statement(d, 'identities/process.json', 'mediaObjects').Resource = ['arn:aws:s3:::practika-example-*']; });
    expect(rows.filter((row) => /uploads|quarantine/.test(row))).toEqual([]);
  });

  it('should change nothing where nothing is planted', () => {
    expect(changed(() => {})).toEqual([]);
    expect(before.size).toBeGreaterThan(50);
  });
});

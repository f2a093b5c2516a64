import { describe, expect, it } from '@jest/globals';
import { bucketPolicyOf, BUCKETS, document, principals, type BucketRole } from '../src/iam/documents.js';
import { decide, type Caller } from '../src/iam/evaluator.js';
import { readPolicy, type Statement } from '../src/iam/policy.js';

// Every identity × bucket × verb, by the identity's policies and the bucket's together.

const ACCOUNT = '111122223333';
const name = (role: BucketRole): string => `practika-example-${role}`;

const ON_OBJECTS = {
  get: 's3:GetObject', getVersion: 's3:GetObjectVersion', put: 's3:PutObject', delete: 's3:DeleteObject', deleteVersion: 's3:DeleteObjectVersion',
  abort: 's3:AbortMultipartUpload', parts: 's3:ListMultipartUploadParts', putAcl: 's3:PutObjectAcl', putTags: 's3:PutObjectTagging', bypass: 's3:BypassGovernanceRetention',
} as const;
const ON_BUCKETS = {
  list: 's3:ListBucket', versions: 's3:ListBucketVersions', uploads: 's3:ListBucketMultipartUploads', create: 's3:CreateBucket', drop: 's3:DeleteBucket',
  lifecycle: 's3:PutLifecycleConfiguration', versioning: 's3:PutBucketVersioning', encryption: 's3:PutEncryptionConfiguration', cors: 's3:PutBucketCORS',
  publicAccess: 's3:PutBucketPublicAccessBlock', policy: 's3:PutBucketPolicy', dropPolicy: 's3:DeleteBucketPolicy', bucketAcl: 's3:PutBucketAcl', replicate: 's3:PutReplicationConfiguration',
} as const;
const ACTIONS = { ...ON_OBJECTS, ...ON_BUCKETS };
type Verb = keyof typeof ACTIONS;
const VERBS = Object.keys(ACTIONS) as Verb[];

const CLEAN = 'get getVersion put delete deleteVersion';
const REMOVE = 'delete deleteVersion abort list versions uploads';
const SETTINGS = 'create lifecycle versioning encryption cors publicAccess';
/** Written by hand, so that a right too many in a document fails here. */
const MAY: Readonly<Record<string, Partial<Record<BucketRole, string>>>> = {
  'practika-uploader': { uploads: 'put abort parts list versions uploads' },
  'practika-playback': { media: 'get getVersion' },
  'practika-checksum': { uploads: 'get getVersion list', quarantine: 'get getVersion list' },
  'practika-scan': { uploads: 'get getVersion delete deleteVersion list versions', quarantine: `${CLEAN} list versions`, media: CLEAN },
  'practika-process': { media: CLEAN },
  'practika-deleter': { uploads: REMOVE, media: REMOVE, quarantine: REMOVE },
  'practika-setup': { uploads: SETTINGS, media: SETTINGS, quarantine: SETTINGS },
  'practika-media-api': { uploads: 'put abort parts list versions uploads', media: 'get getVersion' },
  'practika-media-worker': { uploads: REMOVE, media: REMOVE, quarantine: REMOVE },
  'practika-media-checksum': { uploads: 'get getVersion list', quarantine: 'get getVersion list' },
  'practika-media-scan': { uploads: 'get getVersion delete deleteVersion list versions', quarantine: `${CLEAN} list versions`, media: CLEAN },
  'practika-media-process': { media: CLEAN },
  'practika-secrets': {},
  'practika-metrics': {},
};

type Circumstances = Readonly<Record<string, string>>;
/** As our clients ask: TLS 1.3, signed a minute ago, the bucket's own encryption. */
const USUAL: Circumstances = { 'aws:securetransport': 'true', 's3:tlsversion': '1.3', 's3:signatureage': '60000' };

interface Party { readonly name: string; readonly caller: Caller; readonly statements: readonly Statement[] }
const ours: readonly Party[] = principals().map((p) => ({ name: p.name, caller: { kind: p.kind, arn: `arn:aws:iam::${ACCOUNT}:${p.kind}/${p.name}` }, statements: p.statements }));
const everything = readPolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }, 'identity');
const party = (account: string, kind: 'user' | 'role', called: string): Party => ({ name: called, caller: { kind, arn: `arn:aws:iam::${account}:${kind}/${called}` }, statements: everything });
const stranger = party(ACCOUNT, 'user', 'somebody-with-every-right');
const foreigner = party('999988887777', 'role', 'practika-media-api');
const administrators = party(ACCOUNT, 'role', 'practika-administrators');
const anonymous: Party = { name: 'anonymous', caller: { kind: 'anonymous' }, statements: [] };

const policies = Object.fromEntries(BUCKETS.map((role) => [role, bucketPolicyOf(role)])) as Record<BucketRole, readonly Statement[]>;

function allowed({ caller, statements }: Party, role: BucketRole, circumstances: Circumstances, resource = policies[role]): Verb[] {
  return VERBS.filter((verb) => {
    const arn = verb in ON_OBJECTS ? `arn:aws:s3:::${name(role)}/some/key` : `arn:aws:s3:::${name(role)}`;
    return decide({ caller, action: ACTIONS[verb], resource: arn, context: circumstances }, { identity: statements, resource, account: ACCOUNT }).allowed;
  });
}
const expected = (called: string, role: BucketRole): Verb[] => VERBS.filter((verb) => (MAY[called]?.[role] ?? '').split(' ').includes(verb));
const PUBLIC = readPolicy({ Version: '2012-10-17', Statement: [{ Sid: 'planted', Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }] }, 'resource');
const without = (role: BucketRole, ...sids: string[]): Statement[] => policies[role].filter(({ sid }) => !sids.includes(sid));

describe('[S3] [S4] access to buckets on AWS', () => {
  it('should have every principal of the documents in the table, and no other', () => expect(ours.map((p) => p.name).toSorted()).toEqual(Object.keys(MAY).toSorted()));

  describe.each(ours.map((p) => [p.name, p] as const))('[S3] [ecs-task-roles.task-role] [principle-of-least-privilege.ecs-tasks] [network-access-control.s3-access] %s', (called, who) => {
    it.each(BUCKETS)('should do in %s what it is there for, and nothing else', (role) => expect(allowed(who, role, USUAL)).toEqual(expected(called, role)));
    it('should do nothing in buckets of others', () => {
      const resource = 'arn:aws:s3:::somebody-elses/key';
      expect(VERBS.filter((verb) => decide({ caller: who.caller, action: ACTIONS[verb], resource, context: USUAL }, { identity: who.statements, resource: PUBLIC, account: '999988887777' }).allowed)).toEqual([]);
    });
  });

  it('[S3] [file-access-patterns.direct-s3-access] should leave the rights on buckets to administrators, who have no need of objects\' rights here', () => {
    for (const role of BUCKETS) expect(allowed(administrators, role, USUAL)).toEqual(VERBS);
    for (const who of ours) for (const role of BUCKETS) expect(allowed({ ...who, statements: everything }, role, USUAL)).not.toEqual(expect.arrayContaining(['policy']));
  });

  it.each(BUCKETS)('[S4] [s3-bucket-policy.denypublicread] [bucket-configuration.public-access] should give nothing in %s to anonymous, foreign and unnamed callers, even after a mistake', (role) => {
    for (const who of [anonymous, foreigner, stranger]) {
      expect(allowed(who, role, USUAL)).toEqual([]);
      // Somebody opens the bucket to everybody: the denials hold, each of the two that concern a caller by itself.
      for (const gone of ['anonymous', 'otherAccounts', 'strangers']) {
        const left = allowed(who, role, USUAL, [...PUBLIC, ...without(role, ...(who === stranger ? [] : [gone]))]);
        expect([who.name, gone, left]).toEqual([who.name, gone, []]);
      }
    }
  });

  it.each(BUCKETS)('[S4] should close %s by public access blocks besides', () => {
    expect(document('buckets/public-access-block.json')).toEqual({ BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true });
  });

  const nothing: [string, Circumstances][] = [
    ['plain http', { ...USUAL, 'aws:securetransport': 'false' }], ['TLS 1.1', { ...USUAL, 's3:tlsversion': '1.1' }], ['an URL that was signed an hour ago', { ...USUAL, 's3:signatureage': '3600000' }],
  ];
  it.each(nothing)('[S4] [S13] should serve nobody over %s', (_what, circumstances) => {
    for (const who of [...ours, administrators, stranger, foreigner, anonymous]) for (const role of BUCKETS) expect([who.name, allowed(who, role, circumstances)]).toEqual([who.name, []]);
  });

  const puts: [string, Circumstances, boolean][] = [
    ['the encryption of the bucket', {}, true], ['AES256', { 's3:x-amz-server-side-encryption': 'AES256' }, true], ['a key of KMS', { 's3:x-amz-server-side-encryption': 'aws:kms' }, true],
    ['no encryption', { 's3:x-amz-server-side-encryption': 'none' }, false], ['a key that only the client has', { 's3:x-amz-server-side-encryption-customer-algorithm': 'AES256' }, false],
  ];
  it.each(puts)('[S4] [S13] [data-encryption.s3-objects] [bucket-configuration.encryption] should decide on writing with %s', (_what, more, may) => {
    for (const who of [...ours, administrators]) {
      for (const role of BUCKETS) {
        const usual = allowed(who, role, USUAL);
        expect([who.name, role, allowed(who, role, { ...USUAL, ...more })]).toEqual([who.name, role, may ? usual : usual.filter((verb) => verb !== 'put')]);
      }
    }
  });

  it('[S4] should need every denial of every bucket: without it somebody may do something', () => {
    const odd: Circumstances[] = [USUAL, ...nothing.map(([, c]) => c), ...puts.map(([, c]) => ({ ...USUAL, ...c }))];
    const strong = [...ours.filter((p) => ['practika-scan', 'practika-setup'].includes(p.name)).map((p) => ({ ...p, statements: everything })), anonymous, foreigner, stranger];
    const all = (role: BucketRole, resource: readonly Statement[]): string => JSON.stringify(strong.map((who) => odd.map((c) => allowed(who, role, c, resource))));
    for (const role of BUCKETS) {
      const before = all(role, [...PUBLIC, ...policies[role]]);
      const useless = policies[role].map(({ sid }) => sid).filter((sid) => all(role, [...PUBLIC, ...without(role, sid)]) === before);
      // These two say for themselves what `strangers` says too: the one who reads the policy shall see it.
      expect([role, useless]).toEqual([role, ['anonymous', 'otherAccounts']]);
      expect(all(role, [...PUBLIC, ...without(role, 'strangers', 'anonymous')])).not.toBe(before);
      expect(all(role, [...PUBLIC, ...without(role, 'strangers', 'otherAccounts')])).not.toBe(before);
    }
  });
});

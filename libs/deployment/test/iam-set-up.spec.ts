import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { BUCKETS, type BucketRole } from '../src/iam/documents.js';
import { decide, type Caller } from '../src/iam/evaluator.js';
import { readPolicy, type Statement } from '../src/iam/policy.js';
import { ROOT } from '../src/helm.js';

// The policy that the set-up command itself gives a bucket, where it is left to do so: with ARNs on AWS, with the names of
// accounts at other stores.

const ACCOUNT = '111122223333';
type Grant = { readonly bucket: readonly string[]; readonly objects: readonly string[] };
interface Grants {
  readonly GRANTS: Readonly<Record<string, Partial<Record<BucketRole, Grant>>>>;
  readonly bucketPolicy: (role: BucketRole, bucket: string, principals: Readonly<Record<string, string>>, options: { requireTls: boolean }) => readonly { Sid: string }[];
}
const { GRANTS, bucketPolicy } = (await import(join(ROOT, 'services/media/src/buckets/bucket-grants.ts'))) as Grants;
const user = (identity: string): string => `arn:aws:iam::${ACCOUNT}:user/practika-${identity.toLowerCase()}`;
const identities = Object.keys(GRANTS);
const statementsOf = (role: BucketRole, principal = user, requireTls = true): readonly { Sid: string }[] => bucketPolicy(role, role, Object.fromEntries(identities.map((one) => [one, principal(one)])), { requireTls });
const policies = Object.fromEntries(BUCKETS.map((role) => [role, readPolicy({ Version: '2012-10-17', Statement: statementsOf(role) }, 'resource')])) as Record<BucketRole, readonly Statement[]>;

const all = [...new Set(Object.values(GRANTS).flatMap((roles) => Object.values(roles).flatMap(({ bucket, objects }) => [...bucket.map((action) => [action, ''] as const), ...objects.map((action) => [action, '/key'] as const)])).map((pair) => JSON.stringify(pair)))].map((text) => JSON.parse(text) as [string, string]);
const everything = readPolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }, 'identity');
const TLS = { 'aws:securetransport': 'true' };
function allowed(caller: Caller, role: BucketRole, context: Record<string, string>, identity: readonly Statement[] = []): string[] {
  return all.filter(([action, key]) => decide({ caller, action, resource: `arn:aws:s3:::${role}${key}`, context }, { identity, resource: policies[role], account: ACCOUNT }).allowed).map(([action]) => action).toSorted();
}

describe('[S3] [S4] the policy that the set-up command gives a bucket on AWS', () => {
  it.each(identities)('[principle-of-least-privilege.ecs-tasks] should allow %s what its grant says, with no policy of its own, and no object more with every right', (identity) => {
    const caller: Caller = { kind: 'user', arn: user(identity) };
    for (const role of BUCKETS) {
      const grant = GRANTS[identity]?.[role];
      expect([role, allowed(caller, role, TLS)]).toEqual([role, [...(grant?.bucket ?? []), ...(grant?.objects ?? [])].toSorted()]);
      if (grant === undefined) expect([role, allowed(caller, role, TLS, everything).filter((action) => all.some(([one, key]) => one === action && key !== ''))]).toEqual([role, []]);
    }
  });

  it.each(BUCKETS)('[s3-bucket-policy.denypublicread] should give no object of %s to anybody else', (role) => {
    const objects = all.filter(([, key]) => key !== '').map(([action]) => action);
    const callers: [Caller, readonly Statement[]][] = [
      [{ kind: 'anonymous' }, []], [{ kind: 'user', arn: `arn:aws:iam::${ACCOUNT}:user/administrator` }, everything], [{ kind: 'user', arn: user('UPLOADER').replace(ACCOUNT, '999988887777') }, everything],
    ];
    for (const [caller, identity] of callers) expect(allowed(caller, role, TLS, identity).filter((action) => objects.includes(action))).toEqual([]);
  });

  it.each(BUCKETS)('[S13] [data-encryption.s3-objects] should take nothing over plain http in %s, and no encryption but the bucket\'s and KMS\'s', (role) => {
    const header = 's3:x-amz-server-side-encryption';
    for (const identity of identities) {
      const caller: Caller = { kind: 'user', arn: user(identity) };
      const usual = allowed(caller, role, TLS);
      expect(allowed(caller, role, { 'aws:securetransport': 'false' }, everything)).toEqual([]);
      for (const known of ['AES256', 'aws:kms']) expect(allowed(caller, role, { ...TLS, [header]: known })).toEqual(usual);
      for (const odd of [{ [header]: 'none' }, { [`${header}-customer-algorithm`]: 'AES256' }]) expect(allowed(caller, role, { ...TLS, ...odd })).toEqual(usual.filter((action) => action !== 's3:PutObject'));
    }
  });

  it('should say nothing of AWS to a store that names accounts by keys', () => {
    for (const role of BUCKETS) {
      const plain = statementsOf(role, (identity) => `KEY${identity}`, false);
      expect(JSON.stringify(plain)).not.toMatch(/Condition|Deny/);
      expect(plain.length).toBeGreaterThan(0);
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { BUCKETS, bucketPolicyOf, document, policyOf, principals, trustOf, type BucketRole } from '../src/iam/documents.js';
import { decide, mayAssume, type Caller } from '../src/iam/evaluator.js';
import type { Statement } from '../src/iam/policy.js';
import { renderChart, ROOT } from '../src/helm.js';

// What the documents of k8s/iam say, against the code that needs the rights and the values that name the roles.

const ACCOUNT = '111122223333';
const load = async <T>(path: string): Promise<T> => (await import(join(ROOT, path))) as T;
type Grant = { readonly bucket: readonly string[]; readonly objects: readonly string[] };
const { GRANTS } = await load<{ GRANTS: Readonly<Record<string, Partial<Record<BucketRole, Grant>>>> }>('services/media/src/buckets/bucket-grants.ts');
const arn = (role: BucketRole): string => `arn:aws:s3:::practika-example-${role}`;
const EKS = 'k8s/values/eks.yaml';
const eks = parse(readFileSync(join(ROOT, EKS), 'utf8')) as { global: { s3: { buckets: Record<BucketRole, string>; region: string }; publicOrigin: string } };
const rendered = renderChart('practika', { values: [EKS] }).manifests;

/** action and resource of everything that is allowed */
const rights = (statements: readonly Statement[]): string[] => statements.flatMap(({ actions, resources }) => actions.patterns.flatMap((action) => (resources?.patterns ?? []).map((on) => `${action} ${on}`))).toSorted();

describe('[S3] policies of identities', () => {
  it('[principle-of-least-privilege.ecs-tasks] should allow what the grants of media say, statement for statement', () => {
    const identities = readdirSync(join(ROOT, 'k8s/iam/identities')).map((file) => file.replace('.json', '')).filter((identity) => identity !== 'setup');
    expect(identities.map((identity) => identity.toUpperCase()).toSorted()).toEqual(Object.keys(GRANTS).toSorted());
    for (const identity of identities) {
      const statements = policyOf(`identities/${identity}.json`, 'identity');
      const wanted = Object.entries(GRANTS[identity.toUpperCase()] ?? {}).flatMap(([role, grant]) => [
        ...grant.bucket.map((action) => `${action} ${arn(role as BucketRole)}`), ...grant.objects.map((action) => `${action} ${arn(role as BucketRole)}/*`),
      ]).toSorted();
      expect([identity, rights(statements)]).toEqual([identity, wanted]);
      expect(statements.every(({ effect, conditions }) => effect === 'Allow' && Object.keys(conditions).length === 0)).toBe(true);
    }
  });

  it('should have no wildcard in an action, nor one in a resource but for the objects of a bucket', () => {
    for (const { documents } of principals()) {
      for (const path of documents.filter((name) => name !== 'roles/metrics.json')) {
        for (const { actions, resources } of policyOf(path, 'identity')) {
          expect([path, actions.patterns.filter((text) => /[*?]/.test(text))]).toEqual([path, []]);
          expect([path, (resources?.patterns ?? []).filter((text) => /[*?]/.test(text.replace(/(:::practika-example-\w+|:secret:practika)\/\*$/, '')))]).toEqual([path, []]);
        }
      }
    }
  });

  it('should be attached, all of them, and no other', () => {
    const attached = new Set(principals().flatMap(({ documents }) => documents));
    const there = ['identities', 'roles'].flatMap((folder) => readdirSync(join(ROOT, 'k8s/iam', folder)).map((file) => `${folder}/${file}`));
    expect([...attached].toSorted()).toEqual(there.toSorted());
  });

  it('should speak of the account, the region and the buckets of the values for EKS', () => {
    expect(eks.global.s3.buckets).toEqual(Object.fromEntries(BUCKETS.map((role) => [role, `practika-example-${role}`])));
    const text = JSON.stringify([...BUCKETS.map((role) => document(`buckets/${role}/policy.json`)), ...principals().flatMap(({ documents }) => documents.map(document))]);
    expect(new Set([...text.matchAll(/\b\d{12}\b/g)].map(([account]) => account))).toEqual(new Set([ACCOUNT]));
    expect(text.match(/secretsmanager:([\w-]+):/)?.[1]).toBe(eks.global.s3.region);
  });
});

describe('[S3] the rights that the original lacked, each with one role', () => {
  const may = (role: string, action: string, resource: string, context = {}): boolean => {
    const found = principals().find(({ name }) => name === role);
    const caller: Caller = { kind: found?.kind ?? 'role', arn: `arn:aws:iam::${ACCOUNT}:${found?.kind ?? 'role'}/${role}` };
    return decide({ caller, action, resource, context }, { identity: found?.statements ?? [], resource: [], account: ACCOUNT }).allowed;
  };
  const holders = (action: string, resource: string, context = {}): string[] => principals().map(({ name }) => name).filter((name) => may(name, action, resource, context));
  const secret = (name: string): string => `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:${name}`;

  it('[missing-iam-policies.secrets-manager-access] [S1] should read own secrets, by their path, and neither write nor list', () => {
    expect(holders('secretsmanager:GetSecretValue', secret('practika/auth-AbCdEf'))).toEqual(['practika-secrets']);
    expect(holders('secretsmanager:GetSecretValue', secret('practika-other/auth-AbCdEf'))).toEqual([]);
    expect(holders('secretsmanager:GetSecretValue', secret('payroll/db-AbCdEf'))).toEqual([]);
    for (const action of ['PutSecretValue', 'DeleteSecret', 'CreateSecret', 'UpdateSecret', 'PutResourcePolicy']) expect([action, holders(`secretsmanager:${action}`, secret('practika/auth-AbCdEf'))]).toEqual([action, []]);
    expect(holders('secretsmanager:ListSecrets', '*')).toEqual([]);
  });

  it('[missing-iam-policies.cloudwatch-metrics] should put own metrics, in the namespace of the platform alone', () => {
    expect(holders('cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'Practika' })).toEqual(['practika-metrics']);
    for (const context of [{ 'cloudwatch:namespace': 'AWS/RDS' }, { 'cloudwatch:namespace': 'practika' }, {}]) expect(holders('cloudwatch:PutMetricData', '*', context)).toEqual([]);
    expect(holders('cloudwatch:GetMetricData', '*', { 'cloudwatch:namespace': 'Practika' })).toEqual([]);
  });

  it('[missing-iam-policies.s3-lifecycle] should set the lifecycle of own buckets', () => {
    for (const role of BUCKETS) expect(holders('s3:PutLifecycleConfiguration', arn(role))).toEqual(['practika-setup']);
    expect(holders('s3:PutLifecycleConfiguration', 'arn:aws:s3:::somebody-elses')).toEqual([]);
  });
});

describe('[S3] roles for ServiceAccounts', () => {
  const roles = principals().filter(({ kind }) => kind === 'role').map(({ name }) => name);
  const [provider, issuer] = ((): [string, string] => {
    const who = trustOf('practika-media-api')[0]?.principals?.who;
    const name = who === undefined || who === '*' ? '' : (who.Federated[0] ?? '');
    return [name, name.split('oidc-provider/')[1] ?? ''];
  })();
  const token = (namespace: string, account: string, audience = 'sts.amazonaws.com') => ({ [`${issuer}:sub`.toLowerCase()]: `system:serviceaccount:${namespace}:${account}`, [`${issuer}:aud`.toLowerCase()]: audience });
  const takes = (role: string, context: Record<string, string>, from = provider): boolean => mayAssume(trustOf(role), { kind: 'federated', provider: from }, context);

  it('should have a trust policy each, and no other', () => expect(readdirSync(join(ROOT, 'k8s/iam/trust')).toSorted()).toEqual(roles.map((name) => `${name}.json`).toSorted()));

  it.each(roles)('should let the ServiceAccount %s of the namespace practika take its role, and nobody else', (role) => {
    for (const account of [...roles, 'default', `${role}-2`]) expect([account, takes(role, token('practika', account))]).toEqual([account, account === role]);
    expect(takes(role, token('elsewhere', role))).toBe(false);
    expect(takes(role, token('practika', role, 'https://kubernetes.default.svc'))).toBe(false);
    expect(takes(role, token('practika', role), provider.replace(/EXAMPLE$/, 'ANOTHER'))).toBe(false);
    expect(takes(role, {})).toBe(false);
  });

  it('should be named by the ServiceAccounts of the values for EKS, each by its own', () => {
    const annotated = rendered.filter(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.annotations?.['eks.amazonaws.com/role-arn'] !== undefined);
    expect(annotated.map(({ metadata }) => [metadata.name, metadata.annotations?.['eks.amazonaws.com/role-arn']]).toSorted())
      .toEqual(roles.filter((role) => role.startsWith('practika-media-')).map((role) => [role, `arn:aws:iam::${ACCOUNT}:role/${role}`]).toSorted());
  });
});

describe('[S4] settings of buckets', () => {
  /** What the set-up command asks a store for. */
  async function asked(): Promise<Record<string, Record<string, unknown>>> {
    const { BucketSetupService } = await load<{ BucketSetupService: new (settings: unknown, say: () => void) => { setUp(plan: unknown): Promise<void> } }>('services/media/src/buckets/bucket-setup.service.ts');
    const seen: Record<string, Record<string, unknown>> = {};
    const settings = new Proxy({}, { get: (_target, verb: string) => async (bucket: string, rule: unknown) => { seen[bucket] = { ...seen[bucket], [verb]: rule ?? true }; } });
    await new BucketSetupService(settings, () => {}).setUp({ buckets: { uploads: 'uploads', media: 'media', quarantine: 'quarantine' }, origins: [eks.global.publicOrigin], principals: {}, requireTls: true });
    return seen;
  }

  it('[bucket-configuration.versioning] [bucket-configuration.lifecycle-rules] should be those of the set-up command', async () => {
    const command = await asked();
    for (const role of BUCKETS) {
      const { lifecycle, cors } = command[role] as { lifecycle: { abortMultipartDays: number; expireNoncurrentDays: number | null }; cors?: Record<string, unknown> };
      const { Rules } = document(`buckets/${role}/lifecycle.json`) as { Rules: Record<string, unknown>[] };
      expect([role, Rules]).toEqual([role, [{
        ID: 'practika', Status: 'Enabled', Filter: { Prefix: '' }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: lifecycle.abortMultipartDays },
        ...(lifecycle.expireNoncurrentDays === null ? {} : { NoncurrentVersionExpiration: { NoncurrentDays: lifecycle.expireNoncurrentDays }, Expiration: { ExpiredObjectDeleteMarker: true } }),
      }]]);
      expect(readdirSync(join(ROOT, 'k8s/iam/buckets', role)).includes('cors.json')).toBe(cors !== undefined);
      if (cors === undefined) continue;
      expect(document(`buckets/${role}/cors.json`)).toEqual({ CORSRules: [{ AllowedOrigins: cors['origins'], AllowedMethods: cors['methods'], AllowedHeaders: ['*'], ExposeHeaders: cors['exposeHeaders'], MaxAgeSeconds: cors['maxAgeSeconds'] }] });
    }
    expect(document('buckets/versioning.json')).toEqual({ Status: 'Enabled' });
  });

  it('[bucket-configuration.encryption] should encrypt what is written without a word about it', () => {
    expect(document('buckets/encryption.json')).toEqual({ Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] });
  });

  it('should let URLs live as long as the platform signs them for, and not much longer', async () => {
    const { PART_URL_SECONDS } = await load<{ PART_URL_SECONDS: number }>('services/media/src/uploads/uploads.constants.ts');
    for (const role of BUCKETS) {
      const [limit] = bucketPolicyOf(role).find(({ sid }) => sid === 'oldSignatures')?.conditions['NumericGreaterThan']?.['s3:signatureage'] ?? [];
      expect(Number(limit)).toBeGreaterThan(PART_URL_SECONDS * 1000);
      expect(Number(limit)).toBeLessThan(PART_URL_SECONDS * 1000 * 1.25);
    }
  });

  it.each(BUCKETS)('should name in the policy of %s those that have a right there, and nobody else', (role) => {
    const [named] = [bucketPolicyOf(role).find(({ sid }) => sid === 'strangers')?.conditions['ArnNotLike']?.['aws:principalarn'] ?? []];
    const wanted = principals().filter(({ statements }) => rights(statements).some((right) => right.split(' ')[1]?.replace(/\/\*$/, '') === arn(role))).map(({ kind, name }) => `arn:aws:iam::${ACCOUNT}:${kind}/${name}`);
    expect([...named].toSorted()).toEqual([...wanted, `arn:aws:iam::${ACCOUNT}:role/practika-administrators`].toSorted());
  });
});

import { describe, expect, it } from '@jest/globals';
import { arnMatches, matches } from '../src/iam/conditions.js';
import { decide, mayAssume, type Caller, type Policies, type Request } from '../src/iam/evaluator.js';
import { PolicyError, readPolicy, type PolicyKind } from '../src/iam/policy.js';

// The evaluator is held against what AWS documents of its language, so that the matrix over our own documents can be believed.

const HOME = '111122223333';
const FOREIGN = '999988887777';
const alice: Caller = { kind: 'user', arn: `arn:aws:iam::${HOME}:user/alice` };
const mallory: Caller = { kind: 'user', arn: `arn:aws:iam::${FOREIGN}:user/mallory` };
const nobody: Caller = { kind: 'anonymous' };
const OBJECT = 'arn:aws:s3:::bucket/key';

type Written = Record<string, unknown>;
const policy = (kind: PolicyKind, ...statements: Written[]) => readPolicy({ Version: '2012-10-17', Statement: statements }, kind);
const allow = (more: Written = {}): Written => ({ Sid: 'allow', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/*', ...more });
const deny = (more: Written = {}): Written => ({ Sid: 'deny', Effect: 'Deny', Action: 's3:*', Resource: '*', ...more });
const get = (caller: Caller, more: Partial<Request> = {}): Request => ({ caller, action: 's3:GetObject', resource: OBJECT, ...more });
const world = (identity: Written[] = [], resource: Written[] = []): Policies => ({
  identity: identity.length === 0 ? [] : policy('identity', ...identity), resource: resource.length === 0 ? [] : policy('resource', ...resource), account: HOME,
});
const may = (request: Request, policies: Policies): boolean => decide(request, policies).allowed;

describe('[S3] the evaluator of IAM policies', () => {
  describe('who has a right', () => {
    it('should deny what nothing allows', () => expect(decide(get(alice), world())).toEqual({ allowed: false, because: 'nothing allows it' }));
    it('should allow by the identity alone within an account', () => expect(may(get(alice), world([allow()]))).toBe(true));
    it('should allow by the resource alone within an account', () => expect(may(get(alice), world([], [allow({ Principal: { AWS: alice.kind === 'user' ? alice.arn : '' } })]))).toBe(true));
    it('should let an explicit deny win on either side', () => {
      expect(decide(get(alice), world([allow(), deny()])).because).toBe('denied by deny');
      expect(may(get(alice), world([allow()], [deny({ Principal: '*' })]))).toBe(false);
      expect(may(get(alice), world([deny()], [allow({ Principal: '*' })]))).toBe(false);
    });
    it('should need both sides for another account', () => {
      expect(may(get(mallory), world([allow()]))).toBe(false);
      expect(may(get(mallory), world([], [allow({ Principal: '*' })]))).toBe(false);
      expect(may(get(mallory), world([allow()], [allow({ Principal: { AWS: FOREIGN } })]))).toBe(true);
      expect(may(get(mallory), world([allow()], [allow({ Principal: { AWS: `arn:aws:iam::${FOREIGN}:root` } })]))).toBe(true);
    });
    it('should give somebody anonymous what the resource gives to everybody, and no more', () => {
      expect(may(get(nobody), world([], [allow({ Principal: '*' })]))).toBe(true);
      expect(may(get(nobody), world([], [allow({ Principal: { AWS: '*' } })]))).toBe(true);
      expect(may(get(nobody), world([], [allow({ Principal: { AWS: HOME } })]))).toBe(false);
    });
    it('should leave it to the account\'s own policies when the account is named', () => {
      const named = [allow({ Principal: { AWS: `arn:aws:iam::${HOME}:root` } })];
      expect(may(get(alice), world([], named))).toBe(false);
      expect(may(get(alice), world([allow()], named))).toBe(true);
      expect(may(get(alice), world([allow()], [deny({ Principal: { AWS: HOME } })]))).toBe(false);
    });
    it('should deny all but those that NotPrincipal names', () => {
      const others = [deny({ NotPrincipal: { AWS: alice.kind === 'user' ? alice.arn : '' } })];
      expect(may(get(alice), world([allow()], others))).toBe(true);
      expect(may(get({ kind: 'user', arn: `arn:aws:iam::${HOME}:user/bob` }), world([allow()], others))).toBe(false);
      expect(may(get(nobody), world([], [allow({ Principal: '*' }), ...others]))).toBe(false);
    });
    it('should ask no policy of the account\'s own root user, but one that denies', () => {
      const root: Caller = { kind: 'root', arn: `arn:aws:iam::${HOME}:root` };
      expect(may(get(root), world())).toBe(true);
      expect(may(get(root), world([], [deny({ Principal: '*' })]))).toBe(false);
    });
  });

  describe('actions and resources', () => {
    it.each([
      ['s3:GetObject', true], ['S3:getobject', true], ['s3:Get*', true], ['s3:*', true], ['*', true], ['s3:GetObjec?', true],
      ['s3:GetObjectVersion', false], ['s3:Get', false], ['dynamodb:*', false], ['s3:Get?', false],
    ])('should have %s mean s3:GetObject: %s', (Action, expected) => expect(may(get(alice), world([allow({ Action })]))).toBe(expected));
    it.each([
      ['arn:aws:s3:::bucket/*', true], ['arn:aws:s3:::bucket/key', true], ['arn:aws:s3:::buck*', true], ['*', true], ['arn:aws:s3:::bucket/k?y', true],
      ['arn:aws:s3:::bucket', false], ['arn:aws:s3:::Bucket/*', false], ['arn:aws:s3:::bucket/KEY', false], ['arn:aws:s3:::other/*', false],
    ])('should have %s mean the object: %s', (Resource, expected) => expect(may(get(alice), world([allow({ Resource })]))).toBe(expected));
    it('should take a point in a pattern for a point', () => expect(matches('a.b', 'axb')).toBe(false));
    it('should have NotAction and NotResource mean everything else', () => {
      const { Action: _a, ...noAction } = allow();
      expect(may(get(alice), world([{ ...noAction, NotAction: 's3:Delete*' }]))).toBe(true);
      expect(may(get(alice, { action: 's3:DeleteObject' }), world([{ ...noAction, NotAction: 's3:Delete*' }]))).toBe(false);
      const { Resource: _r, ...noResource } = allow();
      expect(may(get(alice), world([{ ...noResource, NotResource: 'arn:aws:s3:::bucket/*' }]))).toBe(false);
      expect(may(get(alice), world([{ ...noResource, NotResource: 'arn:aws:s3:::other/*' }]))).toBe(true);
    });
    it('should compare ARNs part by part', () => {
      expect(arnMatches('arn:aws:iam::*:role/practika-*', `arn:aws:iam::${HOME}:role/practika-a`)).toBe(true);
      expect(arnMatches('arn:aws:iam::*', `arn:aws:iam::${HOME}:role/practika-a`)).toBe(false);
      expect(arnMatches('arn:aws:*', `arn:aws:iam::${HOME}:role/x`)).toBe(false);
    });
  });

  describe('conditions', () => {
    const under = (Condition: Written, context: Request['context']): boolean => may(get(alice, { ...(context === undefined ? {} : { context }) }), world([allow({ Condition })]));
    it.each<[string, Written, Record<string, string | string[]>, boolean]>([
      ['one of several values', { StringEquals: { 'aws:x': ['a', 'b'] } }, { 'aws:x': 'b' }, true],
      ['case', { StringEquals: { 'aws:x': 'A' } }, { 'aws:x': 'a' }, false],
      ['case, ignored', { StringEqualsIgnoreCase: { 'aws:x': 'A' } }, { 'aws:x': 'a' }, true],
      ['names of keys in any case', { StringEquals: { 'AWS:X': 'a' } }, { 'aws:x': 'a' }, true],
      ['no wildcards in StringEquals', { StringEquals: { 'aws:x': '*' } }, { 'aws:x': 'a' }, false],
      ['wildcards in StringLike', { StringLike: { 'aws:x': 'a*' } }, { 'aws:x': 'abc' }, true],
      ['a key that is missing', { StringEquals: { 'aws:x': 'a' } }, {}, false],
      ['a key that is missing, with IfExists', { StringEqualsIfExists: { 'aws:x': 'a' } }, {}, true],
      ['a key that is there, with IfExists', { StringEqualsIfExists: { 'aws:x': 'a' } }, { 'aws:x': 'b' }, false],
      ['a key that is missing, negated', { StringNotEquals: { 'aws:x': 'a' } }, {}, true],
      ['none of several values', { StringNotEquals: { 'aws:x': ['a', 'b'] } }, { 'aws:x': 'b' }, false],
      ['none of several patterns', { StringNotLike: { 'aws:x': ['a*', 'b*'] } }, { 'aws:x': 'c' }, true],
      ['Null true, missing', { Null: { 'aws:x': 'true' } }, {}, true],
      ['Null true, there', { Null: { 'aws:x': 'true' } }, { 'aws:x': 'a' }, false],
      ['Null false, there', { Null: { 'aws:x': 'false' } }, { 'aws:x': 'a' }, true],
      ['Bool', { Bool: { 'aws:x': 'false' } }, { 'aws:x': 'false' }, true],
      ['Bool, missing', { Bool: { 'aws:x': 'false' } }, {}, false],
      ['a number above', { NumericGreaterThan: { 'aws:x': '9' } }, { 'aws:x': '10' }, true],
      ['a number that is equal', { NumericGreaterThan: { 'aws:x': '10' } }, { 'aws:x': '10' }, false],
      ['a number below', { NumericLessThan: { 'aws:x': '1.2' } }, { 'aws:x': '1.1' }, true],
      ['an ARN', { ArnLike: { 'aws:x': 'arn:aws:iam::1:role/*' } }, { 'aws:x': 'arn:aws:iam::1:role/a' }, true],
      ['an ARN, negated', { ArnNotLike: { 'aws:x': 'arn:aws:iam::1:role/*' } }, { 'aws:x': 'arn:aws:iam::1:role/a' }, false],
      ['an ARN, negated and missing', { ArnNotLike: { 'aws:x': 'arn:aws:iam::1:role/*' } }, {}, true],
      ['two operators, both', { StringEquals: { 'aws:x': 'a' }, Bool: { 'aws:y': 'true' } }, { 'aws:x': 'a', 'aws:y': 'false' }, false],
      ['two keys, both', { StringEquals: { 'aws:x': 'a', 'aws:y': 'b' } }, { 'aws:x': 'a', 'aws:y': 'b' }, true],
      ['all of a set', { 'ForAllValues:StringEquals': { 'aws:x': ['a', 'b'] } }, { 'aws:x': ['a', 'c'] }, false],
      ['all of an empty set', { 'ForAllValues:StringEquals': { 'aws:x': ['a'] } }, {}, true],
      ['any of a set', { 'ForAnyValue:StringEquals': { 'aws:x': ['a', 'b'] } }, { 'aws:x': ['a', 'c'] }, true],
      ['any of an empty set', { 'ForAnyValue:StringEquals': { 'aws:x': ['a'] } }, {}, false],
    ])('should decide on %s', (_what, condition, context, expected) => expect(under(condition, context)).toBe(expected));

    it('should know who asks', () => {
      const typed = (type: string) => [allow({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalType': type } } })];
      expect(may(get(nobody), world([], typed('Anonymous')))).toBe(true);
      expect(may(get(alice), world([], typed('Anonymous')))).toBe(false);
      expect(may(get(alice), world([], typed('User')))).toBe(true);
      const ofAccount = [allow({ Principal: '*' }), deny({ Principal: '*', Condition: { StringNotEquals: { 'aws:PrincipalAccount': HOME } } })];
      expect(may(get(alice), world([], ofAccount))).toBe(true);
      expect(may(get(nobody), world([], ofAccount))).toBe(false);
    });
  });

  describe('web identities', () => {
    const provider = `arn:aws:iam::${HOME}:oidc-provider/idp`;
    const trust = readPolicy({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { Federated: provider }, Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringEquals: { 'idp:sub': 'me' } } } }, 'trust');
    it('should take a role by its provider and its subject', () => {
      expect(mayAssume(trust, { kind: 'federated', provider }, { 'idp:sub': 'me' })).toBe(true);
      expect(mayAssume(trust, { kind: 'federated', provider }, { 'idp:sub': 'you' })).toBe(false);
      expect(mayAssume(trust, { kind: 'federated', provider: `${provider}2` }, { 'idp:sub': 'me' })).toBe(false);
      expect(mayAssume(trust, alice, { 'idp:sub': 'me' })).toBe(false);
    });
  });

  describe('what it does not know', () => {
    const refused: [string, PolicyKind, Written][] = [
      ['a field', 'identity', allow({ Actoin: 's3:*' })],
      ['an effect', 'identity', allow({ Effect: 'allow' })],
      ['a principal in an identity\'s policy', 'identity', allow({ Principal: '*' })],
      ['a resource\'s policy without a principal', 'resource', allow()],
      ['a statement without resources', 'identity', { Effect: 'Allow', Action: 's3:*' }],
      ['a statement without actions', 'identity', { Effect: 'Allow', Resource: '*' }],
      ['Action beside NotAction', 'identity', allow({ NotAction: 's3:PutObject' })],
      ['a wildcard within a principal', 'resource', allow({ Principal: { AWS: `arn:aws:iam::${HOME}:role/*` } })],
      ['NotPrincipal with Allow', 'resource', allow({ NotPrincipal: { AWS: HOME } })],
      ['a kind of principal', 'resource', allow({ Principal: { Service: 's3.amazonaws.com' } })],
      ['a policy variable', 'identity', allow({ Resource: 'arn:aws:s3:::bucket/${aws:username}/*' })],
      ['no action at all', 'identity', allow({ Action: [] })],
      ['a resource in a trust policy', 'trust', allow({ Principal: '*' })],
    ];
    it.each(refused)('should refuse %s', (_what, kind, statement) => expect(() => policy(kind, statement)).toThrow(PolicyError));
    it('should refuse another version, and a Sid that is there twice', () => {
      expect(() => readPolicy({ Statement: [allow()] }, 'identity')).toThrow('Version');
      expect(() => policy('identity', allow(), allow())).toThrow('Sid');
    });
    it('should refuse an operator rather than pass over it', () => {
      expect(() => may(get(alice), world([allow({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })]))).toThrow('IpAddress');
      expect(() => may(get(alice, { context: { 'aws:x': ['a'] } }), world([allow({ Condition: { StringEquals: { 'aws:x': 'a' } } })]))).toThrow('several values');
    });
  });
});

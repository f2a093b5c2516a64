import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPolicy, type PolicyKind, type Statement } from './policy.js';

// The documents of k8s/iam, read strictly.

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..', 'k8s', 'iam');

export const BUCKETS = ['uploads', 'media', 'quarantine'] as const;
export type BucketRole = (typeof BUCKETS)[number];

export const document = (path: string): unknown => JSON.parse(readFileSync(join(FOLDER, path), 'utf8'));

/** @throws PolicyError with the path in front */
export function policyOf(path: string, kind: PolicyKind): readonly Statement[] {
  try {
    return readPolicy(document(path), kind);
  } catch (error) {
    throw new Error(`k8s/iam/${path}: ${(error as Error).message}`, { cause: error });
  }
}

export const bucketPolicyOf = (role: BucketRole): readonly Statement[] => policyOf(`buckets/${role}/policy.json`, 'resource');
export const trustOf = (role: string): readonly Statement[] => policyOf(`trust/${role}.json`, 'trust');

export interface Principal {
  readonly kind: 'user' | 'role';
  readonly name: string;
  readonly statements: readonly Statement[];
  readonly documents: readonly string[];
}

/** Users and roles with the policies that are attached to them. */
export function principals(): readonly Principal[] {
  const { users, roles } = document('principals.json') as Record<'users' | 'roles', Record<string, readonly string[]>>;
  const of = (kind: 'user' | 'role', all: Record<string, readonly string[]>): Principal[] =>
    Object.entries(all).map(([name, documents]) => ({ kind, name, documents, statements: documents.flatMap((path) => policyOf(path, 'identity')) }));
  return [...of('user', users), ...of('role', roles)];
}

import { randomBytes } from 'node:crypto';
import { S3BucketSettings, S3ObjectStore, type S3Keys } from '@practika/object-store';
import { backends } from '@practika/testing';
import { GRANTEES, type Grantee } from '../buckets/bucket-grants.js';
import { BucketSetupService } from '../buckets/bucket-setup.service.js';
import type { Buckets } from '../media.config.js';
import { createStoreAccount } from './store-accounts.js';

export interface TestBuckets {
  readonly buckets: Buckets;
  /** What the set-up command said. */
  readonly lines: readonly string[];
  /** Speaks as the store's owner: for what tests put there and look at. */
  readonly owner: S3ObjectStore;
  readonly settings: S3BucketSettings;
  readonly keys: Readonly<Record<Grantee, S3Keys>>;
  as(identity: Grantee): S3ObjectStore;
  close(): void;
}

/** Buckets of this test's own, set up by the real command, with a real account for each identity. */
export async function createTestBuckets(): Promise<TestBuckets> {
  const { endpoint, adminAccessKey, adminSecretKey } = backends.s3;
  const connection = { endpoint, publicEndpoint: endpoint, region: 'us-east-1', forcePathStyle: true };
  const root = { accessKeyId: adminAccessKey, secretAccessKey: adminSecretKey };
  const tag = randomBytes(4).toString('hex');
  const buckets = { uploads: `uploads-${tag}`, media: `media-${tag}`, quarantine: `quarantine-${tag}` };
  const keys = Object.fromEntries(await Promise.all(GRANTEES.map(async (g) => [g, await createStoreAccount(g.toLowerCase())]))) as Record<Grantee, S3Keys>;
  const principals = Object.fromEntries(GRANTEES.map((g) => [g, keys[g].accessKeyId]));
  const settings = new S3BucketSettings(connection, root);
  const lines: string[] = [];
  await new BucketSetupService(settings, (line) => lines.push(line)).setUp({ buckets, origins: ['http://localhost:8080'], principals, requireTls: false });
  const owner = new S3ObjectStore(connection, root);
  const stores = Object.fromEntries(GRANTEES.map((g) => [g, new S3ObjectStore(connection, keys[g])])) as Record<Grantee, S3ObjectStore>;
  return {
    buckets, lines, owner, settings, keys,
    as: (identity) => stores[identity],
    close: () => { for (const store of [owner, ...Object.values(stores)]) store.close(); },
  };
}

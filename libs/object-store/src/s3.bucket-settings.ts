import {
  CreateBucketCommand, GetBucketCorsCommand, GetBucketPolicyCommand, GetBucketVersioningCommand, HeadBucketCommand, PutBucketCorsCommand,
  PutBucketEncryptionCommand, PutBucketLifecycleConfigurationCommand, PutBucketPolicyCommand, PutBucketVersioningCommand,
  PutPublicAccessBlockCommand, S3ServiceException, type S3Client,
} from '@aws-sdk/client-s3';
import { BucketSettings, type CorsRule, type LifecycleRule, type PolicyStatement } from './bucket-settings.js';
import { DEFAULT_TIMEOUTS, s3Client, type S3Connection, type S3Keys, type S3Timeouts } from './s3.client.js';
import { storeError } from './s3.errors.js';

export class S3BucketSettings extends BucketSettings {
  private readonly client: S3Client;

  constructor(connection: S3Connection, keys: S3Keys, timeouts: S3Timeouts = DEFAULT_TIMEOUTS) {
    super();
    this.client = s3Client(connection, keys, 'inner', timeouts);
  }

  async create(bucket: string): Promise<boolean> {
    try {
      await this.client.send(new CreateBucketCommand({ Bucket: bucket }));
      return true;
    } catch (error) {
      if (!(error instanceof S3ServiceException) || error.$metadata.httpStatusCode !== 409) throw storeError(error);
      // Someone else's bucket of that name answers 403 here: never take it for ours.
      await this.run(() => this.client.send(new HeadBucketCommand({ Bucket: bucket })));
      return false;
    }
  }

  async versioning(bucket: string): Promise<void> {
    await this.run(() => this.client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } })));
  }

  async cors(bucket: string, rule: CorsRule): Promise<void> {
    const cors = {
      AllowedOrigins: [...rule.origins], AllowedMethods: [...rule.methods], AllowedHeaders: ['*'],
      ExposeHeaders: [...rule.exposeHeaders], MaxAgeSeconds: rule.maxAgeSeconds,
    };
    await this.run(() => this.client.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [cors] } })));
  }

  async lifecycle(bucket: string, rule: LifecycleRule): Promise<void> {
    const expiry = rule.expireNoncurrentDays === null ? {} : {
      NoncurrentVersionExpiration: { NoncurrentDays: rule.expireNoncurrentDays }, Expiration: { ExpiredObjectDeleteMarker: true },
    };
    await this.run(() => this.client.send(new PutBucketLifecycleConfigurationCommand({
      Bucket: bucket,
      LifecycleConfiguration: {
        Rules: [{ ID: 'practika', Status: 'Enabled', Filter: { Prefix: '' }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: rule.abortMultipartDays }, ...expiry }],
      },
    })));
  }

  async encryption(bucket: string): Promise<void> {
    await this.run(() => this.client.send(new PutBucketEncryptionCommand({
      Bucket: bucket,
      ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    })));
  }

  async publicAccessBlock(bucket: string): Promise<void> {
    await this.run(() => this.client.send(new PutPublicAccessBlockCommand({
      Bucket: bucket,
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
    })));
  }

  async policy(bucket: string, statements: readonly PolicyStatement[]): Promise<void> {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    await this.run(() => this.client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy })));
  }

  async current(bucket: string): Promise<{ versioning: boolean; cors: CorsRule | null; policy: string | null }> {
    const versioning = await this.run(() => this.client.send(new GetBucketVersioningCommand({ Bucket: bucket })));
    const cors = await this.orNone('NoSuchCORSConfiguration', () => this.client.send(new GetBucketCorsCommand({ Bucket: bucket })));
    const policy = await this.orNone('NoSuchBucketPolicy', () => this.client.send(new GetBucketPolicyCommand({ Bucket: bucket })));
    const rule = cors?.CORSRules?.[0];
    return {
      versioning: versioning.Status === 'Enabled',
      cors: rule === undefined ? null : {
        origins: rule.AllowedOrigins ?? [], methods: (rule.AllowedMethods ?? []) as CorsRule['methods'],
        exposeHeaders: rule.ExposeHeaders ?? [], maxAgeSeconds: rule.MaxAgeSeconds ?? 0,
      },
      policy: policy?.Policy ?? null,
    };
  }

  /** Null where the store says that there is none. Whatever else it says is no answer: an outage must not read as an open bucket. */
  private async orNone<T>(none: string, call: () => Promise<T>): Promise<T | null> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof S3ServiceException && error.name === none) return null;
      throw storeError(error);
    }
  }

  private async run<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw storeError(error);
    }
  }
}

import { isObjectStoreError, type BucketSettings, type CorsRule, type LifecycleRule } from '@practika/object-store';
import type { Buckets } from '../media.config.js';
import { UPLOAD_DAYS } from '../uploads/uploads.constants.js';
import { bucketPolicy, type Grantee } from './bucket-grants.js';

export interface BucketPlan {
  readonly buckets: Buckets;
  /** Origins of the web app: the only pages that may speak to the store. */
  readonly origins: readonly string[];
  /** What the store calls each identity's account; empty where IAM policies grant the rights instead. */
  readonly principals: Partial<Record<Grantee, string>>;
  readonly requireTls: boolean;
}

/** Days. Uploads are copied to `media` or `quarantine` within the hour; what is left over is nobody's. */
const LIFECYCLES: Readonly<Record<keyof Buckets, LifecycleRule>> = {
  // Longer than an upload may go on: the store counts from its beginning, and would take the parts of one under way.
  uploads: { abortMultipartDays: UPLOAD_DAYS + 1, expireNoncurrentDays: 1 },
  media: { abortMultipartDays: 1, expireNoncurrentDays: null },
  quarantine: { abortMultipartDays: 1, expireNoncurrentDays: null },
};

/** Sets the buckets up, again and again with the same outcome, and says line by line what is on and what the store cannot. */
export class BucketSetupService {
  constructor(private readonly settings: BucketSettings, private readonly say: (line: string) => void) {}

  async setUp(plan: BucketPlan): Promise<void> {
    for (const role of ['uploads', 'media', 'quarantine'] as const) {
      const bucket = plan.buckets[role];
      this.say(`${bucket}: ${await this.settings.create(bucket) ? 'created' : 'there'}`);
      // Everything rests on versions: a verdict is about one. A store without them is no store for this.
      await this.settings.versioning(bucket);
      this.say(`${bucket}: versioning on`);
      // Browsers never speak to quarantine.
      if (role !== 'quarantine') await this.where(bucket, 'CORS for the web app', () => this.settings.cors(bucket, corsFor(role, plan.origins)));
      await this.where(bucket, 'lifecycle rules', () => this.settings.lifecycle(bucket, LIFECYCLES[role]), 'the sweeper of media-worker does their work');
      await this.where(bucket, 'encryption at rest', () => this.settings.encryption(bucket), 'encrypt the disk below it');
      await this.where(bucket, 'public access block', () => this.settings.publicAccessBlock(bucket), 'no policy of ours grants anything to everybody');
      const policy = bucketPolicy(role, bucket, plan.principals, { requireTls: plan.requireTls });
      if (policy.length === 0) this.say(`${bucket}: no bucket policy; rights come from elsewhere`);
      else await this.where(bucket, `policy with ${policy.length} statements`, () => this.settings.policy(bucket, policy));
    }
  }

  private async where(bucket: string, what: string, apply: () => Promise<void>, instead?: string): Promise<void> {
    try {
      await apply();
      this.say(`${bucket}: ${what} on`);
    } catch (error) {
      if (instead === undefined || !isObjectStoreError(error, 'unsupported')) throw error;
      this.say(`${bucket}: ${what} NOT supported by this store; ${instead}`);
    }
  }
}

function corsFor(role: 'uploads' | 'media', origins: readonly string[]): CorsRule {
  return {
    origins, methods: role === 'uploads' ? ['PUT'] : ['GET', 'HEAD'], maxAgeSeconds: 600,
    exposeHeaders: role === 'uploads' ? ['ETag'] : ['ETag', 'Content-Range', 'Content-Length', 'Accept-Ranges'],
  };
}

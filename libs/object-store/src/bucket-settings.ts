export interface CorsRule {
  readonly origins: readonly string[];
  readonly methods: readonly ('GET' | 'PUT' | 'HEAD')[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number;
}

export interface LifecycleRule {
  /** Unfinished multipart uploads go after so many days. */
  readonly abortMultipartDays: number;
  /** Versions that are no longer the latest go after so many days; null keeps them for our own deletion. */
  readonly expireNoncurrentDays: number | null;
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: { readonly AWS: readonly string[] } | '*';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What a bucket is set up with. Each call is idempotent and throws ObjectStoreError `unsupported` where the store cannot. */
export abstract class BucketSettings {
  /** True where it was created now, false where it was ours already. */
  abstract create(bucket: string): Promise<boolean>;
  abstract versioning(bucket: string): Promise<void>;
  abstract cors(bucket: string, rule: CorsRule): Promise<void>;
  abstract lifecycle(bucket: string, rule: LifecycleRule): Promise<void>;
  abstract encryption(bucket: string): Promise<void>;
  abstract publicAccessBlock(bucket: string): Promise<void>;
  abstract policy(bucket: string, statements: readonly PolicyStatement[]): Promise<void>;
  /** As the store has it now; null where nothing is set or it cannot be read. For drift checks. */
  abstract current(bucket: string): Promise<{ versioning: boolean; cors: CorsRule | null; policy: string | null }>;
}

/** Where the real backends of this test run are. The runner (`npm test`) starts them and says so in the environment. */
export interface Backends {
  readonly postgresUrl: string;
  readonly redisCacheUrl: string;
  readonly redisQueueUrl: string;
  readonly s3: { readonly endpoint: string; readonly adminAccessKey: string; readonly adminSecretKey: string };
  readonly clamd: { readonly host: string; readonly port: number };
  readonly smtp: { readonly url: string; readonly inboxUrl: string };
}

function need(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: run this ring with "npm test", which starts the backends`);
  return value;
}

/** Read when asked for, each on its own: a suite needs only what it uses. */
export const backends: Backends = {
  get postgresUrl() { return need('TEST_POSTGRES_URL'); },
  get redisCacheUrl() { return need('TEST_REDIS_CACHE_URL'); },
  get redisQueueUrl() { return need('TEST_REDIS_QUEUE_URL'); },
  get s3() { return { endpoint: need('TEST_S3_ENDPOINT'), adminAccessKey: need('TEST_S3_ADMIN_ACCESS_KEY'), adminSecretKey: need('TEST_S3_ADMIN_SECRET_KEY') }; },
  get clamd() { return { host: need('TEST_CLAMD_HOST'), port: Number(need('TEST_CLAMD_PORT')) }; },
  get smtp() { return { url: need('TEST_SMTP_URL'), inboxUrl: need('TEST_MAIL_INBOX_URL') }; },
};

import { runMain } from '@practika/config';
import { S3BucketSettings } from '@practika/object-store';
import { BucketSetupService } from './buckets/bucket-setup.service.js';
import { loadBucketsConfig } from './buckets/buckets.config.js';

await runMain(async () => {
  const config = loadBucketsConfig(process.env);
  const service = new BucketSetupService(new S3BucketSettings(config.store, config.setup), (line) => process.stdout.write(`${line}\n`));
  await service.setUp(config.plan);
});

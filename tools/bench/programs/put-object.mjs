// put-object.mjs MIB…: an object of each size into a bucket of the benchmark; prints them as JSON.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { S3ObjectStore } from '@practika/object-store';

const MIB = 1_048_576;
const { S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY } = process.env;
const bucket = 'bench-scan';
const keys = { accessKeyId: S3_ACCESS_KEY, secretAccessKey: S3_SECRET_KEY };
const client = new S3Client({ endpoint: S3_ENDPOINT, region: 'us-east-1', forcePathStyle: true, credentials: keys });
await client.send(new CreateBucketCommand({ Bucket: bucket }));
await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }));
const store = new S3ObjectStore({ endpoint: S3_ENDPOINT, publicEndpoint: S3_ENDPOINT, region: 'us-east-1', forcePathStyle: true }, keys, { connectionMs: 2_000, idleMs: 600_000, attempts: 1 });

const block = randomBytes(MIB);
const objects = [];
for (const mib of process.argv.slice(2).map(Number)) {
  const hash = createHash('sha256');
  async function* bytes() {
    for (let i = 0; i < mib; i += 1) {
      const piece = Buffer.from(block);
      piece.writeUInt32BE(i, 0);
      hash.update(piece);
      yield piece;
    }
  }
  const place = { bucket, key: randomUUID() };
  const { versionId } = await store.put(place, { body: bytes(), size: mib * MIB, contentType: 'video/mp4' });
  objects.push({ ...place, versionId, size: mib * MIB, sha256: hash.digest('hex') });
}
console.log(JSON.stringify({ objects }));

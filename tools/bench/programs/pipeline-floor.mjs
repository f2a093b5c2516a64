// One line of JSON asks for one file: { path, size }. Does, one after another and in one process, what no pipeline can
// leave out before a video counts as clean, and answers with { ms }:
//   read the object, SHA-256 of it, write it to a file · look at its structure · ffprobe
//   read the object again into clamd, SHA-256 of it in the same pass · copy it within the store
// With the platform's own code for each, and without its queue, database, outbox, leases and events.
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash, randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { S3ObjectStore } from '@practika/object-store';
import { fetchFile } from '../../../services/media/dist/checksum/fetch-file.js';
import { FfprobeMediaProbe } from '../../../services/media/dist/container/ffprobe.media-probe.js';
import { checkStructure } from '../../../services/media/dist/container/structure.js';
import { ClamdVirusScanner } from '../../../services/media/dist/virus-scan/clamd.virus-scanner.js';

const { S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY, CLAMD_PORT, FFPROBE_PATH } = process.env;
const bucket = 'bench-floor';
const keys = { accessKeyId: S3_ACCESS_KEY, secretAccessKey: S3_SECRET_KEY };
const client = new S3Client({ endpoint: S3_ENDPOINT, region: 'us-east-1', forcePathStyle: true, credentials: keys });
await client.send(new CreateBucketCommand({ Bucket: bucket }));
await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }));
const store = new S3ObjectStore({ endpoint: S3_ENDPOINT, publicEndpoint: S3_ENDPOINT, region: 'us-east-1', forcePathStyle: true }, keys);
const scanner = new ClamdVirusScanner({ host: '127.0.0.1', port: Number(CLAMD_PORT) });
const probe = new FfprobeMediaProbe(FFPROBE_PATH);
const signal = new AbortController().signal;
const folder = await mkdtemp(join(tmpdir(), 'practika-bench-floor-'));

async function check(object, etag, size) {
  const path = join(folder, 'original');
  await using file = await open(path, 'w+', 0o600);
  const { chunks } = await store.read(object, { ifMatch: etag });
  await fetchFile(chunks, file, () => {});
  const structure = await checkStructure(file, size, 'video/mp4');
  const probed = await probe.probe(path, 'video/mp4', signal);
  if (!probed.ok) throw new Error(`the file of the benchmark is not well made: ${JSON.stringify([structure, probed])}`);
  await rm(path);
}

async function scan(object, etag) {
  const hash = createHash('sha256');
  async function* tapped() {
    const { chunks } = await store.read(object, { ifMatch: etag });
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  }
  const { outcome } = await scanner.scan(tapped(), signal);
  if (outcome !== 'CLEAN') throw new Error(`clamd: ${outcome}`);
  hash.digest('hex');
}

console.log('{"ready":true}');
for await (const line of createInterface({ input: process.stdin })) {
  const { path, size } = JSON.parse(line);
  const place = { bucket, key: randomUUID() };
  const { versionId, etag } = await store.put(place, { body: createReadStream(path), size, contentType: 'video/mp4' });
  const object = { ...place, versionId };
  const began = performance.now();
  await check(object, etag, size);
  await scan(object, etag);
  const copy = { bucket, key: `${place.key}-clean` };
  const copied = await store.copy(object, copy, { ifMatch: etag, contentType: 'video/mp4' });
  const ms = performance.now() - began;
  await store.deleteVersion(object);
  await store.deleteVersion({ ...copy, versionId: copied.versionId });
  console.log(JSON.stringify({ ms }));
}
await rm(folder, { recursive: true, force: true });

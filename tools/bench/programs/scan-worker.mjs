// G19: the scan worker's service, store client and clamd client, with a repository that remembers nothing: the limits of
// the platform end at 100 MiB, and only the API and clamd's settings hold to them. First line: ready; then one line of JSON
// for each { objects: [...] } to scan at the same time, answered with their outcomes.
import { createInterface } from 'node:readline';
import { S3ObjectStore } from '@practika/object-store';
import { configureLogging } from '@practika/observability';
import { ClamdVirusScanner } from '../../../services/media/dist/virus-scan/clamd.virus-scanner.js';
import { SignaturePolicy } from '../../../services/media/dist/virus-scan/signature-policy.js';
import { VirusScanService } from '../../../services/media/dist/virus-scan/virus-scan.service.js';
// What the worker has loaded and this program does not use.
import 'typeorm';
import 'bullmq';

const { S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY, CLAMD_PORT } = process.env;
configureLogging({ level: 'warn', process: 'bench' });
const store = new S3ObjectStore({ endpoint: S3_ENDPOINT, publicEndpoint: S3_ENDPOINT, region: 'us-east-1', forcePathStyle: true }, { accessKeyId: S3_ACCESS_KEY, secretAccessKey: S3_SECRET_KEY });
const waiting = new Map();
const outcomes = [];
const assets = {
  claim: async (id) => waiting.get(id),
  heartbeat: async () => true,
  release: async () => true,
  scanned: async (_asset, verdict) => { outcomes.push(verdict.outcome); return true; },
  recordAttempt: async (_asset, verdict) => { outcomes.push(`${verdict.outcome}, not promoted`); return true; },
  quarantined: async (_asset, why) => { outcomes.push(why.code); return true; },
  scanBlocked: async (_asset, why) => { outcomes.push(why); return true; },
};
// Copies happen within the store: no byte of them comes here.
const promotion = { promote: async (asset) => asset.object, quarantine: async (asset) => asset.object, removeSource: async () => {}, discard: async () => {} };
const service = new VirusScanService(assets, store, new ClamdVirusScanner({ host: '127.0.0.1', port: Number(CLAMD_PORT) }), { pass: async () => true, close: () => {} }, new SignaturePolicy(48, true), promotion);

console.log('{"ready":true}');
let number = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { objects } = JSON.parse(line);
  outcomes.length = 0;
  await Promise.all(objects.map(({ size, sha256, ...object }) => {
    const id = String(number += 1);
    waiting.set(id, { id, ownerId: id, attempt: 1, leaseToken: id, declaredContentType: 'video/mp4', declaredSize: size, declaredSha256: null, sha256, object, releasedFromQuarantine: false });
    return service.scan(id, 1, new AbortController().signal);
  }));
  console.log(JSON.stringify({ outcomes: [...outcomes] }));
}

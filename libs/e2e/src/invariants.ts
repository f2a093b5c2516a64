import { eventually } from '@practika/testing';
import { QUEUES } from '@practika/jobs';
import { S3Client, GetObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import pg from 'pg';
import { FINAL } from './person.js';
import { platform } from './platform.config.js';

type Row = Record<string, string | null>;

async function query(service: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: platform.file.databases[service]?.owner ?? '' });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const none = (rule: string, rows: readonly unknown[]): void => {
  if (rows.length > 0) throw new Error(`${rule}: ${JSON.stringify(rows.slice(0, 3))} (${rows.length} in all)`);
};

/** I1: what was accepted has come to an end. I6: nothing is left on the way. Both within the time given. */
async function quiet(timeoutMs: number): Promise<void> {
  const working = `'${['uploaded', 'checking', 'scanning', 'processing', 'deleting'].join(`','`)}'`;
  await eventually(async () => {
    none('I1 an accepted upload is stuck', await query('media', `SELECT id, state, blocked_reason FROM assets WHERE state IN (${working})`));
    for (const service of Object.keys(platform.file.databases)) none(`I6 ${service} has outbox rows that are due and not sent`, await query(service, `SELECT id FROM outbox WHERE sent_at IS NULL AND not_before <= now()`));
    const redis = new Redis(platform.file.redis.queue, { maxRetriesPerRequest: 1 });
    try {
      for (const queue of QUEUES) {
        none(`I6 queue ${queue} holds waiting jobs`, await redis.lrange(`bull:${queue}:wait`, 0, 2));
        none(`I6 queue ${queue} holds active jobs`, await redis.lrange(`bull:${queue}:active`, 0, 2));
      }
    } finally {
      redis.disconnect();
    }
    return true;
  }, timeoutMs, 500);
}

async function versions(bucket: string, identity: { accessKey: string; secretKey: string }): Promise<Set<string>> {
  const s3 = client(identity);
  const found = new Set<string>();
  for (let keyMarker: string | undefined, versionIdMarker: string | undefined; ;) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, KeyMarker: keyMarker, VersionIdMarker: versionIdMarker }));
    for (const version of page.Versions ?? []) found.add(`${version.Key ?? ''}@${version.VersionId ?? ''}`);
    if (page.IsTruncated !== true) return found;
    [keyMarker, versionIdMarker] = [page.NextKeyMarker, page.NextVersionIdMarker];
  }
}

const client = ({ accessKey, secretKey }: { accessKey: string; secretKey: string }) =>
  new S3Client({ endpoint: platform.file.s3.endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId: accessKey, secretAccessKey: secretKey } });

const identity = (name: string): { accessKey: string; secretKey: string } => {
  const found = Object.entries(platform.file.s3.identities).find(([key]) => key.toLowerCase() === name)?.[1];
  if (found === undefined) throw new Error(`the platform has no S3 identity ${name}`);
  return found;
};

/**
 * Reads Postgres, Redis, S3 and what the API may serve, and names the first invariant of I1 to I8 that does not hold.
 * (I8, recovery without a restart, is what the callers do not do.)
 *
 * @param timeoutMs how long accepted work may still take
 */
export async function assertInvariants(timeoutMs = 60_000): Promise<void> {
  await quiet(timeoutMs);
  const served = `'ready','processing','consent_hold'`;
  // I2 and I3: what may be served has a clean verdict over exactly its bytes.
  none('I2 an asset may be served without a clean verdict bound to its bytes', await query('media', `
    SELECT a.id, a.state FROM assets a WHERE a.state IN (${served}) AND NOT EXISTS (
      SELECT 1 FROM verdicts v WHERE v.asset_id = a.id AND v.outcome = 'CLEAN' AND v.sha256 = a.sha256 AND v.bytes_scanned = v.bytes_expected)`));
  none('I3 a scan that was not clean let an asset through', await query('media', `
    SELECT a.id FROM assets a JOIN LATERAL (SELECT outcome FROM verdicts v WHERE v.asset_id = a.id ORDER BY v.id DESC LIMIT 1) last ON true
    WHERE a.state IN (${served}) AND last.outcome <> 'CLEAN'`));
  // I4: one end per attempt.
  none('I4 an attempt came to an end twice', await query('media', `
    SELECT asset_id, state, count(*) AS n FROM asset_history WHERE state IN ('ready','rejected') GROUP BY asset_id, state
    HAVING count(*) > (SELECT max(attempt) FROM assets WHERE id = asset_id)`));
  // I5: history begins at the beginning and ends where the row is.
  none('I5 history and state disagree', await query('media', `
    SELECT a.id, a.state, h.state AS last FROM assets a JOIN LATERAL (SELECT state FROM asset_history WHERE asset_id = a.id ORDER BY seq DESC LIMIT 1) h ON true WHERE h.state <> a.state`));
  for (const service of Object.keys(platform.file.databases)) none(`I4 ${service} has dead letters`, await query(service, `SELECT event_id, error FROM dead_letters WHERE settled_at IS NULL`));
  await objectsMatchRows();
}

/**
 * I7: the media bucket holds the objects of rows and no others. (An older version of a row's own object may lie there until
 * the sweeper comes: a copy whose commit was cut off cannot tell whether it counts, so it is left.) And I2 again: the
 * bytes there are the ones that were scanned.
 */
async function objectsMatchRows(): Promise<void> {
  const deleter = identity('deleter');
  const rows = await query('media', `
    SELECT object_bucket AS bucket, object_key AS key, object_version AS version, sha256 FROM assets WHERE object_bucket = 'media' AND state NOT IN ('deleting','deleted')
    UNION ALL SELECT r.bucket, r.key, r.version_id, r.sha256 FROM renditions r WHERE r.doomed_at IS NULL`);
  const wanted = new Set(rows.map((r) => `${r['key']}@${r['version']}`));
  const keys = new Set(rows.map((r) => r['key']));
  await eventually(async () => {
    const there = await versions('media', deleter);
    none('I7 an object in the media bucket belongs to no row', [...there].filter((v) => !keys.has(v.slice(0, v.lastIndexOf('@')))));
    none('I7 a row points at no object', [...wanted].filter((v) => !there.has(v)));
    return true;
  }, 30_000, 1_000);
  const playback = client(identity('playback'));
  for (const row of rows.slice(-20)) {
    const object = await playback.send(new GetObjectCommand({ Bucket: 'media', Key: row['key'] ?? '', VersionId: row['version'] ?? '' }));
    const hash = createHash('sha256');
    for await (const chunk of object.Body as AsyncIterable<Uint8Array>) hash.update(chunk);
    if (hash.digest('hex') !== row['sha256']) throw new Error(`I2 the object of ${row['key']} is not the one that was scanned`);
  }
}

export { FINAL, query };

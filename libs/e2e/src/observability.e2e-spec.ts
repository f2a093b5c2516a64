import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { query } from './invariants.js';
import { type Asset, newPerson, type Person } from './person.js';
import { platform } from './platform.config.js';
import { mp4 } from './videos.js';

const metrics = async (process: string): Promise<string> => (await fetch(`http://127.0.0.1:${platform.file.ports.metricsOf[process]}/metrics`)).text();

describe('what operators see', () => {
  let person: Person;
  let asset: Asset;

  beforeAll(async () => {
    person = await newPerson();
    await person.give('video_processing');
    asset = await person.until((await person.upload(mp4(), { filename: 'my secret dance.mp4' })).id, 'ready', 60_000);
    const exercise = await person.must(201, 'POST', '/api/exercises/v1/exercises', { name: 'A name nobody should log', assetId: asset.id });
    await person.must(201, 'POST', `/api/exercises/v1/exercises/${String(exercise['id'])}/comments`, { text: 'A sentence nobody should log' });
  });

  it('[R5] should follow a video from upload to ready in one trace, through three jobs', async () => {
    const rows = await query('media', `SELECT name, split_part(traceparent, '-', 2) AS trace FROM outbox WHERE body::text LIKE '%${asset.id}%' ORDER BY position`);
    expect(rows.map((r) => r['name'])).toEqual(expect.arrayContaining(['practika.media.asset.uploaded.v1', 'media-checksum', 'media-scan', 'media-process', 'practika.media.asset.ready.v1']));
    expect(new Set(rows.map((r) => r['trace'])).size).toBe(1);
    expect(rows[0]?.['trace']).toMatch(/^[0-9a-f]{32}$/);
  });

  it('[R5] should count uploads, verdicts, stages, queues and the outbox', async () => {
    expect(await metrics('media-api')).toMatch(/^video_uploads_total(\{[^}]*\})? [1-9]/m);
    expect(await metrics('media-scan')).toMatch(/^media_verdicts_total\{[^}]*CLEAN[^}]*\} [1-9]/m);
    expect(await metrics('media-scan')).toMatch(/^media_stage_duration_seconds_count\{[^}]*\} [1-9]/m);
    const worker = await metrics('media-worker');
    for (const name of ['practika_outbox_lag_seconds', 'practika_outbox_unsent', 'practika_queue_jobs', 'practika_queue_oldest_waiting_seconds']) expect(worker).toMatch(new RegExp(`^${name}(\\{[^}]*\\})? `, 'm'));
  });

  it('[R3] should write no name, address, file name, text, password or token into any log', () => {
    const folder = join(platform.folder, 'logs');
    const files = readdirSync(folder).filter((name) => /^(auth|exercises|media|consent)-/.test(name));
    expect(files.length).toBeGreaterThanOrEqual(11);
    const session = person.cookies.get('practika_session') ?? 'none';
    for (const file of files) {
      const text = readFileSync(join(folder, file), 'utf8');
      for (const secret of [person.email, person.username, person.password, 'my secret dance', 'nobody should log', session]) expect([file, text.includes(secret)]).toEqual([file, false]);
    }
  });
});

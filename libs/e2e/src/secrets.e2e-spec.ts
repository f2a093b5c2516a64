import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { backends, eventually } from '@practika/testing';
import pg from 'pg';
import { Person, signedIn } from './person.js';
import { platform } from './platform.config.js';

describe('a secret that changes under the whole platform', () => {
  it('should be taken up by every process of a service within 15 s, and fail no request', async () => {
    const before = platform.file.databases['consent']?.runtime ?? '';
    const next = new URL(before);
    next.username = `${next.username}_next`;
    const put = (url: string): void => writeFileSync(join(platform.folder, 'secrets', 'env-consent-database-url'), url);
    const admin = new pg.Client({ connectionString: backends.postgresUrl });
    await admin.connect();
    const users = async (): Promise<string[]> => (await admin.query<{ name: string }>(
      `SELECT DISTINCT usename AS name FROM pg_stat_activity WHERE datname = $1 AND application_name <> 'practika-trial' ORDER BY 1`, [next.pathname.slice(1)])).rows.map((r) => r.name);
    const changed = (to: URL) => eventually(async () => { expect(await users()).toEqual([to.username]); return true; }, 15_000, 250);

    const student: Person = await signedIn('student');
    const failures: unknown[] = [];
    let stop = false;
    let answered = 0;
    const load = Promise.all(Array.from({ length: 4 }, async () => {
      while (!stop) await student.get('/api/consent/v1/consents').then(({ status }) => { if (status === 200) answered += 1; else failures.push(status); }, (error: unknown) => failures.push(error));
    }));
    try {
      await admin.query(`CREATE ROLE ${next.username} LOGIN PASSWORD '${decodeURIComponent(next.password)}' IN ROLE ${new URL(before).username}`);
      put(next.toString());
      await changed(next);
      await student.give('video_processing');
      put(before);
      await changed(new URL(before));
    } finally {
      stop = true;
      await load;
      put(before);
      await admin.query(`DROP ROLE IF EXISTS ${next.username}`);
      await admin.end();
    }
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(100);
  });
});

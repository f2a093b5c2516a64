import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@practika/database';
import { TestClient } from '@practika/testing';
import { ConsentStack, give, withdraw } from '../testing/consent-stack.js';

let stack: ConsentStack;
beforeAll(async () => {
  stack = await ConsentStack.start();
  await stack.sql(`CREATE TABLE test_commits (subject_id uuid, at timestamptz)`);
  await stack.sql(`GRANT SELECT, INSERT ON test_commits TO ${stack.database.runtimeRole}`);
});
afterAll(() => stack.stop());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the gate', () => {
  it('[C2] [consent-management.video-processing] should allow only what is given, for half a minute at most', async () => {
    const media = await stack.asMedia();
    const { client, id } = await stack.person();
    const check = () => media.post('/internal/gates/check', { subjectId: id, purpose: 'video_processing' });
    expect((await check()).body).toEqual({ allow: false, epoch: 0, recordId: null, validUntil: expect.any(String) });
    await give(client);
    const yes = await check();
    expect([yes.status, yes.body]).toEqual([200, { allow: true, epoch: 1, recordId: expect.any(String), validUntil: expect.any(String) }]);
    expect(Date.parse(String(yes.body['validUntil'])) - Date.now()).toBeLessThanOrEqual(31_000);
    await withdraw(client);
    expect((await check()).body).toMatchObject({ allow: false, epoch: 2 });
  });

  it('should keep recipients apart and refuse questions that name none or a wrong one', async () => {
    const media = await stack.asMedia();
    const { client, id } = await stack.person();
    await give(client, 'third_party_sharing', 'youtube');
    const check = (body: object) => media.post('/internal/gates/check', { subjectId: id, ...body });
    expect((await check({ purpose: 'third_party_sharing', recipient: 'youtube' })).body).toMatchObject({ allow: true });
    expect((await check({ purpose: 'third_party_sharing' })).status).toBe(422);
    expect((await check({ purpose: 'video_processing', recipient: 'youtube' })).status).toBe(422);
    expect((await check({ purpose: 'telepathy' })).status).toBe(422);
  });

  it('[C2] should say no when the consent ran out, before anybody recorded that', async () => {
    const media = await stack.asMedia();
    const { client, id } = await stack.person();
    await give(client, 'marketing');
    await stack.sql(`UPDATE consent_states SET expires_at = now() - interval '1 second' WHERE subject_id = $1`, [id]);
    expect((await media.post('/internal/gates/check', { subjectId: id, purpose: 'marketing' })).body).toMatchObject({ allow: false });
    expect((await media.post('/internal/permits', { subjectId: id, purpose: 'marketing' })).body).toMatchObject({ type: '/problems/consent-required', status: 403 });
    expect((await client.get('/consents')).body['items']).toContainEqual(expect.objectContaining({ purpose: 'marketing', state: 'withdrawn' }));
  });

  it('should be there for named services on the internal port alone', async () => {
    const { client } = await stack.person();
    expect((await client.request('POST', '/../../../internal/gates/check', {})).status).toBe(404);
    const nobody = new TestClient(`http://127.0.0.1:${stack.api.internalPort}`);
    expect((await nobody.post('/internal/gates/check', {})).status).toBe(401);
    expect((await nobody.post('/internal/permits', {})).status).toBe(401);
  });

  it('[C2] should give no permit while a withdrawal is being committed, and none after it', async () => {
    const media = await stack.asMedia();
    const { client, id } = await stack.person();
    await give(client);
    const withdrawing = stack.owner.createQueryRunner();
    await withdrawing.startTransaction();
    await withdrawing.query(`UPDATE consent_states SET state = 'withdrawn', epoch = 2 WHERE subject_id = $1`, [id]);
    let answered = false;
    const permit = media.post('/internal/permits', { subjectId: id, purpose: 'video_processing' }).then((answer) => { answered = true; return answer; });
    await pause(300);
    expect(answered).toBe(false);
    await withdrawing.commitTransaction();
    await withdrawing.release();
    expect((await permit).status).toBe(403);
    expect(await stack.sql(`SELECT 1 FROM consent_permits WHERE subject_id = $1`, [id])).toEqual([]);
  });

  it('[C2] should make a withdrawal wait for a permit that is out, and for no longer than it lives', async () => {
    const media = await stack.asMedia();
    const { client, id } = await stack.person();
    await give(client);
    const permit = await media.post('/internal/permits', { subjectId: id, purpose: 'video_processing' });
    expect([permit.status, permit.body]).toEqual([201, { permitId: expect.any(String), epoch: 1, recordId: expect.any(String), expiresAt: expect.any(String) }]);
    let answered = false;
    const withdrawal = withdraw(client).then((answer) => { answered = true; return answer; });
    await pause(300);
    expect(answered).toBe(false);
    expect((await media.post('/internal/permits', { subjectId: id, purpose: 'video_processing' })).status).toBe(403);
    expect((await media.delete(`/internal/permits/${String(permit.body['permitId'])}`)).status).toBe(204);
    expect((await media.delete(`/internal/permits/${uuidv7()}`)).status).toBe(204);
    expect((await withdrawal).status).toBe(200);

    await give(client);
    await media.post('/internal/permits', { subjectId: id, purpose: 'video_processing' });
    const began = performance.now();
    expect((await withdraw(client)).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThan(3_500);
    expect(performance.now() - began).toBeLessThan(6_500);
  });

  it('[C2] [consent-management.video-processing] should leave no commit after the answer, whenever in 50 instants the withdrawal comes', async () => {
    const media = await stack.asMedia();
    const { client, id } = await stack.person();
    let stop = false;
    let refused = 0;
    const worker = async (): Promise<void> => {
      while (!stop) {
        const permit = await media.post('/internal/permits', { subjectId: id, purpose: 'video_processing' });
        if (permit.status !== 201) {
          refused += 1;
          await pause(5);
          continue;
        }
        await pause(Math.random() * 12);
        await stack.runtime.query(`INSERT INTO test_commits VALUES ($1, clock_timestamp())`, [id]);
        await media.delete(`/internal/permits/${String(permit.body['permitId'])}`);
      }
    };
    const workers = Promise.all(Array.from({ length: 4 }, worker));
    let late = 0;
    for (let i = 0; i < 50; i += 1) {
      expect((await give(client)).status).toBe(200);
      await pause(Math.random() * 60);
      expect((await withdraw(client)).status).toBe(200);
      const [before] = await stack.sql<{ n: string }>(`SELECT count(*) AS n FROM test_commits WHERE subject_id = $1`, [id]);
      await pause(30);
      const [after] = await stack.sql<{ n: string }>(`SELECT count(*) AS n FROM test_commits WHERE subject_id = $1`, [id]);
      late += Number(after?.n) - Number(before?.n);
    }
    stop = true;
    await workers;
    const [all] = await stack.sql<{ n: string }>(`SELECT count(*) AS n FROM test_commits WHERE subject_id = $1`, [id]);
    expect(late).toBe(0);
    expect(Number(all?.n)).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(0);
  });
});

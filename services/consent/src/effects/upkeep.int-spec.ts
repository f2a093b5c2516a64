import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { uuidv7 } from '@practika/database';
import { EventConsumer } from '@practika/events';
import { eventually } from '@practika/testing';
import { randomBytes } from 'node:crypto';
import { ConsentWorkerModule } from '../consent-worker.module.js';
import { loadConsentWorkerConfig } from '../consent.config.js';
import { ConsentLedger } from '../consents/consent-ledger.repository.js';
import { ConsentStack, give, withdraw } from '../testing/consent-stack.js';
import { UpkeepTimer } from './upkeep.timer.js';

let stack: ConsentStack;
let worker: INestApplicationContext;
beforeAll(async () => {
  stack = await ConsentStack.start();
  worker = await NestFactory.createApplicationContext(ConsentWorkerModule.forRoot(loadConsentWorkerConfig(stack.env), `.${randomBytes(4).toString('hex')}`), { logger: false, abortOnError: false });
  await worker.init();
});
afterAll(async () => {
  await worker.close();
  await stack.stop();
});

describe('the worker of consent', () => {
  it('[C3] should finish a withdrawal that a request had to leave open', async () => {
    const { client, id } = await stack.person();
    await give(client);
    stack.media.status = 503;
    expect((await withdraw(client)).status).toBe(503);
    const open = () => stack.sql<{ tries: number }>(`SELECT tries FROM consent_effects WHERE subject_id = $1 AND effective_at IS NULL`, [id]);
    expect(await open()).toEqual([{ tries: 0 }]);
    await stack.sql(`UPDATE consent_effects SET next_try_at = now() WHERE subject_id = $1`, [id]);
    await worker.get(UpkeepTimer).round();
    expect(await open()).toEqual([{ tries: 1 }]);
    stack.media.status = 204;
    await stack.sql(`UPDATE consent_effects SET next_try_at = now() WHERE subject_id = $1`, [id]);
    await eventually(async () => ((await open()).length === 0 ? true : undefined), 15_000);
    expect(stack.media.told).toContainEqual({ subjectId: id, purpose: 'video_processing', recipient: null, epoch: 2 });
    expect((await withdraw(client)).status).toBe(200);
  });

  it('should end a consent whose time is over with a record, once', async () => {
    const { client, id } = await stack.person();
    await give(client, 'marketing');
    await stack.sql(`UPDATE consent_states SET expires_at = now() - interval '1 second' WHERE subject_id = $1`, [id]);
    await Promise.all([worker.get(UpkeepTimer).round(), worker.get(UpkeepTimer).round()]);
    const records = await stack.sql<{ type: string; entity: string }>(
      `SELECT record->'events'->0->>'type' AS type, record->'events'->0->>'entity_id' AS entity FROM consent_records JOIN consent_subjects USING (principal_id) WHERE subject_id = $1 ORDER BY position`, [id],
    );
    expect(records).toEqual([{ type: 'explicit', entity: 'subject' }, { type: 'expired', entity: 'system' }]);
    const again = await give(client, 'marketing');
    expect(again.body['record']).toMatchObject({ events: [expect.objectContaining({ type: 'explicit' })] });
  });

  it('[C3] should finish withdrawals though another part of the round fails', async () => {
    const { client, id } = await stack.person();
    await give(client);
    stack.media.status = 503;
    expect((await withdraw(client)).status).toBe(503);
    stack.media.status = 204;
    await stack.sql(`UPDATE consent_effects SET next_try_at = now() WHERE subject_id = $1`, [id]);
    const broken = jest.spyOn(worker.get<ConsentLedger>(ConsentLedger), 'expired').mockRejectedValue(new Error('one row that cannot be read'));
    try {
      await worker.get(UpkeepTimer).round().catch(() => undefined);
      expect(await stack.sql(`SELECT 1 FROM consent_effects WHERE subject_id = $1 AND effective_at IS NULL`, [id])).toEqual([]);
    } finally {
      broken.mockRestore();
    }
  });

  it('should clear permits that ended', async () => {
    await stack.sql(`INSERT INTO consent_permits SELECT gen_random_uuid(), gen_random_uuid(), 'marketing', '', 1, now() - interval '2 minutes'`);
    await worker.get(UpkeepTimer).round();
    expect(await stack.sql(`SELECT 1 FROM consent_permits WHERE expires_at < now() - interval '1 minute'`)).toEqual([]);
  });

  it('[C5] should forget a person whom auth erased, once for two copies of the event', async () => {
    const { client, id } = await stack.person();
    await give(client);
    const event = {
      specversion: '1.0' as const, id: uuidv7(), source: 'practika/auth', type: 'practika.auth.user.erased.v1', subject: `user/${id}`, time: new Date().toISOString(), datacontenttype: 'application/json' as const,
      dataschema: '', data: { userId: id }, traceparent: null, seq: 1, correlationid: 'x', causationid: null, actor: { kind: 'service' as const, pseudonym: 'auth' }, subjectepoch: 0, consentepoch: 0,
    };
    await worker.get(EventConsumer).handle(event);
    await worker.get(EventConsumer).handle(event);
    expect(await stack.sql(`SELECT 1 FROM consent_subjects WHERE subject_id = $1 UNION ALL SELECT 1 FROM consent_states WHERE subject_id = $1`, [id])).toEqual([]);
  });
});

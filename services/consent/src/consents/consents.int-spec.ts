import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@practika/testing';
import { createHash } from 'node:crypto';
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { ConsentStack, give, NOTICE, withdraw } from '../testing/consent-stack.js';
import { canonical, hashOf } from './consent-record.js';

let stack: ConsentStack;
beforeAll(async () => { stack = await ConsentStack.start(); });
afterAll(() => stack.stop());
beforeEach(() => { stack.media.status = 204; stack.media.told.length = 0; });

const problem = (type: string) => expect.objectContaining({ type: `/problems/${type}` });
type Items = { purpose: string; recipient: string | null; state: string; since: string | null; noticeVersion: string | null }[];

describe('notices and purposes', () => {
  it('[C11] should show strangers the notice in force with the hash of its text, the purposes and the keys', async () => {
    const { status, body } = await stack.stranger().get('/notices/current');
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: 'privacy', version: NOTICE, language: 'en', sha256: createHash('sha256').update(String(body['body'])).digest('hex') });
    expect(body['purposes']).toHaveLength(8);
    const purposes = await stack.stranger().get('/purposes');
    expect(purposes.body).toMatchObject({ nextCursor: null });
    expect((purposes.body['items'] as { purpose: string }[]).map((p) => p.purpose)).toEqual(body['purposes']);
    expect(purposes.body['items']).toContainEqual(expect.objectContaining({ purpose: 'third_party_sharing', recipients: ['youtube'], optional: true }));
    expect((await stack.stranger().get('/jwks')).body).toEqual({ keys: [expect.objectContaining({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', kid: expect.any(String) })] });
    expect(JSON.stringify((await stack.stranger().get('/jwks')).body)).not.toContain('"d"');
  });
});

describe('giving and withdrawing', () => {
  it('[C1] [consent-management.video-processing] should begin with nothing given, one row per purpose and recipient', async () => {
    const { client } = await stack.person();
    const { body } = await client.get('/consents');
    const items = body['items'] as Items;
    expect(items).toHaveLength(8);
    expect(items.every((i) => i.state === 'never' && i.since === null && i.noticeVersion === null)).toBe(true);
    expect(items.find((i) => i.purpose === 'third_party_sharing')?.recipient).toBe('youtube');
    expect(items.filter((i) => i.recipient === null)).toHaveLength(7);
  });

  it.each(['video_processing', 'data_analytics', 'marketing', 'video_analysis', 'user_behavior', 'content_recommendations', 'automated_moderation'])(
    '[C1] [consent-management.video-processing] [consent-management.data-analytics] [consent-management.marketing] should give and withdraw %s', async (purpose) => {
      const { client } = await stack.person();
      const given = await give(client, purpose);
      expect([given.status, given.body]).toEqual([200, { record: expect.objectContaining({ schema_version: 'practika-27560-1' }), receiptId: expect.any(String) }]);
      const row = async () => ((await client.get('/consents')).body['items'] as Items).find((i) => i.purpose === purpose);
      expect(await row()).toEqual({ purpose, recipient: null, state: 'given', since: expect.any(String), noticeVersion: NOTICE });
      expect((await withdraw(client, purpose)).status).toBe(200);
      expect((await row())?.state).toBe('withdrawn');
    },
  );

  it('[C1] should write the fields of ISO/IEC TS 27560, an address only as its prefix and a browser only as a hash', async () => {
    const { client, id } = await stack.person();
    const record = (await give(client)).body['record'] as Record<string, never>;
    expect(record).toMatchObject({
      record_id: expect.any(String), receipt_id: expect.any(String), pii_principal_id: expect.any(String), language: 'en', prev_hash: '0'.repeat(64), hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      notice: { id: 'privacy', version: NOTICE, sha256: expect.any(String), uri: `/privacy/${NOTICE}` },
      processing: [expect.objectContaining({ purpose: 'video_processing', purpose_type: 'core', lawful_basis: 'consent', service: 'media', recipients: [] })],
      parties: [expect.objectContaining({ role: 'controller', contact: 'privacy@localhost' })],
      events: [expect.objectContaining({ type: 'explicit', state: 'given', ip_prefix: '203.0.113.0/24', ua_hash: expect.stringMatching(/^[0-9a-f]{64}$/), surface: expect.objectContaining({ component: 'web', shown_text_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }) })],
      jws: expect.stringMatching(/^[\w-]+\.\.[\w-]+$/),
    });
    const everything = JSON.stringify(await stack.sql(`SELECT * FROM consent_records`));
    for (const secret of ['203.0.113.77', 'Mozilla', id]) expect(everything).not.toContain(secret);
  });

  it('should refuse in the order of the contract: unknown purpose, then body, then state', async () => {
    const { client } = await stack.person();
    expect((await client.put('/consents/telepathy', { nonsense: true })).status).toBe(404);
    expect((await client.put('/consents/marketing', { state: 'maybe', noticeVersion: NOTICE, colour: 1 })).body).toMatchObject({ status: 422, errors: expect.arrayContaining([expect.objectContaining({ pointer: '/state' }), expect.objectContaining({ pointer: '/colour' })]) });
    expect((await client.put('/consents/marketing', { state: 'given' })).body).toMatchObject({ status: 422, errors: [{ pointer: '/noticeVersion', detail: 'is required' }] });
    expect((await client.put('/consents/marketing', { state: 'given', noticeVersion: '2020-01-01' })).body).toEqual(problem('notice-outdated'));
    const leaving = await stack.person({ leaving: true });
    expect((await client.put('/consents/marketing', { state: 'given', noticeVersion: '2020-01-01', recipient: 'youtube' })).body).toMatchObject({ status: 422, errors: [expect.objectContaining({ pointer: '/recipient' })] });
    expect((await give(leaving.client)).body).toEqual(problem('account-leaving'));
    expect((await stack.stranger().get('/consents')).status).toBe(401);
  });

  it('should withdraw under whatever notice the person still has on the screen', async () => {
    const { client } = await stack.person();
    await give(client);
    expect((await client.put('/consents/video_processing', { state: 'withdrawn', noticeVersion: '2020-01-01' })).status).toBe(200);
  });

  it('[C1] [consent-management.third-party-sharing] should want exactly one of the recipients of the purpose', async () => {
    const { client } = await stack.person();
    for (const recipient of [undefined, 'vimeo']) expect((await give(client, 'third_party_sharing', recipient)).body).toMatchObject({ status: 422, errors: [expect.objectContaining({ pointer: '/recipient' })] });
    const given = await give(client, 'third_party_sharing', 'youtube');
    expect(given.status).toBe(200);
    expect(given.body['record']).toMatchObject({ processing: [expect.objectContaining({ recipients: ['youtube'] })], events: [expect.objectContaining({ validity: 'P12M' })] });
    expect(stack.media.told).toEqual([]);
  });

  it('should write nothing when the same is said again, and answer with the record in force', async () => {
    const { client } = await stack.person();
    const first = await give(client);
    expect((await give(client)).body).toEqual(first.body);
    const gone = await withdraw(client);
    expect((await withdraw(client)).body).toEqual(gone.body);
    expect((await client.get('/receipts')).body['items']).toHaveLength(2);
  });

  it('should record a refusal of what was never given', async () => {
    const { client } = await stack.person();
    expect((await withdraw(client, 'marketing')).body['record']).toMatchObject({ events: [expect.objectContaining({ type: 'refused', state: 'withdrawn' })] });
  });

  it('[C1] should not fork the chain when a person says many things at once', async () => {
    const { client } = await stack.person();
    const purposes = ['video_processing', 'data_analytics', 'marketing', 'video_analysis', 'user_behavior', 'content_recommendations'];
    const answers = await Promise.all([...purposes, ...purposes].map((purpose, i) => (i % 3 === 2 ? withdraw(client, purpose) : give(client, purpose))));
    expect(answers.map((a) => a.status)).toEqual(Array(12).fill(200));
    const { body } = await client.get('/receipts?limit=100');
    const records = (body['items'] as { jws: string }[]).map(({ jws }) => JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()) as Record<string, string>).reverse();
    let last = '0'.repeat(64);
    for (const record of records) {
      expect(record['prev_hash']).toBe(last);
      expect(hashOf(record)).toBe(record['hash']);
      last = record['hash'] ?? '';
    }
  });

  it('should emit what changed in the same transaction, with ids and numbers alone', async () => {
    const { client, id } = await stack.person();
    const given = await give(client);
    await withdraw(client);
    const events = await stack.sql<{ body: Record<string, never> }>(`SELECT body FROM outbox WHERE kind = 'event' AND body->>'subject' = $1 ORDER BY position`, [`consent/${id}`]);
    expect(events.map((e) => e.body['type'])).toEqual(['practika.consent.consent.granted.v1', 'practika.consent.consent.withdrawn.v1']);
    expect(events.map((e) => e.body['data'])).toEqual([
      { subjectId: id, purpose: 'video_processing', recipient: null, recordId: (given.body['record'] as { record_id: string }).record_id, epoch: 1 },
      { subjectId: id, purpose: 'video_processing', recipient: null, recordId: expect.any(String), epoch: 2 },
    ]);
  });
});

describe('receipts', () => {
  it('[C1] should be compact ES256 signatures over the canonical record that anybody checks with the open keys', async () => {
    const { client } = await stack.person();
    const { body } = await give(client);
    const receipt = (await client.get(`/receipts/${String(body['receiptId'])}`)).body;
    expect(receipt).toMatchObject({ id: body['receiptId'], purpose: 'video_processing', state: 'given', at: expect.any(String) });
    const keys = createLocalJWKSet((await stack.stranger().get('/jwks')).body as unknown as JSONWebKeySet);
    const { payload, protectedHeader } = await compactVerify(String(receipt['jws']), keys);
    const { jws: detachedJws, ...record } = body['record'] as Record<string, string>;
    expect(new TextDecoder().decode(payload)).toBe(canonical(record));
    expect(protectedHeader.alg).toBe('ES256');
    expect(detachedJws).toBe(String(receipt['jws']).replace(/\.[^.]*\./, '..'));
  });

  it('should page newest first and keep others out', async () => {
    const { client } = await stack.person();
    for (const purpose of ['marketing', 'data_analytics', 'user_behavior']) await give(client, purpose);
    const first = (await client.get('/receipts?limit=2')).body;
    expect((first['items'] as { purpose: string }[]).map((r) => r.purpose)).toEqual(['user_behavior', 'data_analytics']);
    await give(client, 'video_analysis');
    const second = (await client.get(`/receipts?limit=2&cursor=${String(first['nextCursor'])}`)).body;
    expect((second['items'] as { purpose: string }[]).map((r) => r.purpose)).toEqual(['marketing']);
    expect(second['nextCursor']).toBeNull();
    for (const query of ['?limit=0', '?limit=101', '?limit=x', '?cursor=rubbish', `?cursor=${Buffer.from('["a"]').toString('base64url')}`]) expect((await client.get(`/receipts${query}`)).status).toBe(422);
    const other = await stack.person();
    const id = String((first['items'] as { id: string }[])[0]?.id);
    expect((await other.client.get(`/receipts/${id}`)).status).toBe(404);
    expect((await client.get('/receipts/nonsense')).status).toBe(404);
  });
});

describe('the end of a withdrawal', () => {
  it('[C3] should tell media before it answers', async () => {
    const { client, id } = await stack.person();
    await give(client);
    expect((await withdraw(client)).status).toBe(200);
    expect(stack.media.told).toEqual([{ subjectId: id, purpose: 'video_processing', recipient: null, epoch: 2 }]);
  });

  it('[C3] should stay recorded and say so with 503 while media cannot be reached, and finish when repeated', async () => {
    const { client, id } = await stack.person();
    await give(client);
    stack.media.status = 503;
    const refused = await withdraw(client);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(refused.body['detail']).toMatch(/recorded .* not yet effective everywhere/);
    expect(((await client.get('/consents')).body['items'] as Items)[0]?.state).toBe('withdrawn');
    expect((await (await stack.asMedia()).post('/internal/permits', { subjectId: id, purpose: 'video_processing' })).body).toEqual(problem('consent-required'));
    stack.media.status = 204;
    expect((await withdraw(client)).status).toBe(200);
    expect(stack.media.told).toHaveLength(1);
    expect((await withdraw(client)).status).toBe(200);
    expect(stack.media.told).toHaveLength(1);
    await eventually(async () => ((await stack.sql(`SELECT 1 FROM consent_effects WHERE subject_id = $1 AND effective_at IS NULL`, [id])).length === 0 ? true : undefined));
  });
});

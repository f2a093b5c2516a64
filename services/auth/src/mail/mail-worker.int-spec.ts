import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Outbox } from '@practika/events';
import { MailJob } from '@practika/jobs';
import { backends, eventually } from '@practika/testing';
import { DataSource } from 'typeorm';
import { loadAuthWorkerConfig } from '../auth.config.js';
import { AuthWorkerModule } from '../auth-worker.module.js';
import { AuthStack, PEPPER } from '../testing/auth-stack.js';
import { MailDelivery } from './mail-delivery.js';

// Real: PostgreSQL, both Redis, the outbox relay, BullMQ, SMTP into maildev.
interface Received { readonly subject: string; readonly text: string; readonly html: string; readonly headers: Readonly<Record<string, string>>; readonly from: readonly { readonly address: string }[] }

let stack: AuthStack;
let worker: INestApplicationContext;

const workerEnv = (overrides: Readonly<Record<string, string>> = {}) => ({
  PRACTIKA_PROFILE: 'test', PUBLIC_ORIGIN: 'http://localhost:8080', DATABASE_URL: stack.database.runtimeUrl, REDIS_CACHE_URL: backends.redisCacheUrl,
  // A database number of this suite's own: other suites' workers must not take its jobs.
  REDIS_QUEUE_URL: `${backends.redisQueueUrl}/11`, PASSWORD_PEPPER: PEPPER, SMTP_URL: backends.smtp.url, MAIL_FROM: 'Practika <no-reply@practika.example>', ...overrides,
});

beforeAll(async () => {
  stack = await AuthStack.start();
  worker = await NestFactory.createApplicationContext(AuthWorkerModule.forRoot(loadAuthWorkerConfig(workerEnv()), stack.database.runtimeRole), { logger: false });
});
afterAll(async () => {
  await worker.close();
  await stack.stop();
});

async function inbox(address: string): Promise<Received[]> {
  const all = (await (await fetch(backends.smtp.inboxUrl)).json()) as (Received & { readonly to: readonly { readonly address: string }[] })[];
  return all.filter((mail) => mail.to.some((to) => to.address === address));
}
const mailTo = (address: string, subject: RegExp): Promise<Received> => eventually(async () => (await inbox(address)).find((mail) => subject.test(mail.subject)), 20_000, 100);

describe('mail', () => {
  it('[A1] should bring the link of a sign-up as text and HTML, work, and leave neither address nor link in the database', async () => {
    const person = stack.newPerson();
    await stack.client().post('/sign-up', { ...person, displayName: 'Zoë <b>& Co' });
    const mail = await mailTo(person.email, /confirm/i);
    const link = /http:\/\/localhost:8080\/verify-email\?token=([A-Za-z0-9_-]{43})/;
    const token = link.exec(mail.text)?.[1];
    expect(link.exec(mail.html)?.[1]).toBe(token);
    expect(mail.html).toContain('Zoë &lt;b&gt;&amp; Co');
    expect(mail.html).not.toContain('<b>& Co');
    expect(mail.from[0]?.address).toBe('no-reply@practika.example');
    await eventually(async () => ((await stack.sql(`SELECT 1 FROM mails WHERE address IS NULL AND variables IS NULL AND sent_at IS NOT NULL AND kind = 'verify-email'`)).length === 1 ? true : undefined));
    expect((await stack.client().post('/verify-email', { token })).status).toBe(204);
    expect((await stack.client().post('/sessions', { identifier: person.email, password: person.password })).status).toBe(201);
  });

  it('[A1] should tell the owner of a known address that there is an account, and nobody else anything', async () => {
    const [known, nobody] = [await stack.person(), stack.newPerson()];
    await stack.client().post('/password/forgot', { email: nobody.email });
    await stack.client().post('/verify-email/resend', { email: nobody.email });
    await stack.client().post('/sign-up', { ...stack.newPerson(), email: known.email });
    const mail = await mailTo(known.email, /already have an account/i);
    expect(mail.text).not.toContain('token=');
    await eventually(async () => ((await stack.sql(`SELECT 1 FROM mails WHERE sent_at IS NULL`)).length === 0 ? true : undefined));
    expect(await inbox(nobody.email)).toEqual([]);
  });

  it('[A7] [A9] should bring the links of resets and invitations', async () => {
    const person = await stack.person('staff');
    await stack.client().post('/password/forgot', { email: person.email });
    expect((await mailTo(person.email, /new password/i)).text).toMatch(/http:\/\/localhost:8080\/reset-password\?token=[A-Za-z0-9_-]{43}/);
    const invited = stack.newPerson();
    await (await stack.signedIn(person)).post('/invitations', { email: invited.email, role: 'instructor' });
    expect((await mailTo(invited.email, /invited/i)).text).toMatch(/as an instructor[^]*\/accept-invitation\?token=[A-Za-z0-9_-]{43}/);
  });

  it('should send a mail once, however often its job runs', async () => {
    const person = await stack.person();
    await stack.client().post('/password/forgot', { email: person.email });
    await mailTo(person.email, /new password/i);
    const [row] = await stack.sql<{ id: string }>(`SELECT id FROM mails WHERE owner_id = $1`, [person.id]);
    const delivery = worker.get(MailDelivery, { strict: false });
    await eventually(async () => ((await stack.sql(`SELECT 1 FROM mails WHERE id = $1 AND sent_at IS NOT NULL`, [row?.id])).length === 1 ? true : undefined));
    expect(await Promise.all(Array.from({ length: 5 }, () => delivery.deliver(row?.id ?? '')))).toEqual(Array<string>(5).fill('done'));
    expect(await inbox(person.email)).toHaveLength(1);
  });

  it('should keep a mail while the mail server is away, and erase it when it is given up', async () => {
    const person = await stack.person();
    const away = await NestFactory.createApplicationContext(
      AuthWorkerModule.forRoot(loadAuthWorkerConfig(workerEnv({ SMTP_URL: 'smtp://127.0.0.1:9', REDIS_QUEUE_URL: `${backends.redisQueueUrl}/12` })), `${stack.database.runtimeRole}2`), { logger: false },
    );
    try {
      const delivery = away.get(MailDelivery, { strict: false });
      const [mail] = await stack.sql<{ id: string }>(`INSERT INTO mails (id, owner_id, kind, pepper_id, address, variables) VALUES (uuidv7(), $1, 'reset-password', 't1', $2, '{}') RETURNING id`, [person.id, person.email]);
      const id = mail?.id ?? '';
      await expect(delivery.deliver(id)).rejects.toThrow(/mail server/);
      await expect(delivery.deliver(id)).rejects.not.toThrow(new RegExp(person.email));
      expect(await stack.sql(`SELECT 1 FROM mails WHERE id = $1 AND address IS NOT NULL AND leased_until IS NULL`, [id])).toHaveLength(1);
      await delivery.giveUp(id);
      expect(await stack.sql(`SELECT 1 FROM mails WHERE id = $1 AND address IS NULL AND failed_at IS NOT NULL AND sent_at IS NULL`, [id])).toHaveLength(1);
      expect(await delivery.deliver(id)).toBe('done');
    } finally {
      await away.close();
    }
  });

  it('should be on the list of what failed when it can never be sent, for administrators who confirmed their password', async () => {
    const [person, admin] = [await stack.person(), await stack.person('admin')];
    const [mail] = await stack.sql<{ id: string }>(`INSERT INTO mails (id, owner_id, kind, pepper_id, address, variables) VALUES (uuidv7(), $1, 'reset-password', 'no-pepper', $2, '{}') RETURNING id`, [person.id, person.email]);
    const mailId = mail?.id ?? '';
    await stack.get(DataSource).transaction((manager) => stack.get(Outbox).job(manager, MailJob, { mailId, attempt: 0 }));
    const client = await stack.signedIn(admin);
    const listed = await eventually(async () => ((await client.get('/queues/mail/failed')).body['items'] as { id: string; subject: string }[]).find((f) => f.subject === `mail/${mailId}`), 20_000, 100);
    expect(listed).toEqual({ id: expect.any(String), job: 'mail', subject: `mail/${mailId}`, failedAt: expect.any(String), attempts: 1, reason: 'It cannot succeed as it is.' });
    const seen = await eventually(async () => ((await client.get('/queues')).body['items'] as { name: string; seenAt: string | null; failed: number }[]).find((q) => q.name === 'mail' && q.seenAt !== null), 10_000, 100);
    expect(seen).toMatchObject({ waiting: expect.any(Number), active: expect.any(Number), delayed: expect.any(Number), failed: 1 });
    const retry = await client.post(`/queues/mail/failed/${listed.id}/retry`, { reason: 'again' });
    expect([retry.status, retry.body]).toEqual([409, expect.objectContaining({ type: '/problems/conflict', detail: expect.stringContaining('address was forgotten') })]);
    expect((await client.post(`/queues/mail/failed/${listed.id}/discard`, { reason: ' ' })).body).toMatchObject({ errors: [{ pointer: '/reason' }] });
    expect((await client.post(`/queues/media-scan/failed/${listed.id}/discard`, { reason: 'gone' })).status).toBe(404);
    expect((await client.post(`/queues/mail/failed/${listed.id}/discard`, { reason: 'gone' })).status).toBe(204);
    expect((await client.post(`/queues/mail/failed/${listed.id}/discard`, { reason: 'gone' })).status).toBe(404);
    expect((await client.get('/security-events')).body).toMatchObject({ items: [{ type: 'job.discarded', outcome: 'success' }, { type: 'sign-in' }] });
    for (const role of ['student', 'instructor', 'staff'] as const) {
      const other = await stack.signedIn(await stack.person(role));
      expect([(await other.get('/queues')).status, (await other.get('/queues/mail/failed')).status, (await other.post(`/queues/mail/failed/${listed.id}/retry`, {})).status]).toEqual([403, 403, 403]);
    }
    expect((await stack.client().get('/queues')).status).toBe(401);
  });

  it('should never put an address, a name or a link into a job or an event', async () => {
    const bodies = JSON.stringify(await stack.sql(`SELECT body FROM outbox`));
    expect(bodies).not.toMatch(/@example|token|displayName/i);
    expect(bodies).toMatch(/mailId/);
  });
});

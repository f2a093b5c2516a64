import { Injectable } from '@nestjs/common';
import { JobRetries, Outbox } from '@practika/events';
import { MailJob, type QueueName } from '@practika/jobs';
import type { EntityManager } from 'typeorm';
import { MailsRepository } from './mails.repository.js';

const REFUSALS = {
  sent: 'The mail was sent meanwhile.',
  failed: 'The mail was given up, and its address was forgotten with it. The person can ask for another one.',
  gone: 'The mail is not kept any more.',
} as const;

/** A mail that was given up has no address any more: there is nothing to send. */
@Injectable()
export class MailRetries extends JobRetries {
  constructor(
    private readonly mails: MailsRepository,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  async retry(manager: EntityManager, _queue: QueueName, payload: unknown): Promise<string | null> {
    const job = MailJob.payload.safeParse(payload);
    const standing = job.success ? await this.mails.standing(manager, job.data.mailId) : null;
    if (!job.success || standing !== 'waiting') return REFUSALS[standing === 'sent' || standing === 'failed' ? standing : 'gone'];
    await this.outbox.job(manager, MailJob, { mailId: job.data.mailId, attempt: job.data.attempt + 1 });
    return null;
  }
}

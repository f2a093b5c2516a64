import { Injectable } from '@nestjs/common';
import { Outbox } from '@practika/events';
import { MailJob } from '@practika/jobs';
import type { Tx } from '../transactions/transactions.js';
import type { IssuedLink } from './link-tokens.js';
import type { MailKind, MailVariables } from './mail-kinds.js';
import { MailsRepository } from './mails.repository.js';

export interface OutgoingMail {
  readonly kind: MailKind;
  readonly ownerId: string | null;
  readonly address: string;
  readonly variables: MailVariables;
}

/** Puts mails on their way inside the caller's transaction: a mail goes out if and only if the change is there. */
@Injectable()
export class MailOutbox {
  constructor(
    private readonly mails: MailsRepository,
    private readonly outbox: Outbox,
  ) {}

  async add(tx: Tx, link: IssuedLink, mail: OutgoingMail): Promise<void> {
    await this.mails.insert(tx, { id: link.mailId, pepperId: link.pepperId, ...mail });
    await this.outbox.job(tx, MailJob, { mailId: link.mailId, attempt: 0 });
  }
}

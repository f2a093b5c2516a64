import { Injectable } from '@nestjs/common';
import { AuthSettings } from '../auth-settings.js';
import { Transactions } from '../transactions/transactions.js';
import { LINK_PATHS } from './mail-kinds.js';
import { LinkTokens } from './link-tokens.js';
import { MailSender, PermanentMailError } from './mail-sender.js';
import { type Mail, MailsRepository } from './mails.repository.js';
import { renderMail } from './mail-template.js';

export type Delivery = 'done' | 'busy' | 'refused';

/** Sends one mail. Safe to call any number of times: what is sent stays sent. */
@Injectable()
export class MailDelivery {
  constructor(
    private readonly transactions: Transactions,
    private readonly mails: MailsRepository,
    private readonly links: LinkTokens,
    private readonly sender: MailSender,
    private readonly settings: AuthSettings,
  ) {}

  /**
   * A worker that dies after the server took the mail and before that is written down leaves it to be sent again:
   * twice is preferred to never, and both copies carry the same link and message id.
   *
   * @throws what the mail server's trouble threw, for the queue to try again
   */
  async deliver(mailId: string): Promise<Delivery> {
    const { reader } = this.transactions;
    const mail = await this.mails.lease(reader, mailId);
    if (mail === null) return (await this.mails.isWaiting(reader, mailId)) ? 'busy' : 'done';
    try {
      await this.send(mail);
    } catch (error) {
      if (error instanceof PermanentMailError) {
        await this.mails.markFailed(reader, mailId);
        return 'refused';
      }
      await this.mails.release(reader, mailId);
      throw error;
    }
    await this.mails.markSent(reader, mailId);
    return 'done';
  }

  giveUp(mailId: string): Promise<void> {
    return this.mails.markFailed(this.transactions.reader, mailId);
  }

  private async send(mail: Mail): Promise<void> {
    if (mail.kind === 'suppressed') return;
    const path = LINK_PATHS[mail.kind];
    let link: string | null = null;
    if (path !== null) {
      const token = this.links.reveal(mail.id, mail.pepperId);
      // Its pepper is gone, so its link could not work.
      if (token === null) throw new PermanentMailError('the link of this mail cannot be made any more');
      link = `${this.settings.publicOrigin}${path}?token=${token}`;
    }
    await this.sender.send(mail.id, mail.address, renderMail(mail.kind, mail.variables, link, this.settings.publicOrigin));
  }
}

import { Injectable } from '@nestjs/common';
import { type JobContract, JobProcessor, type Mail, MailJob, PermanentJobError } from '@practika/jobs';
import { MailDelivery } from './mail-delivery.js';

@Injectable()
export class MailProcessor extends JobProcessor<Mail> {
  readonly contract: JobContract<Mail> = MailJob;

  constructor(private readonly delivery: MailDelivery) {
    super();
  }

  async handle({ mailId }: Mail): Promise<void> {
    const outcome = await this.delivery.deliver(mailId);
    if (outcome === 'busy') throw new Error('another worker holds this mail; look again later');
    if (outcome === 'refused') throw new PermanentJobError('the mail server refuses this mail');
  }

  override async onFinalFailure({ mailId }: Mail): Promise<void> {
    await this.delivery.giveUp(mailId);
  }
}

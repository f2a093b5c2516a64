import { Injectable } from '@nestjs/common';
import { EventHandler, type ReceivedEvent } from '@practika/events';
import { TypeormConsentPersonalData } from './typeorm-consent-personal-data.repository.js';

type Within = Parameters<EventHandler['handle']>[0];

/** auth erased a person: what is left of them here goes, too. */
@Injectable()
export class UserErasedHandler extends EventHandler<'practika.auth.user.erased.v1'> {
  readonly types = ['practika.auth.user.erased.v1'] as const;

  constructor(private readonly data: TypeormConsentPersonalData) {
    super();
  }

  async handle(manager: Within, event: ReceivedEvent<'practika.auth.user.erased.v1'>): Promise<void> {
    await this.data.eraseWithin(manager, event.data.userId);
  }
}

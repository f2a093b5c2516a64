import { Inject, Injectable } from '@nestjs/common';
import { EventHandler, type ReceivedEvent } from '@practika/events';
import type { EntityManager } from 'typeorm';
import { TypeormPersonalDataStore } from './typeorm-personal-data.repository.js';

/** The last step of an erasure: whatever is left of the person begins to go. */
@Injectable()
export class UserErasedEventHandler extends EventHandler<'practika.auth.user.erased.v1'> {
  readonly types = ['practika.auth.user.erased.v1'] as const;

  constructor(@Inject(TypeormPersonalDataStore) private readonly personal: TypeormPersonalDataStore) {
    super();
  }

  async handle(manager: EntityManager, event: ReceivedEvent<'practika.auth.user.erased.v1'>): Promise<void> {
    await this.personal.eraseIn(manager, event.data.userId);
  }
}

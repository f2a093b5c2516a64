import { Injectable } from '@nestjs/common';
import { EventHandler, type ReceivedEvent } from '@practika/events';
import type { EntityManager } from 'typeorm';
import { eraseSubject } from './typeorm-personal-data.repository.js';

type UserErased = 'practika.auth.user.erased.v1';

/** The last word of an erasure: takes what a request under way may have written after the saga was here. */
@Injectable()
export class ErasureEventsHandler extends EventHandler<UserErased> {
  readonly types = ['practika.auth.user.erased.v1'] as const;

  async handle(manager: EntityManager, event: ReceivedEvent<UserErased>): Promise<void> {
    await eraseSubject(manager, event.data.userId);
  }
}

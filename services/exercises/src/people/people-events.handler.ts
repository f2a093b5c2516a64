import { Injectable } from '@nestjs/common';
import { EventHandler, type ReceivedEvent } from '@practika/events';
import type { EntityManager } from 'typeorm';
import { markPersonStale } from './typeorm-people.repository.js';

type UserUpdated = 'practika.auth.user.updated.v1';

/** Events carry no names: the row is marked, and whoever reads it next fetches the new one. */
@Injectable()
export class PeopleEventsHandler extends EventHandler<UserUpdated> {
  readonly types = ['practika.auth.user.updated.v1'] as const;

  handle(manager: EntityManager, event: ReceivedEvent<UserUpdated>): Promise<void> {
    return markPersonStale(manager, event.data.userId);
  }
}

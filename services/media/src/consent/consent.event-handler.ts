import { Inject, Injectable } from '@nestjs/common';
import { EventHandler, type ReceivedEvent } from '@practika/events';
import type { EntityManager } from 'typeorm';
import { ConsentNewsRepository } from './consent-news.repository.js';

type ConsentEvent = 'practika.consent.consent.granted.v1' | 'practika.consent.consent.withdrawn.v1';

/** The second road of a withdrawal, and the only one of a consent that is given. */
@Injectable()
export class ConsentEventHandler extends EventHandler<ConsentEvent> {
  readonly types = ['practika.consent.consent.granted.v1', 'practika.consent.consent.withdrawn.v1'] as const;

  constructor(@Inject(ConsentNewsRepository) private readonly news: ConsentNewsRepository) {
    super();
  }

  async handle(manager: EntityManager, event: ReceivedEvent<ConsentEvent>): Promise<void> {
    const { subjectId, purpose, recipient, epoch } = event.data;
    await this.news.apply({ subjectId, purpose, recipient, epoch, state: event.type === 'practika.consent.consent.granted.v1' ? 'given' : 'withdrawn' }, manager);
  }
}

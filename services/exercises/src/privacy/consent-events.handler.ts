import { Injectable } from '@nestjs/common';
import { EventHandler, type ReceivedEvent } from '@practika/events';
import { logger } from '@practika/observability';
import type { EntityManager } from 'typeorm';

type ConsentEvent = 'practika.consent.consent.granted.v1' | 'practika.consent.consent.withdrawn.v1';

const log = logger('consent events');

/**
 * Nothing held here rests on consent: exercises and comments are the person's own publications. What a withdrawal does to
 * videos arrives as media's own events. The inbox row is the proof that this service was told.
 */
@Injectable()
export class ConsentEventsHandler extends EventHandler<ConsentEvent> {
  readonly types = ['practika.consent.consent.granted.v1', 'practika.consent.consent.withdrawn.v1'] as const;

  async handle(_manager: EntityManager, event: ReceivedEvent<ConsentEvent>): Promise<void> {
    log.info({ eventId: event.id, purpose: event.data.purpose, epoch: event.data.epoch }, event.type);
  }
}

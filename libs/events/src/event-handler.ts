import type { EntityManager } from 'typeorm';
import type { EventData, EventType } from './catalogue.js';
import type { CloudEvent } from './cloud-event.js';

export type ReceivedEvent<T extends EventType> = Omit<CloudEvent, 'type' | 'data'> & { readonly type: T; readonly data: EventData<T> };

/**
 * What a service does about some events. Runs inside the transaction that records the event as received: do everything
 * through `manager`, and nothing that cannot be rolled back.
 */
export abstract class EventHandler<T extends EventType = EventType> {
  abstract readonly types: readonly T[];
  abstract handle(manager: EntityManager, event: ReceivedEvent<T>): Promise<void>;
}

import { counter, logger } from '@practika/observability';
import { rows } from '@practika/database';
import { type JobContract, JobProcessor, PermanentJobError } from '@practika/jobs';
import type { DataSource } from 'typeorm';
import { EVENTS, type EventType, type ServiceName } from './catalogue.js';
import { causation } from './causation.js';
import { cloudEvent, type CloudEvent } from './cloud-event.js';
import type { EventHandler, ReceivedEvent } from './event-handler.js';
import { EVENT_JOB } from './outbox-batch.js';

const log = logger('inbox');
const received = counter('practika_events_received_total', 'Events by type and what became of them', ['type', 'outcome']);

/** Takes events off `evt-<service>`: inbox row and effect are one transaction, so a second copy does nothing. */
export class EventConsumer extends JobProcessor<CloudEvent> {
  readonly contract: JobContract<CloudEvent>;
  private readonly handlers = new Map<string, EventHandler>();

  constructor(
    private readonly service: ServiceName,
    private readonly dataSource: DataSource,
  ) {
    super();
    this.contract = { queue: `evt-${service}`, name: EVENT_JOB.name, schemaVersion: EVENT_JOB.schemaVersion, payload: cloudEvent, jobId: (event) => event.id };
  }

  /** @throws when an event that the catalogue sends here has no handler, or two */
  register(handlers: readonly EventHandler[]): void {
    for (const handler of handlers) {
      for (const type of handler.types) {
        if (this.handlers.has(type)) throw new Error(`${type} has two handlers in ${this.service}`);
        this.handlers.set(type, handler);
      }
    }
    for (const [type, { consumers }] of Object.entries(EVENTS)) {
      if ((consumers as readonly ServiceName[]).includes(this.service) && !this.handlers.has(type)) throw new Error(`${type} is sent to ${this.service}, which has no handler for it`);
    }
  }

  async handle(event: CloudEvent): Promise<void> {
    const handler = this.handlers.get(event.type);
    if (handler === undefined) throw new PermanentJobError(`no handler for ${event.type}`);
    const data = EVENTS[event.type as EventType].data.safeParse(event.data);
    if (!data.success) throw new PermanentJobError(`${event.type} has data that breaks its schema`);
    const fresh = await causation.run({ eventId: event.id, correlationId: event.correlationid }, () => this.dataSource.transaction(async (manager) => {
      const inserted = await rows(manager, `INSERT INTO inbox (event_id, consumer) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING event_id`, [event.id, this.service]);
      if (inserted.length === 0) return false;
      await handler.handle(manager, { ...event, data: data.data } as unknown as ReceivedEvent<EventType>);
      return true;
    }));
    received.inc({ type: event.type, outcome: fresh ? 'handled' : 'duplicate' });
  }

  override async onFinalFailure(event: CloudEvent, error: Error): Promise<void> {
    received.inc({ type: event.type, outcome: 'dead' });
    log.error({ err: error, eventId: event.id, type: event.type }, 'event became a dead letter');
    await rows(
      this.dataSource,
      `INSERT INTO dead_letters (event_id, consumer, envelope, error) VALUES ($1, $2, $3, $4)
       ON CONFLICT (event_id, consumer) DO UPDATE SET error = excluded.error, failed_at = now(), settled_at = NULL, settled_as = NULL, settled_reason = NULL`,
      [event.id, this.service, JSON.stringify(event), error.name],
    );
  }
}

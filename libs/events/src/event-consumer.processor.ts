import { counter, logger } from '@practika/observability';
import { rows, uuidv7 } from '@practika/database';
import { type JobContract, JobProcessor, type JobRun, PermanentJobError } from '@practika/jobs';
import type { DataSource } from 'typeorm';
import { EVENTS, type EventType, type ServiceName } from './catalogue.js';
import { causation } from './causation.js';
import { cloudEvent, type CloudEvent } from './cloud-event.js';
import type { EventHandler, ReceivedEvent } from './event-handler.js';
import { eventJob } from './event-job.js';

const log = logger('inbox');
const received = counter('practika_events_received_total', 'Events by type and what became of them', ['type', 'outcome']);
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** An envelope, a type or data that this release cannot read; a later one may, from the dead letter. */
class UnreadableEvent extends PermanentJobError {}

/** Takes events off `evt-<service>`: inbox row and effect are one transaction, so a second copy does nothing. */
export class EventConsumer extends JobProcessor<unknown> {
  readonly contract: JobContract<unknown>;
  private readonly handlers = new Map<string, EventHandler>();

  constructor(
    private readonly service: ServiceName,
    private readonly dataSource: DataSource,
  ) {
    super();
    this.contract = eventJob(service);
  }

  /** @throws when an event that the catalogue sends here has no handler, or two, and when a handler waits for one that never comes */
  register(handlers: readonly EventHandler[]): void {
    for (const handler of handlers) {
      for (const type of handler.types) {
        if (this.handlers.has(type)) throw new Error(`${type} has two handlers in ${this.service}`);
        if (!consumers(type).includes(this.service)) throw new Error(`${type} has a handler in ${this.service}, but the catalogue does not send it there`);
        this.handlers.set(type, handler);
      }
    }
    for (const type of Object.keys(EVENTS)) {
      if (consumers(type).includes(this.service) && !this.handlers.has(type)) throw new Error(`${type} is sent to ${this.service}, which has no handler for it`);
    }
  }

  async handle(payload: unknown): Promise<void> {
    const { event, handler } = this.read(payload);
    const fresh = await causation.run({ eventId: event.id, correlationId: event.correlationid }, () => this.dataSource.transaction(async (manager) => {
      // A copy that runs at the same time waits here for the other's commit, and then finds its row.
      const inserted = await rows(manager, `INSERT INTO inbox (event_id, consumer) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING event_id`, [event.id, this.service]);
      if (inserted.length === 0) return false;
      await handler.handle(manager, event);
      return true;
    }));
    received.inc({ type: event.type, outcome: fresh ? 'handled' : 'duplicate' });
  }

  override async onFinalFailure(payload: unknown, error: Error, run: Pick<JobRun, 'attempt' | 'jobId'>): Promise<void> {
    const { id, type } = payload !== null && typeof payload === 'object' ? (payload as { id?: unknown; type?: unknown }) : {};
    // Of an envelope without a usable id, the job's own id names the outbox row that it came from.
    const eventId = typeof id === 'string' && UUID.test(id) ? id : (UUID.exec(run.jobId)?.[0] ?? uuidv7());
    const known = typeof type === 'string' && Object.hasOwn(EVENTS, type) ? type : 'unknown';
    await rows(
      this.dataSource,
      `INSERT INTO dead_letters (event_id, consumer, envelope, error, tries) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (event_id, consumer) DO UPDATE
         SET error = excluded.error, tries = dead_letters.tries + excluded.tries, failed_at = now(), settled_at = NULL, settled_as = NULL, settled_reason = NULL`,
      [eventId, this.service, JSON.stringify(payload ?? null), error.name, run.attempt],
    );
    received.inc({ type: known, outcome: 'dead' });
    log.error({ err: error, eventId, type: known }, 'event became a dead letter');
  }

  /** @throws PermanentJobError, which makes a dead letter */
  private read(payload: unknown): { event: ReceivedEvent<EventType>; handler: EventHandler } {
    const envelope = cloudEvent.safeParse(payload);
    if (!envelope.success) throw new UnreadableEvent('not an envelope of this version');
    const event: CloudEvent = envelope.data;
    const handler = this.handlers.get(event.type);
    if (handler === undefined) throw new UnreadableEvent(`no handler for this type in ${this.service}`);
    const data = EVENTS[event.type as EventType].data.safeParse(event.data);
    if (!data.success) throw new UnreadableEvent(`${event.type} has data that breaks its schema`);
    return { event: { ...event, data: data.data } as unknown as ReceivedEvent<EventType>, handler };
  }
}

function consumers(type: string): readonly ServiceName[] {
  return Object.hasOwn(EVENTS, type) ? EVENTS[type as EventType].consumers : [];
}

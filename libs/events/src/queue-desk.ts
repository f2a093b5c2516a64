import { decodeCursor, isUuid, type Page, row, rows, toPage } from '@practika/database';
import { type QueueName, queuesOf } from '@practika/jobs';
import { DomainError, invalid } from '@practika/problems';
import type { DataSource, EntityManager } from 'typeorm';
import { EVENTS, type ServiceName } from './catalogue.js';
import { settleDeadLetter } from './dead-letters.js';
import { eventJob } from './event-job.js';
import { wordsOfFailure } from './failed-jobs.js';
import type { JobRetries } from './job-retries.js';
import type { Outbox } from './outbox.js';

export interface QueueState {
  readonly name: QueueName;
  /** null, as the next two: no worker has looked within the last half minute. */
  readonly waiting: number | null;
  readonly active: number | null;
  readonly delayed: number | null;
  /** Not tried any more, and not settled by anybody. */
  readonly failed: number;
  /** Milliseconds; null when nothing waits, or nobody has looked. */
  readonly oldestWaitingMs: number | null;
  readonly seenAt: Date | null;
}

export interface FailedView {
  readonly id: string;
  /** The kind of work; of an event, its type. */
  readonly job: string;
  /** `asset/<id>`: what it was about. */
  readonly subject: string | null;
  readonly failedAt: Date;
  readonly attempts: number;
  /** Public words. */
  readonly reason: string;
}

interface FailedRow { id: string; job: string; subject: string | null; failed_at: Date; position: string; attempts: number; error: string }
type Settled = 'retried' | 'discarded';

/** One statement's worth of difference: events are dead letters, everything else failed jobs. */
const SOURCES = {
  events: `SELECT event_id AS id, coalesce(envelope->>'type', '') AS job, envelope->>'subject' AS subject, failed_at, tries AS attempts, error
    FROM dead_letters WHERE settled_at IS NULL AND 'evt-' || consumer = $1`,
  jobs: `SELECT id, name AS job, CASE WHEN payload->>'assetId' IS NOT NULL THEN 'asset/' || (payload->>'assetId') WHEN payload->>'mailId' IS NOT NULL THEN 'mail/' || (payload->>'mailId') END AS subject,
    failed_at, attempts, error FROM failed_jobs WHERE settled_at IS NULL AND queue = $1`,
} as const;
const TIMESTAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/;

const isEvents = (queue: QueueName): boolean => queue.startsWith('evt-');

/** What administrators see of a service's queues and do about what has failed. Reads and writes tables alone. */
export class QueueDesk {
  constructor(
    private readonly service: ServiceName,
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly retries: JobRetries | null,
  ) {}

  async list(): Promise<readonly QueueState[]> {
    const names = queuesOf(this.service);
    const found = await rows<{ name: QueueName; waiting: number | null; active: number | null; delayed: number | null; oldest: string | null; seen_at: Date | null; failed: string }>(
      this.dataSource,
      `SELECT n.name, s.waiting, s.active, s.delayed, s.oldest_waiting_ms AS oldest, q.seen_at, coalesce(f.n, 0) AS failed
       FROM unnest($1::text[]) WITH ORDINALITY AS n (name, place)
       LEFT JOIN queue_states q ON q.name = n.name
       LEFT JOIN queue_states s ON s.name = n.name AND s.seen_at > now() - interval '30 seconds'
       LEFT JOIN (SELECT queue, count(*) AS n FROM failed_jobs WHERE settled_at IS NULL GROUP BY queue
                  UNION ALL SELECT 'evt-' || consumer, count(*) FROM dead_letters WHERE settled_at IS NULL GROUP BY consumer) f ON f.queue = n.name
       ORDER BY n.place`,
      [names],
    );
    return found.map((q) => ({
      name: q.name, waiting: q.waiting, active: q.active, delayed: q.delayed, failed: Number(q.failed), oldestWaitingMs: q.oldest === null ? null : Number(q.oldest), seenAt: q.seen_at,
    }));
  }

  /** @throws not-found for a queue that is none of this service's */
  own(name: string): QueueName {
    const found = queuesOf(this.service).find((queue) => queue === name);
    if (found === undefined) throw new DomainError('not-found');
    return found;
  }

  /** Newest first. @throws the 422 at ?cursor */
  async failed(queue: QueueName, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<FailedView>> {
    const [at, id] = query.cursor === undefined ? [null, null] : decodeCursor(query.cursor, 2);
    if (query.cursor !== undefined && !(typeof at === 'string' && TIMESTAMP.test(at) && typeof id === 'string' && isUuid(id))) throw invalid('?cursor', 'is not a cursor of this list');
    const found = await rows<FailedRow>(
      this.dataSource,
      `SELECT f.*, to_char(f.failed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' AS position FROM (${isEvents(queue) ? SOURCES.events : SOURCES.jobs}) f
       WHERE $2::timestamptz IS NULL OR (f.failed_at, f.id) < ($2::timestamptz, $3::uuid) ORDER BY f.failed_at DESC, f.id DESC LIMIT $4`,
      [queue, at, id, query.limit + 1],
    );
    return toPage(found, query.limit, (f) => [f.position, f.id], viewOf(queue));
  }

  /** @throws not-found when there is no such failed job, or somebody has settled it */
  async requireOpen(queue: QueueName, id: string): Promise<void> {
    const found = await row(this.dataSource, `SELECT 1 FROM (${isEvents(queue) ? SOURCES.events : SOURCES.jobs}) f WHERE f.id = $2`, [queue, id]);
    if (found === null) throw new DomainError('not-found');
  }

  /**
   * Sends the work again.
   *
   * @param also done in the same transaction
   * @throws not-found, conflict with the reason why there is nothing to try again
   */
  retry(queue: QueueName, id: string, reason: string, also: (manager: EntityManager) => Promise<void>): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const payload = await this.settle(manager, queue, id, 'retried', reason);
      if (isEvents(queue)) {
        await this.outbox.job(manager, eventJob(this.service), payload);
      } else {
        const refused = this.retries === null ? 'Nobody here knows how to try it again.' : await this.retries.retry(manager, queue, payload);
        if (refused !== null) throw new DomainError('conflict', { detail: refused });
      }
      await also(manager);
    });
  }

  /** @throws not-found */
  discard(queue: QueueName, id: string, reason: string, also: (manager: EntityManager) => Promise<void>): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      await this.settle(manager, queue, id, 'discarded', reason);
      await also(manager);
    });
  }

  private async settle(manager: EntityManager, queue: QueueName, id: string, as: Settled, reason: string): Promise<unknown> {
    const settled = isEvents(queue)
      ? await settleDeadLetter(manager, queue, id, as === 'retried' ? 'replayed' : as, reason)
      : await row<{ payload: unknown }>(
        manager, `UPDATE failed_jobs SET settled_at = now(), settled_as = $3, settled_reason = $4 WHERE id = $1 AND queue = $2 AND settled_at IS NULL RETURNING payload`, [id, queue, as, reason],
      );
    if (settled === null) throw new DomainError('not-found');
    return settled.payload;
  }
}

/** What a broken envelope says of itself is not repeated. */
function viewOf(queue: QueueName): (found: FailedRow) => FailedView {
  return ({ id, job, subject, failed_at: failedAt, attempts, error }) => ({
    id, job: isEvents(queue) && !Object.hasOwn(EVENTS, job) ? 'event' : job, subject: subject !== null && /^[a-z-]{1,40}\/[0-9a-f-]{36}$/.test(subject) ? subject : null,
    failedAt, attempts, reason: wordsOfFailure(error),
  });
}

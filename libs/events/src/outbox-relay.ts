import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { row, rows, touched } from '@practika/database';
import { JobQueues } from '@practika/jobs';
import { gauge, logger, throttledErrorLog } from '@practika/observability';
import { DataSource, type QueryRunner } from 'typeorm';
import { EventsOptions } from './events-options.js';
import { type OutboxRow, toJobs } from './outbox-batch.js';
import { OUTBOX_CHANNEL } from './outbox.js';

const log = logger('relay');
const BATCH = 100;
/** Milliseconds between looks when nothing wakes the relay: rows with a delay, and a lost connection. */
const POLL = 1_000;
/** Batches sent again besides those that Redis has forgotten, against a marker that was written late. */
const MARGIN = 5;
/** Milliseconds. */
const PURGE_EVERY = 600_000;

/** The part of node-postgres' client that the relay listens on. */
interface Listening {
  on(event: 'notification' | 'error' | 'end', listener: (argument: unknown) => void): void;
}

/**
 * Moves outbox rows to BullMQ. One relay is active per database, by an advisory lock on a connection of its own, so that
 * rows of one subject go out in order; others stand by.
 *
 * Redis may forget. After each batch the relay writes a growing mark into Redis, and the same into Postgres. A mark that
 * is missing or behind means that Redis lost what came after it, and those rows are sent again: consumers have an inbox.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();
  private wake: () => void = () => undefined;
  private readonly queues: JobQueues;
  private readonly markKey: string;
  private lastPurge = 0;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(EventsOptions) options: EventsOptions,
  ) {
    this.queues = new JobQueues(options.redisUrl);
    this.markKey = `practika:relay:${options.service}${options.markSuffix}`;
  }

  onApplicationBootstrap(): void {
    this.loop = this.run();
    gauge('practika_outbox_unsent', 'Outbox rows that are due and not sent', [], async (unsent) => {
      const lag = gauge('practika_outbox_lag_seconds', 'Age of the oldest outbox row that is due and not sent');
      const found = await row<{ n: string; age: string | null }>(this.dataSource, `SELECT count(*) AS n, extract(epoch FROM now() - min(not_before)) AS age FROM outbox WHERE sent_at IS NULL AND not_before <= now()`);
      unsent.set(Number(found?.n ?? 0));
      lag.set(Number(found?.age ?? 0));
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.loop;
    await this.queues.close();
  }

  private async run(): Promise<void> {
    const complain = throttledErrorLog('relay');
    while (!this.stopped) {
      const runner = this.dataSource.createQueryRunner();
      try {
        await this.lead(runner);
      } catch (error) {
        complain(error);
      } finally {
        await runner.release().catch(complain);
      }
      await this.pause();
    }
  }

  /** Holds the lock as long as this connection lives. */
  private async lead(runner: QueryRunner): Promise<void> {
    const client = (await runner.connect()) as Listening;
    let alive = true;
    const lost = () => { alive = false; this.wake(); };
    client.on('error', lost);
    client.on('end', lost);
    const [lock] = (await runner.query(`SELECT pg_try_advisory_lock(hashtext('practika-relay')) AS got`)) as { got: boolean }[];
    if (lock?.got !== true) return;
    client.on('notification', () => this.wake());
    await runner.query(`LISTEN ${OUTBOX_CHANNEL}`);
    log.debug('relay leads');
    try {
      while (!this.stopped && alive) {
        const sent = await this.relayOnce();
        await this.purge();
        if (sent < BATCH) await this.pause();
      }
    } finally {
      if (alive) await runner.query(`SELECT pg_advisory_unlock_all()`);
    }
  }

  /** @returns rows sent */
  async relayOnce(): Promise<number> {
    await this.resendWhatRedisForgot();
    return this.dataSource.transaction(async (manager) => {
      const due = await rows<OutboxRow>(
        manager,
        `SELECT id, kind, name, body, traceparent, attempt FROM outbox WHERE sent_at IS NULL AND not_before <= now() ORDER BY not_before, position LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
      );
      if (due.length === 0) return 0;
      const next = await row<{ mark: string }>(manager, `UPDATE relay_marks SET mark = mark + 1 RETURNING mark`);
      for (const [queue, jobs] of toJobs(due)) await this.queues.add(queue, jobs);
      await this.queues.redis.set(this.markKey, next?.mark ?? '0');
      await touched(manager, `UPDATE outbox SET sent_at = now(), sent_mark = $2 WHERE id = ANY($1)`, [due.map((r) => r.id), next?.mark ?? 0]);
      return due.length;
    });
  }

  private async resendWhatRedisForgot(): Promise<void> {
    const [inRedis, ours] = await Promise.all([
      this.queues.redis.get(this.markKey),
      row<{ mark: string }>(this.dataSource, `SELECT mark FROM relay_marks`),
    ]);
    const mark = Number(ours?.mark ?? 0);
    if (mark === 0 || Number(inRedis ?? 0) >= mark) return;
    const since = inRedis === null ? 0 : Number(inRedis) - MARGIN;
    const again = await touched(
      this.dataSource,
      `UPDATE outbox SET sent_at = NULL, sent_mark = NULL, attempt = attempt + 1 WHERE sent_mark > $1 AND sent_at > now() - interval '24 hours'`,
      [since],
    );
    log.warn({ rows: again }, 'the queue lost its memory; sending again');
    await this.queues.redis.set(this.markKey, String(mark));
  }

  private async purge(): Promise<void> {
    if (performance.now() - this.lastPurge < PURGE_EVERY && this.lastPurge > 0) return;
    this.lastPurge = performance.now();
    await touched(this.dataSource, `DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE sent_at < now() - interval '7 days' LIMIT 5000)`);
    // Longer than anything may be sent again, or a late copy would have its effect twice.
    await touched(this.dataSource, `DELETE FROM inbox WHERE (event_id, consumer) IN (SELECT event_id, consumer FROM inbox WHERE processed_at < now() - interval '30 days' LIMIT 5000)`);
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.stopped) this.wake();
    });
  }
}

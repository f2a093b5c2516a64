import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { secretFiles, takeUpRedisUrl } from '@practika/config';
import { JobQueues } from '@practika/jobs';
import { logger, throttledErrorLog } from '@practika/observability';
import { DataSource } from 'typeorm';
import { EventsOptions } from './events-options.js';
import { measureOutbox } from './outbox-metrics.js';
import { purge } from './outbox-purge.js';
import { RelayConnection } from './pg.relay-connection.js';
import { RelayMark } from './redis.relay-mark.js';
import { BATCH, RelayBatch } from './relay-batch.js';

const log = logger('relay');
/** Milliseconds between looks when nothing wakes the relay: for rows with a delay, and for a wake-up that got lost. */
const POLL = 1_000;
/** Milliseconds. */
const PURGE_EVERY = 600_000;

/**
 * Moves outbox rows to BullMQ. One relay is active per database, so that rows of one subject go out in order; others
 * stand by and take over within a second of its end.
 *
 * Redis may forget, and PostgreSQL is the truth: what Redis has forgotten of the last 24 hours is sent again, which
 * consumers survive by their inbox. See RelayMark.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();
  private readonly queues: JobQueues;
  private readonly marks: RelayMark;
  private url: string;
  private connection: RelayConnection | undefined;
  private readonly unfollow: readonly (() => void)[];
  private wake: () => void = () => undefined;
  /** Something came while the relay was busy: it must look again before it rests. */
  private woken = false;
  private purgedAt = -Infinity;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(EventsOptions) options: EventsOptions,
  ) {
    const { url } = dataSource.options as { url?: string };
    if (url === undefined) throw new Error('the relay needs a data source that was made from a URL');
    this.url = url;
    this.queues = new JobQueues(options.redisUrl);
    this.marks = new RelayMark(this.queues.redis, `practika:relay:${options.service}${options.markSuffix}`);
    this.unfollow = [
      secretFiles.on<string>('DATABASE_URL', (changed) => this.moveTo(changed)),
      secretFiles.on<string>('REDIS_QUEUE_URL', (changed) => takeUpRedisUrl(this.queues.redis, changed)),
    ];
  }

  onApplicationBootstrap(): void {
    this.loop = this.run();
    measureOutbox(this.dataSource);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const end of this.unfollow) end();
    this.rouse();
    await this.loop;
    await this.queues.close();
  }

  private async run(): Promise<void> {
    const complain = throttledErrorLog('relay');
    while (!this.stopped) {
      let connection: RelayConnection | undefined;
      try {
        connection = await RelayConnection.open(this.url, () => this.rouse());
        this.connection = connection;
        await this.standBy(connection);
        if (!this.stopped && connection.alive) await this.lead(connection, complain);
      } catch (error) {
        complain(error);
      } finally {
        await connection?.close();
      }
      if (!this.stopped) await this.rest();
    }
  }

  /** The batch under way ends on the connection that it has; the next one is another connection's. */
  private moveTo(url: string): void {
    this.url = url;
    this.connection?.retire();
  }

  private async standBy(connection: RelayConnection): Promise<void> {
    while (!this.stopped && connection.alive && !(await connection.lead())) await this.rest();
  }

  private async lead(connection: RelayConnection, complain: (error: unknown) => void): Promise<void> {
    log.info('relay leads');
    const batch = new RelayBatch(connection, this.queues, this.marks);
    while (!this.stopped && connection.alive) {
      this.woken = false;
      let sent = 0;
      try {
        sent = await batch.send();
        if (sent < BATCH && performance.now() - this.purgedAt > PURGE_EVERY) {
          await purge(connection);
          this.purgedAt = performance.now();
        }
      } catch (error) {
        // Redis is away: keep the lead, and the session from counting as idle, and ask again in a second.
        complain(error);
        await connection.query('SELECT 1').catch(complain);
        this.woken = !connection.alive;
      }
      if (sent < BATCH) await this.rest();
    }
  }

  private rouse(): void {
    this.woken = true;
    this.wake();
  }

  private rest(): Promise<void> {
    if (this.stopped || this.woken) {
      this.woken = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

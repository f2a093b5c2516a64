import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { secretFiles, takeUpRedisUrl } from '@practika/config';
import { rows } from '@practika/database';
import { JobQueues, queuesOf } from '@practika/jobs';
import { throttledErrorLog } from '@practika/observability';
import { DataSource } from 'typeorm';
import { EventsOptions } from './events-options.js';

/** Milliseconds between looks. */
const EVERY = 5_000;

/** Writes down how the queues of its service stand, for the API, which cannot reach them. Any number of processes may do it. */
@Injectable()
export class QueueWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly complain = throttledErrorLog('queue watch');
  private readonly queues: JobQueues;
  private readonly unfollow: () => void;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(EventsOptions) private readonly options: EventsOptions,
  ) {
    this.queues = new JobQueues(options.redisUrl);
    this.unfollow = secretFiles.on<string>('REDIS_QUEUE_URL', (changed) => takeUpRedisUrl(this.queues.redis, changed));
  }

  onApplicationBootstrap(): void {
    const next = (): void => {
      this.looking = this.look().catch(this.complain).finally(() => {
        if (!this.stopped) this.timer = setTimeout(next, EVERY);
      });
    };
    // A connection takes a moment, and a first look that fails would say so in the log of every start.
    this.timer = setTimeout(next, 1_000);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.unfollow();
    await this.looking;
    await this.queues.close();
  }

  /** @throws when Redis does not answer: what was seen before stays, with its time */
  async look(): Promise<void> {
    const seen = await Promise.all(queuesOf(this.options.service).map(async (name) => ({ name, ...(await this.queues.depth(name)) })));
    await rows(
      this.dataSource,
      `INSERT INTO queue_states (name, waiting, active, delayed, oldest_waiting_ms, seen_at)
       SELECT name, waiting, active, delayed, oldest, now() FROM unnest($1::text[], $2::integer[], $3::integer[], $4::integer[], $5::bigint[]) AS seen (name, waiting, active, delayed, oldest)
       ON CONFLICT (name) DO UPDATE SET waiting = excluded.waiting, active = excluded.active, delayed = excluded.delayed,
         oldest_waiting_ms = excluded.oldest_waiting_ms, seen_at = excluded.seen_at`,
      [
        seen.map((q) => q.name), ...(['waiting', 'active', 'delayed'] as const).map((state) => seen.map((q) => q.counts[state] ?? 0)),
        seen.map((q) => ((q.counts['waiting'] ?? 0) === 0 ? null : Math.round(q.oldestSeconds * 1_000))),
      ],
    );
  }
}

import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { IdempotencyRepository } from '@practika/database';
import { throttledErrorLog } from '@practika/observability';
import { ExercisesRepository } from './exercises/exercises.repository.js';
import { ExerciseFeed } from './live-events/exercise-feed.repository.js';
import { ReferenceRepairService } from './videos/reference-repair.service.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const PURGE_BATCH = 100;
const FEED_BATCH = 5_000;

/** The worker's timers. Each is safe in several workers at once: rows are taken by SKIP LOCKED or by a conditional update. */
@Injectable()
export class MaintenanceService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly running = new Set<Promise<void>>();
  private stopped = false;

  constructor(
    private readonly repair: ReferenceRepairService,
    private readonly exercises: ExercisesRepository,
    private readonly feed: ExerciseFeed,
    private readonly keys: IdempotencyRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.every(SECOND, 'reference repair', async () => { await this.repair.run(); });
    this.every(HOUR, 'purge', async () => { await this.purge(); });
    this.every(HOUR, 'feed', async () => { await this.forget(); });
    this.every(HOUR, 'idempotency keys', async () => { await this.keys.purge(); });
  }

  /** Deletes for good what was deleted 30 days ago. @returns the number of exercises */
  async purge(): Promise<number> {
    let purged = 0;
    for (let n = PURGE_BATCH; n === PURGE_BATCH && !this.stopped; purged += n) n = await this.exercises.purge(PURGE_BATCH);
    return purged;
  }

  /** Forgets news older than a week. @returns the number of lines */
  async forget(): Promise<number> {
    let forgotten = 0;
    for (let n = FEED_BATCH; n === FEED_BATCH && !this.stopped; forgotten += n) n = await this.feed.purge(FEED_BATCH);
    return forgotten;
  }

  /** Runs under way end before the pool closes. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.all(this.running);
  }

  /** The next run is set after the last has ended: a slow database is not asked twice at once. */
  private every(milliseconds: number, name: string, run: () => Promise<void>): void {
    const complain = throttledErrorLog(name);
    const start = (): void => {
      const current = run().catch(complain).finally(() => {
        this.running.delete(current);
        if (!this.stopped) schedule();
      });
      this.running.add(current);
    };
    const schedule = (): void => {
      const timer = setTimeout(() => {
        this.timers.delete(timer);
        start();
      }, milliseconds * (0.8 + Math.random() * 0.4));
      this.timers.add(timer);
    };
    start();
  }
}

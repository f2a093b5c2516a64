import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { IdempotencyRepository } from '@practika/database';
import { logger, throttledErrorLog } from '@practika/observability';
import { countRepair, exposeBacklog } from '../assets/asset.metrics.js';
import { DeleterStore } from '../store/stores.js';
import { UploadRepository, type Upload } from '../uploads/upload.repository.js';
import { ReconcilerRepository } from './reconciler.repository.js';

/** Milliseconds between two rounds. */
const PACE = 5_000;
/** Rows of one kind in one round: a backlog of thousands is worked off over rounds, not in one burst of jobs. */
const BATCH = 200;
/** Rounds between two looks at what is in no hurry: about a minute. */
const SLOW = 12;
/** Rounds: about an hour. */
const HOURLY = 720;

/** The one who asks "and then?" of everything that has a deadline. Any number of processes may run it; one is at it at a time. */
@Injectable()
export class ReconcilerService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = logger('reconciler');
  private readonly complain = throttledErrorLog('reconciler');
  private stopped = false;
  private rounds = 0;
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly running = new Set<Promise<void>>();

  constructor(
    @Inject(ReconcilerRepository) private readonly repository: ReconcilerRepository,
    @Inject(UploadRepository) private readonly uploads: UploadRepository,
    @Inject(DeleterStore) private readonly store: DeleterStore,
    @Inject(IdempotencyRepository) private readonly keys: IdempotencyRepository,
  ) {}

  onApplicationBootstrap(): void {
    exposeBacklog(() => this.repository.backlog());
    this.repeat(() => this.rows());
    // By itself: a store that takes minutes to say nothing must not keep dead leases waiting.
    this.repeat(() => this.halfDoneUploads());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.all(this.running);
  }

  /** One round of everything. */
  async round(): Promise<void> {
    await this.rows();
    await this.halfDoneUploads();
  }

  /** Each part stands alone: one that fails must not keep the others from their work. */
  private async rows(): Promise<void> {
    await this.repository.alone('rows', async () => {
      await this.part(() => this.repository.takeOverDead(BATCH));
      await this.part(() => this.repository.wakeWaiting(BATCH));
      await this.part(() => this.repository.passDeadlines(BATCH));
      if (this.rounds % SLOW === 0) await this.part(() => this.repository.resendRenditionDeletions(BATCH));
      if (this.rounds % HOURLY === 0) await this.part(() => this.keys.purge());
      this.rounds += 1;
    });
  }

  private async halfDoneUploads(): Promise<void> {
    await this.repository.alone('uploads', () => this.part(() => this.settleUploads()));
  }

  private repeat(work: () => Promise<void>): void {
    if (this.stopped) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const current = work().catch(this.complain).finally(() => {
        this.running.delete(current);
        this.repeat(work);
      });
      this.running.add(current);
    }, PACE);
    this.timers.add(timer);
  }

  private async part(work: () => Promise<unknown>): Promise<void> {
    if (this.stopped) return;
    await work().catch(this.complain);
  }

  private async settleUploads(): Promise<void> {
    for (const upload of await this.uploads.stale(BATCH)) {
      if (this.stopped) return;
      await this.settle(upload).catch((error: unknown) => this.log.warn({ err: error, uploadId: upload.id }, 'an upload could not be settled yet'));
    }
  }

  /** The store may have joined the parts just before somebody died: then the upload is complete, whatever our row says. */
  private async settle(upload: Upload & { why: 'idle' | 'completing' }): Promise<void> {
    const joined = await this.joined(upload);
    if (joined !== null) {
      if (await this.uploads.completed(upload.id, joined.versionId, joined.size)) countRepair('half-completed upload');
      return;
    }
    if (upload.why === 'completing') {
      await this.uploads.endCompleting(upload.id);
      return;
    }
    if (!(await this.uploads.close(upload.id, 'expired', 'upload-expired'))) return;
    countRepair('expired upload');
    if (upload.storeUploadId !== null) await this.store.abortMultipart({ bucket: upload.bucket, key: upload.key, uploadId: upload.storeUploadId });
  }

  private async joined(upload: Upload): Promise<{ readonly versionId: string; readonly size: number } | null> {
    for await (const version of this.store.versions(upload.bucket, upload.key)) {
      // What a recording's parts come to was agreed before they were joined, and nothing else makes a version of its key.
      const whole = upload.recording ? version.size > 0 && version.size <= upload.size : version.size === upload.size;
      if (version.key === upload.key && !version.marker && whole) return version;
    }
    return null;
  }
}

import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { counter, logger } from '@practika/observability';
import type { ObjectStore, OpenUpload, StoredVersion } from '@practika/object-store';
import type { Buckets } from '../media.config.js';
import { referenceOf, type ObjectReferences } from './object-references.repository.js';

const HOUR_MS = 3_600_000;
const BATCH = 500;

/**
 * Hours after which what no row knows of goes. Uploads are copied on within minutes. In the other buckets an orphan may
 * be all that is left after the database was restored from a backup: there somebody has a month to notice.
 */
const ORPHAN_HOURS: Readonly<Record<keyof Buckets, number>> = { uploads: 24, media: 30 * 24, quarantine: 30 * 24 };
const MULTIPART_HOURS = 25;

const log = logger('sweeper');
const swept = counter('practika_swept_objects_total', 'Objects and uploads that the sweeper removed because no row knew of them', ['bucket', 'what']);

/**
 * Does what lifecycle rules do where a store has none, and what no rule can: it asks the tables. Removes multipart
 * uploads that were begun more than a day ago and that nobody goes on with, and versions and delete markers that no row points at.
 */
export class SweeperService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private readonly stop = new AbortController();

  constructor(
    private readonly store: ObjectStore,
    private readonly references: ObjectReferences,
    private readonly buckets: Buckets,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.sweep(new Date()).catch((error: unknown) => log.warn({ err: error }, 'the sweep broke off; the next one goes on'));
    }, HOUR_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.stop.abort(new Error('shutting down'));
    await this.running;
  }

  /** One round over all buckets. `now` is compared with the store's own times. Returns what was removed. */
  async sweep(now: Date): Promise<number> {
    let removed = 0;
    for (const role of ['uploads', 'media', 'quarantine'] as const) {
      const bucket = this.buckets[role];
      const before = (hours: number) => now.getTime() - hours * HOUR_MS;
      let uploads: OpenUpload[] = [];
      for await (const upload of this.store.multipartUploads(bucket, '', { signal: this.stop.signal })) {
        if (upload.initiated.getTime() > before(MULTIPART_HOURS)) continue;
        uploads.push(upload);
        if (uploads.length < BATCH) continue;
        removed += await this.abortUnknown(uploads);
        uploads = [];
      }
      removed += await this.abortUnknown(uploads);
      let batch: StoredVersion[] = [];
      for await (const version of this.store.versions(bucket, '', { signal: this.stop.signal })) {
        if (version.lastModified.getTime() > before(ORPHAN_HOURS[role])) continue;
        batch.push(version);
        if (batch.length < BATCH) continue;
        removed += await this.removeUnknown(batch);
        batch = [];
      }
      removed += await this.removeUnknown(batch);
    }
    if (removed > 0) log.info({ removed }, 'removed what no row knew of');
    return removed;
  }

  /** Those that a person still sends parts to are the reconciler's: a day counts from the last part there, not from the first. */
  private async abortUnknown(uploads: readonly OpenUpload[]): Promise<number> {
    if (uploads.length === 0) return 0;
    const underWay = await this.references.underWay(uploads);
    const unknown = uploads.filter((u) => !underWay.has(u.uploadId));
    for (const upload of unknown) {
      await this.store.abortMultipart(upload);
      swept.inc({ bucket: upload.bucket, what: 'upload' });
    }
    return unknown.length;
  }

  private async removeUnknown(versions: readonly StoredVersion[]): Promise<number> {
    if (versions.length === 0) return 0;
    const known = await this.references.known(versions);
    const unknown = versions.filter((v) => !known.has(referenceOf(v)));
    for (const version of unknown) {
      await this.store.deleteVersion(version, { signal: this.stop.signal });
      swept.inc({ bucket: version.bucket, what: version.marker ? 'marker' : 'version' });
    }
    return unknown.length;
  }
}

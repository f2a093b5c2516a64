import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IdempotencyRepository } from '@practika/database';
import type { StoredVersion } from '@practika/object-store';
import type { DeleterStore } from '../store/stores.js';
import type { UploadRepository } from '../uploads/upload.repository.js';
import { ReconcilerRepository } from './reconciler.repository.js';
import { ReconcilerService } from './reconciler.service.js';

class CountedRows extends ReconcilerRepository {
  rounds = 0;
  async alone(_: string, work: () => Promise<void>): Promise<boolean> {
    await work();
    return true;
  }
  async takeOverDead(): Promise<number> { return (this.rounds += 1); }
  async wakeWaiting(): Promise<number> { return 0; }
  async passDeadlines(): Promise<number> { return 0; }
  async resendRenditionDeletions(): Promise<number> { return 0; }
  async backlog() { return []; }
}

describe('the reconciler', () => {
  beforeEach(() => { jest.useFakeTimers(); });
  afterEach(() => { jest.useRealTimers(); });

  it('[M12] should take over dead leases in every round though the store answers nothing about an upload', async () => {
    const rows = new CountedRows();
    let asked = 0;
    const uploads: Partial<UploadRepository> = {
      stale: async () => [{ id: 'u', assetId: 'a', ownerId: 'o', state: 'open', bucket: 'b', key: 'k', storeUploadId: 's', partSize: 1, partCount: 1, size: 1, recording: false, contentType: 'video/mp4', expiresAt: new Date(0), why: 'idle' }],
    };
    const store: Partial<DeleterStore> = {
      versions: async function* (): AsyncGenerator<StoredVersion> {
        asked += 1;
        await new Promise((resolve) => setTimeout(resolve, 90_000));
        yield* [];
      },
    };
    const service = new ReconcilerService(rows, uploads as UploadRepository, store as DeleterStore, { purge: async () => 0 } as Partial<IdempotencyRepository> as IdempotencyRepository);
    service.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(31_000);
    expect([rows.rounds, asked]).toEqual([6, 1]);
    const ended = service.beforeApplicationShutdown();
    await jest.advanceTimersByTimeAsync(100_000);
    await ended;
  });
});

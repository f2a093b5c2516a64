import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { logger } from '@practika/observability';
import { ObjectStoreError, type ObjectStore } from '@practika/object-store';
import type { AssetObject, AssetRepository, ClaimedAsset, Rendition } from '../assets/asset.repository.js';
import { reason } from '../assets/asset.words.js';
import { fetchFile } from '../checksum/fetch-file.js';
import type { ConsentGate } from '../consent/consent-gate.js';
import { bareType, type VideoType } from '../container/containers.js';
import type { Buckets } from '../media.config.js';
import { renditionPlace } from '../promotion/object-keys.js';
import { LEASE_SECONDS, whileHeld, type Held } from '../workers/lease.js';
import { withWorkFolder } from '../workers/work-folder.js';
import { CannotProcess, type Made, type Transcoder } from './transcoder.js';

const log = logger('processing');

/**
 * Makes the renditions of a clean video, with its owner's consent: asked when the work starts, and again by a permit at
 * the moment of commit, which a withdrawal waits for. Whatever does not commit is deleted, by version.
 */
export class ProcessingService {
  constructor(
    private readonly assets: AssetRepository,
    private readonly store: ObjectStore,
    private readonly transcoder: Transcoder,
    private readonly consent: ConsentGate,
    private readonly buckets: Buckets,
    private readonly workRoot: string,
  ) {}

  /** Does nothing for an asset that is past this step or in another worker's hands. Throws to be tried again. */
  async process(assetId: string, attempt: number, job: AbortSignal): Promise<void> {
    const asset = await this.assets.claim(assetId, attempt, 'processing', 'processing', LEASE_SECONDS);
    if (asset === null) return;
    await whileHeld(this.assets, asset, job, async (held) => {
      if (!(await this.consent.check(asset.ownerId, 'video_processing')).allow) return void await this.assets.held(asset);
      try {
        await withWorkFolder(this.workRoot, (folder) => this.make(asset, folder, held));
      } catch (error) {
        if (!(error instanceof CannotProcess)) throw error;
        log.warn({ err: error, assetId }, 'a video cannot be processed');
        await this.assets.processingFailed(asset, reason('processing-failed'));
      }
    });
  }

  private async make(asset: ClaimedAsset, folder: string, held: Held): Promise<void> {
    const type = bareType(asset.declaredContentType) as VideoType;
    const original = join(folder, 'original');
    await this.fetch(asset, original, held);
    const web = await this.transcoder.web(original, type, folder, held.signal);
    const poster = await this.transcoder.poster(original, type, folder, held.signal);
    const stored: Rendition[] = [];
    let attempted = false;
    let committed = false;
    try {
      stored.push(await this.upload(asset, 'web', web, held.signal));
      if (poster !== null) stored.push(await this.upload(asset, 'poster', poster, held.signal));
      held.signal.throwIfAborted();
      const permitted = await this.consent.withPermit(asset.ownerId, 'video_processing', (permit) => {
        attempted = true;
        return this.assets.processed(asset, stored, permit);
      });
      committed = permitted.granted && permitted.value;
      if (!permitted.granted) await this.assets.held(asset);
    } catch (error) {
      // The commit may have gone through although its answer was lost: then the row points at these objects.
      committed = attempted && !(await this.stillHeld(asset));
      throw error;
    } finally {
      if (!committed) await this.discard(asset, stored.map((r) => r.object));
    }
  }

  /** A row that this worker still holds has not been committed: the commit gives the lease away. */
  private async stillHeld(asset: ClaimedAsset): Promise<boolean> {
    return this.assets.heartbeat(asset, LEASE_SECONDS).catch(() => false);
  }

  private async fetch(asset: ClaimedAsset, path: string, held: Held): Promise<void> {
    await using file = await open(path, 'wx', 0o600);
    const { chunks } = await this.store.read(asset.object, held);
    const { sha256 } = await fetchFile(chunks, file, (done) => held.progress(done));
    // Between clean and played lies nothing but this: the bytes are still those that were scanned.
    if (sha256 !== asset.sha256) throw new ObjectStoreError('digest-mismatch', `the original of asset ${asset.id} is not what was scanned`);
  }

  private async upload(asset: ClaimedAsset, name: 'web' | 'poster', made: Made, signal: AbortSignal): Promise<Rendition> {
    const { size } = await stat(made.path);
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(made.path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
    const sha256 = hash.digest('hex');
    const place = renditionPlace(this.buckets, asset, name);
    const { versionId } = await this.store.put(place, { body: createReadStream(made.path), size, contentType: made.contentType, sha256 }, { signal });
    return { name, contentType: made.contentType, size, sha256, object: { ...place, versionId } };
  }

  private async discard(asset: ClaimedAsset, objects: readonly AssetObject[]): Promise<void> {
    for (const object of objects) {
      await this.store.deleteVersion(object).catch((error: unknown) => log.warn({ err: error, assetId: asset.id }, 'a partial object could not be removed; the sweeper will'));
    }
  }
}

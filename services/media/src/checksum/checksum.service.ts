import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { isObjectStoreError, type ObjectStore } from '@practika/object-store';
import type { AssetRepository, CheckFacts, ClaimedAsset, Reason } from '../assets/asset.repository.js';
import { reason } from '../assets/asset.words.js';
import type { VideoType } from '../container/containers.js';
import type { MediaProbe } from '../container/media-probe.js';
import { sniffContainer } from '../container/sniff.js';
import { checkStructure } from '../container/structure.js';
import { LEASE_SECONDS, whileHeld, type Held } from '../workers/lease.js';
import { withWorkFolder } from '../workers/work-folder.js';
import { judgeContainer, judgeDigest, judgeProbe, judgeSize, judgeStructure } from './check.decision.js';
import { fetchFile } from './fetch-file.js';

type Judgement = { readonly refused: Reason } | { readonly facts: CheckFacts };

/**
 * Reads exactly the stored version once and says what it is. The bytes go to a private file of the job while they are
 * hashed: an MP4 may keep its index at the end, a demuxer has to jump to it, and giving the demuxer a URL instead would
 * hand a process that parses hostile bytes a credential and a network.
 */
export class ChecksumService {
  constructor(
    private readonly assets: AssetRepository,
    private readonly store: ObjectStore,
    private readonly probe: MediaProbe,
    private readonly workRoot: string,
  ) {}

  /** Does nothing for an asset that is past this step or in another worker's hands. Throws to be tried again. */
  async check(assetId: string, attempt: number, job: AbortSignal): Promise<void> {
    // `checking` is where a worker that died, or gave the lease back, left it; and where a release from quarantine puts it.
    const asset = await this.assets.claim(assetId, attempt, 'uploaded', 'checking', LEASE_SECONDS)
      ?? await this.assets.claim(assetId, attempt, 'checking', 'checking', LEASE_SECONDS);
    if (asset === null) return;
    await whileHeld(this.assets, asset, job, async (held) => {
      const judged = await this.judge(asset, held);
      if ('refused' in judged) await this.assets.rejected(asset, judged.refused);
      else await this.assets.checked(asset, judged.facts);
    });
  }

  private async judge(asset: ClaimedAsset, held: Held): Promise<Judgement> {
    const stored = await this.store.stat(asset.object, held);
    if (stored === null) return { refused: reason('object-missing') };
    const badSize = judgeSize(asset, stored.size);
    if (badSize !== null) return { refused: badSize };
    try {
      return await withWorkFolder(this.workRoot, (folder) => this.inspect(asset, stored.etag, join(folder, 'original'), held));
    } catch (error) {
      if (isObjectStoreError(error, 'missing')) return { refused: reason('object-missing') };
      throw error;
    }
  }

  private async inspect(asset: ClaimedAsset, etag: string, path: string, held: Held): Promise<Judgement> {
    await using file = await open(path, 'wx+', 0o600);
    const { chunks } = await this.store.read(asset.object, { signal: held.signal, ifMatch: etag });
    const { sha256, size, head } = await fetchFile(chunks, file, (done) => held.progress(done));
    const sniffed = sniffContainer(head);
    const refused = judgeSize(asset, size) ?? judgeDigest(asset, sha256) ?? judgeContainer(asset, sniffed);
    if (refused !== null) return { refused };
    // judgeContainer lets through what was declared, and only video types can be declared.
    const type = sniffed as VideoType;
    const broken = judgeStructure(await checkStructure(file, size, type));
    if (broken !== null) return { refused: broken };
    const probed = judgeProbe(await this.probe.probe(path, type, held.signal));
    if ('refused' in probed) return probed;
    const { durationMs, width, height, frameRate } = probed.facts;
    return { facts: { sha256, size, detectedContainer: type, durationMs, width, height, frameRate } };
  }
}

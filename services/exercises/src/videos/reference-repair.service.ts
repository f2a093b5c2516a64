import { Injectable } from '@nestjs/common';
import { logger } from '@practika/observability';
import { AssetReferencesRepository } from './asset-references.repository.js';
import { MediaClient } from './media.client.js';

const log = logger('asset references');
const BATCH = 50;

/** Takes marks at media back: of what stopped using an asset, and of creations that died half-way. */
@Injectable()
export class ReferenceRepairService {
  constructor(
    private readonly references: AssetReferencesRepository,
    private readonly media: MediaClient,
  ) {}

  /** @returns the number of marks taken back */
  async run(): Promise<number> {
    const expired = await this.references.expirePending();
    if (expired > 0) log.warn({ expired }, 'took over marks of creations that never finished');
    let released = 0;
    for (const { referenceId, assetId } of await this.references.takeDue(BATCH)) {
      try {
        await this.media.release(assetId, referenceId);
        await this.references.forget(referenceId);
        released += 1;
      } catch (error) {
        // The row keeps its place; takeDue has already set when it is tried again.
        log.warn({ err: error, referenceId }, 'a mark could not be taken back yet');
      }
    }
    return released;
  }
}

import type { Reason } from './asset.repository.js';

/** Starts the deletion of an asset: it wins from every state. */
export abstract class AssetRemoval {
  /** in-use: referenced, and not forced. gone: there is nothing (more) to delete. `started` also when it was under way already. */
  abstract start(assetId: string, options: { readonly force: boolean; readonly reason: Reason; readonly by: { readonly userId: string; readonly staff: boolean } }): Promise<'started' | 'in-use' | 'gone'>;
}

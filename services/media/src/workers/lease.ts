import { JobTimeoutError } from '@practika/jobs';
import { isObjectStoreError } from '@practika/object-store';
import { logger } from '@practika/observability';
import type { AssetRepository, ClaimedAsset } from '../assets/asset.repository.js';
import { ProcessTimeout } from './limited-process.js';

/**
 * Seconds. Short, because it bounds how long an asset waits after its worker was killed; three heartbeats fit into it.
 * A worker that is frozen for longer loses its asset and finds out at its next write, which changes nothing.
 */
export const LEASE_SECONDS = 15;
const HEARTBEAT_MS = 5_000;

/** Somebody else has the asset now, or it is being deleted: stop, and discard what was made. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** What a piece of work gets to hold on to. */
export interface Held {
  /** Aborts with LeaseLost, or with the job's own reason. */
  readonly signal: AbortSignal;
  /** Bytes done so far; told to the owner with the next heartbeat. */
  progress(done: number): void;
}

const log = logger('lease');

/**
 * Does the work while heartbeats keep the lease. `false` when the lease was lost; the work's own result has then been
 * discarded by its compare-and-set writes. A failure gives the lease back at once, so that the retry need not wait for it;
 * one that may be the file's is counted first, or a file that hangs every worker would be tried for ever.
 */
export async function whileHeld(assets: AssetRepository, asset: ClaimedAsset, job: AbortSignal, work: (held: Held) => Promise<void>): Promise<boolean> {
  const lost = new AbortController();
  let done: number | undefined;
  let lastBeat = performance.now();
  const beat = async () => {
    try {
      const mine = await assets.heartbeat(asset, LEASE_SECONDS, done === undefined ? undefined : { done, total: asset.declaredSize });
      if (mine) lastBeat = performance.now();
      else lost.abort(new LeaseLost());
    } catch (error) {
      // The database may be away for a moment; once the lease must have ended, going on is pointless.
      if (performance.now() - lastBeat > LEASE_SECONDS * 1_000) lost.abort(new LeaseLost());
      else log.warn({ err: error, assetId: asset.id }, 'heartbeat failed');
    }
  };
  const timer = setInterval(() => void beat(), HEARTBEAT_MS);
  try {
    const signal = AbortSignal.any([job, lost.signal]);
    await work({ signal, progress: (bytes) => { done = bytes; } });
    return true;
  } catch (error) {
    if (lost.signal.aborted) {
      log.info({ assetId: asset.id, attempt: asset.attempt }, 'lease lost, result discarded');
      return false;
    }
    if (mayBeItsFault(job.aborted ? job.reason : error)) {
      log.warn({ err: error, assetId: asset.id, attempt: asset.attempt }, 'a try came to nothing');
      await assets.stumbled(asset);
      return true;
    }
    await assets.release(asset).catch((failed: unknown) => log.warn({ err: failed, assetId: asset.id }, 'lease could not be given back; it ends by itself'));
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** What the machine, the store or the set-up did is not: it passes, or somebody mends it. */
function mayBeItsFault(error: unknown): boolean {
  return error instanceof ProcessTimeout || error instanceof JobTimeoutError || isObjectStoreError(error, 'digest-mismatch', 'missing');
}

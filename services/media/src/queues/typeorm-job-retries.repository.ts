import { Inject, Injectable } from '@nestjs/common';
import { row } from '@practika/database';
import { JobRetries } from '@practika/events';
import { ChecksumJob, DeleteJob, type QueueName } from '@practika/jobs';
import type { EntityManager } from 'typeorm';
import type { AssetRow } from '../assets/asset.row.js';
import type { AssetState } from '../assets/asset.state.js';
import { FIRST_NUDGE, MEDIA_ITSELF, TransitionRepository } from '../assets/typeorm-transition.repository.js';

/** Where an asset still waits for the work of a queue. */
const WAITING_FOR: Readonly<Partial<Record<QueueName, readonly AssetState[]>>> = {
  'media-checksum': ['uploaded', 'checking'], 'media-scan': ['scanning'], 'media-process': ['processing'], 'media-delete': ['deleting'],
};

const GONE = 'The video is gone: there is nothing to try again.';
const MOVED_ON = 'The video has moved on: there is nothing to try again.';
const AT_WORK = 'It is being worked on at this moment.';
const IN_QUARANTINE = 'The video is in quarantine: two people release it there.';

/** The asset's row decides. What is sent is a new attempt, as the reconciler sends it, so that nothing of the old one can come in between. */
@Injectable()
export class TypeormJobRetries extends JobRetries {
  constructor(@Inject(TransitionRepository) private readonly transitions: TransitionRepository) {
    super();
  }

  async retry(manager: EntityManager, queue: QueueName, payload: unknown): Promise<string | null> {
    const assetId = assetIdOf(queue, payload);
    const asset = assetId === null ? null : await row<AssetRow & { held: boolean }>(manager, `SELECT *, lease_until > now() AS held FROM assets WHERE id = $1 FOR UPDATE`, [assetId]);
    if (asset === null || asset.state === 'deleted') return GONE;
    if (queue === 'media-delete' && (payload as { what: string }).what === 'renditions') return this.renditions(manager, asset.id);
    if (queue === 'media-process' && asset.state === 'failed') {
      await this.transitions.move(manager, { id: asset.id, to: 'processing', from: ['failed'], newAttempt: true, actor: MEDIA_ITSELF });
      return null;
    }
    if (asset.state === 'quarantined') return IN_QUARANTINE;
    if (WAITING_FOR[queue]?.includes(asset.state) !== true) return MOVED_ON;
    if (asset.held) return AT_WORK;
    await this.transitions.again(manager, asset.id, { newAttempt: true, nextTry: FIRST_NUDGE, set: 'nudges = 0' });
    return null;
  }

  private async renditions(manager: EntityManager, assetId: string): Promise<string | null> {
    const doomed = await row<{ revision: number }>(
      manager, `SELECT floor(extract(epoch FROM now()))::integer AS revision FROM renditions WHERE asset_id = $1 AND doomed_at IS NOT NULL LIMIT 1`, [assetId],
    );
    if (doomed === null) return MOVED_ON;
    await this.transitions.sendRenditionDeletion(manager, assetId, doomed.revision);
    return null;
  }
}

/** null: a payload that breaks its contract names nothing. */
function assetIdOf(queue: QueueName, payload: unknown): string | null {
  const parsed = (queue === 'media-delete' ? DeleteJob : ChecksumJob).payload.safeParse(payload);
  return parsed.success ? parsed.data.assetId : null;
}

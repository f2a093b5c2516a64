import { Injectable } from '@nestjs/common';
import { EventHandler, EVENTS, type EventType, type ReceivedEvent } from '@practika/events';
import type { EntityManager } from 'typeorm';
import { applyAssetEvent } from './typeorm-asset-states.repository.js';

type AssetEvent = Extract<EventType, `practika.media.asset.${string}`>;

const TYPES = (Object.keys(EVENTS) as EventType[]).filter((type): type is AssetEvent => type.startsWith('practika.media.asset.'));

/** Keeps the projection of asset states. Every asset event carries the whole state, so only the highest seq matters. */
@Injectable()
export class AssetEventsHandler extends EventHandler<AssetEvent> {
  readonly types = TYPES;

  async handle(manager: EntityManager, { data, seq }: ReceivedEvent<AssetEvent>): Promise<void> {
    await applyAssetEvent(manager, { assetId: data.assetId, ownerId: data.ownerId, state: data.state, durationMs: data.durationMs }, seq);
  }
}

import { Controller, Delete, Get, HttpCode, Inject, Post, Put } from '@nestjs/common';
import { Input, Internal, RequestInput } from '@practika/http';
import { DomainError } from '@practika/problems';
import { AssetReads } from '../assets/asset-reads.repository.js';
import type { AssetRecord } from '../assets/asset-record.js';
import type { AssetState } from '../assets/asset.state.js';
import { internalPlaybackRequest, type PlaybackGrant } from '../playback/playback.dto.js';
import { PlaybackService } from '../playback/playback.service.js';
import { ReferenceRepository } from './reference.repository.js';
import { reference } from './references.dto.js';

/** For exercises, which knows who may see what; this service does not. */
@Controller('/internal/assets')
export class InternalAssetsController {
  constructor(
    @Inject(AssetReads) private readonly assets: AssetReads,
    @Inject(ReferenceRepository) private readonly references: ReferenceRepository,
    @Inject(PlaybackService) private readonly playback: PlaybackService,
  ) {}

  @Get(':id')
  @Internal('exercises')
  async get(@Input() input: RequestInput): Promise<{ id: string; ownerId: string; state: AssetState; durationMs: number | null; contentType: string }> {
    const { id, ownerId, state, durationMs, declaredContentType: contentType } = await this.load(input);
    return { id, ownerId, state, durationMs, contentType };
  }

  @Put(':id/references/:referenceId')
  @HttpCode(204)
  @Internal('exercises')
  async refer(@Input() input: RequestInput): Promise<void> {
    const { kind, ownerId } = input.body(reference);
    const added = await this.references.add({ assetId: input.id(), referenceId: input.id('referenceId'), kind, ownerId });
    if (added === 'missing') throw new DomainError('not-found');
    if (added === 'refused') throw new DomainError('conflict', { detail: 'The video cannot be used any more.' });
  }

  @Delete(':id/references/:referenceId')
  @HttpCode(204)
  @Internal('exercises')
  async unrefer(@Input() input: RequestInput): Promise<void> {
    await this.references.remove(input.id(), input.id('referenceId'));
  }

  @Post(':id/playback')
  @HttpCode(200)
  @Internal('exercises')
  async play(@Input() input: RequestInput): Promise<PlaybackGrant> {
    const asset = await this.load(input);
    return this.playback.grant(asset, input.body(internalPlaybackRequest).rendition);
  }

  private async load(input: RequestInput): Promise<AssetRecord> {
    const asset = await this.assets.find(input.id());
    if (asset === null) throw new DomainError('not-found');
    return asset;
  }
}

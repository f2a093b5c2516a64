import { Controller, Get, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Input, Operation, Permit, redirectToSigned, RequestInput } from '@practika/http';
import type { Principal } from '@practika/identity';
import type { FastifyReply } from 'fastify';
import { AssetsService } from '../assets/assets.service.js';
import { playbackGrant, playbackRequest, type PlaybackGrant } from './playback.dto.js';
import { PlaybackService } from './playback.service.js';

@ApiTags('playback')
@Controller('/api/media/v1/assets')
export class PlaybackController {
  constructor(
    @Inject(AssetsService) private readonly assets: AssetsService,
    @Inject(PlaybackService) private readonly playback: PlaybackService,
  ) {}

  @Post(':id/playback')
  @HttpCode(200)
  @Permit('asset.read')
  @Operation({
    summary: 'A URL to play or download a video, for five minutes at most', body: playbackRequest, bodyOptional: true,
    answers: { 200: { description: 'The URL; Range requests work', schema: playbackGrant } }, problems: ['not-found', 'validation-failed', 'asset-not-ready', 'asset-refused'],
  })
  async play(@Caller() caller: Principal, @Input() input: RequestInput): Promise<PlaybackGrant> {
    const asset = await this.assets.visible(caller, input.id());
    return this.playback.grant(asset, input.body(playbackRequest).rendition);
  }

  @Get(':id/poster')
  @HttpCode(302)
  @Permit('asset.read')
  @Operation({ summary: 'The picture of a video', answers: { 302: { description: 'Where the picture is, for five minutes; may be kept for less' } }, problems: ['not-found', 'asset-not-ready', 'asset-refused'] })
  async poster(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    redirectToSigned(reply, await this.playback.grant(await this.assets.visible(caller, input.id()), 'poster'));
  }
}

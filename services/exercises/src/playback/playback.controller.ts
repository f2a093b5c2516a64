import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Input, Operation, Permit, redirectToSigned, RequestInput } from '@practika/http';
import type { Principal } from '@practika/identity';
import type { FastifyReply } from 'fastify';
import type { PlaybackGrant } from '../videos/media.client.js';
import { playbackBody, playbackView } from './playback.dto.js';
import { PlaybackService } from './playback.service.js';

const PROBLEMS = ['not-found', 'gone', 'validation-failed', 'asset-not-ready', 'asset-refused', 'nothing-to-play', 'unavailable'] as const;
const PICTURE_PROBLEMS = PROBLEMS.filter((code) => code !== 'validation-failed');
const PICTURE = { 302: { description: 'Where the picture is, for five minutes; may be kept for less' } };

@ApiTags('playback')
@Controller('/api/exercises/v1')
export class PlaybackController {
  constructor(private readonly playback: PlaybackService) {}

  @Post('exercises/:id/playback')
  @HttpCode(200)
  @Permit('exercise.read')
  @Operation({ summary: 'A URL to play an exercise by', body: playbackBody, bodyOptional: true, answers: { 200: { description: 'The URL', schema: playbackView } }, problems: [...PROBLEMS] })
  exercise(@Caller() caller: Principal, @Input() input: RequestInput): Promise<PlaybackGrant> {
    return this.playback.ofExercise(caller, input);
  }

  @Post('comments/:id/playback')
  @HttpCode(200)
  @Permit('comment.read')
  @Operation({ summary: 'A URL to play a comment\'s video by', body: playbackBody, bodyOptional: true, answers: { 200: { description: 'The URL', schema: playbackView } }, problems: [...PROBLEMS] })
  comment(@Caller() caller: Principal, @Input() input: RequestInput): Promise<PlaybackGrant> {
    return this.playback.ofComment(caller, input);
  }

  @Get('exercises/:id/poster')
  @HttpCode(302)
  @Permit('exercise.read')
  @Operation({ summary: 'The picture of an exercise', answers: PICTURE, problems: PICTURE_PROBLEMS })
  async exercisePoster(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    redirectToSigned(reply, await this.playback.posterOfExercise(caller, input.id()));
  }

  @Get('comments/:id/poster')
  @HttpCode(302)
  @Permit('comment.read')
  @Operation({ summary: 'The picture of a comment\'s video', answers: PICTURE, problems: PICTURE_PROBLEMS })
  async commentPoster(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    redirectToSigned(reply, await this.playback.posterOfComment(caller, input.id()));
  }
}

import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Input, Operation, Permit, RequestInput } from '@practika/http';
import type { Principal } from '@practika/identity';
import type { PlaybackGrant } from '../videos/media.client.js';
import { playbackBody, playbackView } from './playback.dto.js';
import { PlaybackService } from './playback.service.js';

const PROBLEMS = ['not-found', 'gone', 'validation-failed', 'asset-not-ready', 'asset-refused', 'nothing-to-play', 'unavailable'] as const;

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
}

import { Injectable } from '@nestjs/common';
import type { Principal } from '@practika/identity';
import type { RequestInput } from '@practika/http';
import { DomainError } from '@practika/problems';
import { CommentsService } from '../comments/comments.service.js';
import { ExercisesService } from '../exercises/exercises.service.js';
import { MediaClient, type PlaybackGrant } from '../videos/media.client.js';
import { playbackBody } from './playback.dto.js';

/** Playback for whoever may read the thing: media knows only owners and staff, and asks nobody who may see what. */
@Injectable()
export class PlaybackService {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly comments: CommentsService,
    private readonly media: MediaClient,
  ) {}

  async ofExercise(caller: Principal, input: RequestInput): Promise<PlaybackGrant> {
    const { assetId } = await this.exercises.readable(caller, input.id());
    return this.grant(assetId, input);
  }

  async ofComment(caller: Principal, input: RequestInput): Promise<PlaybackGrant> {
    const { comment } = await this.comments.readable(caller, input.id());
    return this.grant(comment.assetId, input);
  }

  async posterOfExercise(caller: Principal, id: string): Promise<PlaybackGrant> {
    return this.poster((await this.exercises.readable(caller, id)).assetId);
  }

  async posterOfComment(caller: Principal, id: string): Promise<PlaybackGrant> {
    return this.poster((await this.comments.readable(caller, id)).comment.assetId);
  }

  private poster(assetId: string | null): Promise<PlaybackGrant> {
    if (assetId === null) throw new DomainError('nothing-to-play');
    return this.media.playback(assetId, 'poster');
  }

  private grant(assetId: string | null, input: RequestInput): Promise<PlaybackGrant> {
    input.body(playbackBody);
    if (assetId === null) throw new DomainError('nothing-to-play');
    return this.media.playback(assetId);
  }
}

import { Injectable } from '@nestjs/common';
import type { Principal } from '@practika/identity';
import { etagOf, requireMatch, type RequestInput } from '@practika/http';
import { DomainError, invalid } from '@practika/problems';
import { PeopleRepository } from '../people/people.repository.js';
import { chosenVideo, type VideoChoice } from '../videos/video.js';
import { VideoAttachmentService } from '../videos/video-attachment.service.js';
import { defaultVisibility, type Exercise, mayManage, requireManaged, requireReadable, requireStaying, requireVisibilityAllowed } from './exercise.js';
import { createExerciseBody, editExerciseBody, type EditExerciseBody } from './exercises.dto.js';
import { ExercisesRepository, type ExerciseChanges, type WriteOutcome } from './exercises.repository.js';

@Injectable()
export class ExercisesService {
  constructor(
    private readonly exercises: ExercisesRepository,
    private readonly videos: VideoAttachmentService,
    private readonly people: PeopleRepository,
  ) {}

  async readable(caller: Principal, id: string): Promise<Exercise> {
    return requireReadable(caller, await this.exercises.find(id));
  }

  /** @throws not-found, gone, forbidden: in this order */
  private async managed(caller: Principal, id: string): Promise<Exercise> {
    const exercise = await this.readable(caller, id);
    requireManaged(caller, exercise);
    return exercise;
  }

  async create(caller: Principal, input: RequestInput): Promise<Exercise> {
    const body = input.body(createExerciseBody);
    const choice = chosenVideo(body);
    if (choice === null) throw invalid('/assetId', 'is required, or youtubeUrl in its place');
    const visibility = body.visibility ?? defaultVisibility(caller);
    requireVisibilityAllowed(caller, visibility);
    const id = input.creationId();
    // A creation that was cut off after its commit: its key brings the same id again, and the exercise is there.
    const before = input.header('idempotency-key') === null ? null : await this.exercises.find(id);
    if (before !== null && before.ownerId === caller.userId) return before;
    await this.videos.check(choice, caller.userId);
    requireStaying(caller);
    if (await this.people.isErased(caller.userId)) throw new DomainError('account-leaving');
    await this.videos.attach(choice, 'exercise', caller.userId, (video) =>
      this.exercises.create({ id, ownerId: caller.userId, name: body.name, description: body.description ?? null, visibility, video }));
    return this.reread(id);
  }

  async edit(caller: Principal, input: RequestInput): Promise<Exercise> {
    const id = input.id();
    const exercise = await this.managed(caller, id);
    const body = input.body(editExerciseBody);
    const chosen = chosenVideo(body);
    const choice = chosen !== null && isSameVideo(chosen, exercise) ? null : chosen;
    if (body.visibility !== undefined && body.visibility !== exercise.visibility) requireVisibilityAllowed(caller, body.visibility);
    await this.videos.check(choice, caller.userId);
    requireStaying(caller);
    requireMatch(input, etagOf(exercise.version));
    const changes = changesOf(body, exercise);
    if (choice === null && Object.keys(changes).length === 0) return exercise;
    const version = input.ifMatch === null ? null : exercise.version;
    const outcome = choice === null
      ? await this.exercises.edit(id, version, changes, caller.userId)
      : await this.videos.attach(choice, 'exercise', caller.userId, (video) => this.editWithVideo(id, version, { ...changes, video }, caller.userId));
    settle(outcome);
    return this.reread(id);
  }

  /** Throws inside `attach`, so that a video which did not get in is given up. */
  private async editWithVideo(id: string, version: number | null, changes: ExerciseChanges, actorId: string): Promise<WriteOutcome> {
    const outcome = await this.exercises.edit(id, version, changes, actorId);
    settle(outcome);
    return outcome;
  }

  async remove(caller: Principal, input: RequestInput): Promise<void> {
    const exercise = await this.managed(caller, input.id());
    requireStaying(caller);
    requireMatch(input, etagOf(exercise.version));
    settle(await this.exercises.remove(exercise.id, input.ifMatch === null ? null : exercise.version, caller.userId));
  }

  /** Safe to repeat: what is not deleted is answered as it is. */
  async restore(caller: Principal, input: RequestInput): Promise<Exercise> {
    const id = input.id();
    const exercise = await this.exercises.find(id);
    if (exercise === null) throw new DomainError('not-found');
    if (!mayManage(caller, exercise)) {
      requireReadable(caller, exercise);
      throw new DomainError('forbidden');
    }
    requireStaying(caller);
    requireMatch(input, etagOf(exercise.version));
    if (exercise.deletedAt === null) return exercise;
    await this.exercises.restore(id, caller.userId);
    return this.reread(id);
  }

  private async reread(id: string): Promise<Exercise> {
    const exercise = await this.exercises.find(id);
    if (exercise === null) throw new DomainError('not-found');
    return exercise;
  }
}

function settle(outcome: WriteOutcome): void {
  if (outcome === 'missing') throw new DomainError('gone');
  if (outcome === 'changed') throw new DomainError('precondition-failed', { detail: 'Somebody changed it after you read it. Read it again, then repeat your change.' });
}

function isSameVideo(choice: VideoChoice, exercise: Exercise): boolean {
  return choice.kind === 'asset' ? choice.assetId === exercise.assetId : choice.videoId === exercise.youtubeId;
}

function changesOf(body: EditExerciseBody, exercise: Exercise): ExerciseChanges {
  return {
    ...(body.name === undefined || body.name === exercise.name ? {} : { name: body.name }),
    ...(body.description === undefined || body.description === exercise.description ? {} : { description: body.description }),
    ...(body.visibility === undefined || body.visibility === exercise.visibility ? {} : { visibility: body.visibility }),
  };
}

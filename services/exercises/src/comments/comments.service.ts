import { Injectable } from '@nestjs/common';
import type { Principal } from '@practika/identity';
import { etagOf, requireMatch, type RequestInput } from '@practika/http';
import { DomainError, invalid } from '@practika/problems';
import { type Exercise, mayManage, requireManaged, requireStaying } from '../exercises/exercise.js';
import { ExercisesService } from '../exercises/exercises.service.js';
import type { WriteOutcome } from '../exercises/exercises.repository.js';
import { PeopleRepository } from '../people/people.repository.js';
import { chosenVideo } from '../videos/video.js';
import { VideoAttachmentService } from '../videos/video-attachment.service.js';
import { type Anchor, type Comment, type CommentInContext, maySee, requireAuthor, requireAuthorOrStaff, requireReadableComment } from './comment.js';
import { commentListQuery, createCommentBody, editCommentBody, moderationBody } from './comments.dto.js';
import { type CommentPage, CommentsRepository } from './comments.repository.js';

@Injectable()
export class CommentsService {
  constructor(
    private readonly comments: CommentsRepository,
    private readonly exercises: ExercisesService,
    private readonly videos: VideoAttachmentService,
    private readonly people: PeopleRepository,
  ) {}

  async readable(caller: Principal, id: string): Promise<CommentInContext> {
    return requireReadableComment(caller, await this.comments.find(id));
  }

  async page(caller: Principal, input: RequestInput): Promise<CommentPage> {
    const exercise = await this.exercises.readable(caller, input.id());
    return this.comments.page(exercise.id, caller.userId, mayManage(caller, exercise), input.query(commentListQuery));
  }

  async create(caller: Principal, input: RequestInput): Promise<Comment> {
    const exercise = await this.exercises.readable(caller, input.id());
    const body = input.body(createCommentBody);
    const choice = chosenVideo(body);
    if (body.text === undefined && choice === null) throw invalid('/text', 'is required when there is no video');
    const anchor = body.anchor === undefined ? null : { startMs: body.anchor.startMs, endMs: body.anchor.endMs ?? null };
    const id = input.creationId();
    const before = input.header('idempotency-key') === null ? null : await this.comments.find(id);
    if (before !== null && before.comment.authorId === caller.userId) return before.comment;
    await this.requireWithin(exercise, anchor);
    if (body.parentId !== undefined) await this.requireParent(caller, exercise, body.parentId);
    await this.videos.check(choice, caller.userId);
    requireStaying(caller);
    if (await this.people.isErased(caller.userId)) throw new DomainError('account-leaving');
    await this.videos.attach(choice, 'comment', caller.userId, async (video) => {
      const outcome = await this.comments.create({ id, exerciseId: exercise.id, parentId: body.parentId ?? null, authorId: caller.userId, text: body.text ?? null, video, anchor });
      if (outcome === 'parent-missing') throw noSuchParent();
      // Deleted between the look and the lock: answered as the second look sees it.
      if (outcome === 'missing') throw new DomainError(mayManage(caller, exercise) ? 'gone' : 'not-found');
    });
    return (await this.reread(id)).comment;
  }

  async edit(caller: Principal, input: RequestInput): Promise<Comment> {
    const found = await this.readable(caller, input.id());
    requireAuthor(caller, found);
    const { text } = input.body(editCommentBody);
    requireStaying(caller);
    return this.change(found, input, (id, version) => this.comments.edit(id, version, text));
  }

  async remove(caller: Principal, input: RequestInput): Promise<void> {
    const found = await this.readable(caller, input.id());
    requireAuthorOrStaff(caller, found);
    requireStaying(caller);
    requireMatch(input, etagOf(found.comment.version));
    // A tombstone is what a deletion leaves: deleting it again changes nothing.
    if (found.comment.state === 'deleted') return;
    settle(await this.comments.remove(found.comment.id, versionFor(input, found.comment), caller.userId));
  }

  async moderate(caller: Principal, input: RequestInput, hidden: boolean): Promise<Comment> {
    const found = await this.readable(caller, input.id());
    requireManaged(caller, found.exercise);
    const { reason } = input.body(moderationBody);
    requireStaying(caller);
    if (found.comment.state === 'deleted') throw new DomainError('conflict', { detail: 'The comment is deleted.' });
    return this.change(found, input, (id, version) => (hidden ? this.comments.hide(id, version, reason, caller.userId) : this.comments.unhide(id, version)));
  }

  private async change({ comment }: CommentInContext, input: RequestInput, write: (id: string, version: number | null) => Promise<WriteOutcome>): Promise<Comment> {
    requireMatch(input, etagOf(comment.version));
    settle(await write(comment.id, versionFor(input, comment)));
    return (await this.reread(comment.id)).comment;
  }

  private async reread(id: string): Promise<CommentInContext> {
    const found = await this.comments.find(id);
    if (found === null) throw new DomainError('not-found');
    return found;
  }

  /** @throws the 422 for an anchor behind the end of the exercise's video, when that is known */
  private async requireWithin(exercise: Exercise, anchor: Anchor | null): Promise<void> {
    if (anchor === null) return;
    const duration = await this.videos.durationOf(exercise.assetId);
    if (duration === null) return;
    const detail = `must be within the video's ${duration} ms`;
    if (anchor.startMs > duration) throw invalid('/anchor/startMs', detail);
    if (anchor.endMs !== null && anchor.endMs > duration) throw invalid('/anchor/endMs', detail);
  }

  /** @throws the 422 for a parent that the person cannot see here, that is a reply itself, or a tombstone */
  private async requireParent(caller: Principal, exercise: Exercise, parentId: string): Promise<void> {
    const parent = await this.comments.find(parentId);
    if (parent === null || parent.comment.exerciseId !== exercise.id || !maySee(caller, parent) || parent.comment.state === 'deleted') throw noSuchParent();
    if (parent.comment.parentId !== null) throw invalid('/parentId', 'is a reply itself; replies go one level deep');
  }
}

const noSuchParent = (): DomainError => invalid('/parentId', 'is not a comment of this exercise');
const versionFor = (input: RequestInput, comment: Comment): number | null => (input.ifMatch === null ? null : comment.version);

function settle(outcome: WriteOutcome): void {
  if (outcome === 'missing') throw new DomainError('not-found');
  if (outcome === 'changed') throw new DomainError('precondition-failed', { detail: 'Somebody changed it after you read it. Read it again, then repeat your change.' });
}

import type { WriteOutcome } from '../exercises/exercises.repository.js';
import type { StoredVideo } from '../videos/video.js';
import type { Anchor, Comment, CommentInContext } from './comment.js';
import type { CommentListQuery } from './comments.dto.js';

export interface NewComment {
  readonly id: string;
  readonly exerciseId: string;
  readonly parentId: string | null;
  readonly authorId: string;
  readonly text: string | null;
  readonly video: StoredVideo;
  readonly anchor: Anchor | null;
}

export interface CommentPage {
  readonly comments: readonly Comment[];
  readonly nextCursor: string | null;
}

/**
 * Every write is one transaction with its event, with the ledger of marks at media and with the exercise's count of
 * visible comments. All of them lock the exercise's row first, so that two cannot wait for each other.
 */
export abstract class CommentsRepository {
  abstract find(id: string): Promise<CommentInContext | null>;
  /** Hidden ones only for their author, unless `seesHidden`. @throws the 422 at ?cursor */
  abstract page(exerciseId: string, viewerId: string, seesHidden: boolean, query: CommentListQuery): Promise<CommentPage>;
  /** parent-missing: the parent was deleted meanwhile. missing: the exercise was. Does nothing when the id is there already. */
  abstract create(comment: NewComment): Promise<'done' | 'missing' | 'parent-missing'>;
  abstract edit(id: string, version: number | null, text: string): Promise<WriteOutcome>;
  /** Removes the comment, or with replies leaves a tombstone; a tombstone whose last reply goes goes with it. */
  abstract remove(id: string, version: number | null, actorId: string): Promise<WriteOutcome>;
  abstract hide(id: string, version: number | null, reason: string, actorId: string): Promise<WriteOutcome>;
  abstract unhide(id: string, version: number | null): Promise<WriteOutcome>;
}

import { type Principal, isStaff } from '@practika/identity';
import { DomainError } from '@practika/problems';
import { type ExerciseRights, mayManage, requireReadable } from '../exercises/exercise.js';

export const COMMENT_STATES = ['visible', 'hidden', 'deleted'] as const;
export type CommentState = (typeof COMMENT_STATES)[number];

export interface Anchor {
  /** Milliseconds on the exercise's timeline. */
  readonly startMs: number;
  readonly endMs: number | null;
}

export interface Comment {
  readonly id: string;
  readonly exerciseId: string;
  readonly parentId: string | null;
  /** null on a tombstone, as are text and video. */
  readonly authorId: string | null;
  readonly authorName: string | null;
  readonly authorStale: boolean;
  readonly text: string | null;
  readonly assetId: string | null;
  readonly youtubeId: string | null;
  readonly assetState: string | null;
  readonly assetDurationMs: number | null;
  readonly anchor: Anchor | null;
  readonly state: CommentState;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly editedAt: string | null;
}

export interface CommentInContext {
  readonly comment: Comment;
  readonly exercise: ExerciseRights;
}

/** Author, exercise owner and staff see a hidden comment; everybody else does not know that it is there. */
export function maySee(caller: Principal, { comment, exercise }: CommentInContext): boolean {
  return comment.state !== 'hidden' || comment.authorId === caller.userId || mayManage(caller, exercise);
}

/** A comment follows its exercise. @throws not-found, gone */
export function requireReadableComment(caller: Principal, found: CommentInContext | null): CommentInContext {
  if (found === null) throw new DomainError('not-found');
  requireReadable(caller, found.exercise);
  if (!maySee(caller, found)) throw new DomainError('not-found');
  return found;
}

/** @throws forbidden */
export function requireAuthor(caller: Principal, { comment }: CommentInContext): void {
  if (comment.authorId !== caller.userId) throw new DomainError('forbidden');
}

/** @throws forbidden */
export function requireAuthorOrStaff(caller: Principal, { comment }: CommentInContext): void {
  if (comment.authorId !== caller.userId && !isStaff(caller.role)) throw new DomainError('forbidden');
}

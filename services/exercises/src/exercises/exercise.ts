import { isStaff, type Principal } from '@practika/identity';
import { DomainError } from '@practika/problems';

export const VISIBILITIES = ['private', 'organisation'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** An exercise as one answer needs it. Times are RFC 3339 in UTC. */
export interface Exercise {
  readonly id: string;
  readonly ownerId: string;
  readonly ownerName: string | null;
  readonly ownerStale: boolean;
  readonly name: string;
  readonly description: string | null;
  readonly assetId: string | null;
  readonly referenceId: string | null;
  readonly youtubeId: string | null;
  readonly assetState: string | null;
  readonly assetDurationMs: number | null;
  readonly visibility: Visibility;
  readonly commentCount: number;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deletedAt: string | null;
}

/** What decides who may do what with an exercise. */
export type ExerciseRights = Pick<Exercise, 'ownerId' | 'visibility' | 'deletedAt'>;

export const mayManage = (caller: Principal, exercise: Pick<Exercise, 'ownerId'>): boolean => exercise.ownerId === caller.userId || isStaff(caller.role);

/** @throws not-found for what this person may not see, gone for a deleted one of theirs */
export function requireReadable<T extends ExerciseRights>(caller: Principal, exercise: T | null): T {
  if (exercise === null) throw new DomainError('not-found');
  const manages = mayManage(caller, exercise);
  if (exercise.deletedAt !== null) throw new DomainError(manages ? 'gone' : 'not-found');
  if (!manages && exercise.visibility === 'private') throw new DomainError('not-found');
  return exercise;
}

/** @throws forbidden for what this person may read but not change */
export function requireManaged(caller: Principal, exercise: Pick<Exercise, 'ownerId'>): void {
  if (!mayManage(caller, exercise)) throw new DomainError('forbidden');
}

export function defaultVisibility(caller: Principal): Visibility {
  return caller.role === 'student' ? 'private' : 'organisation';
}

/** @throws forbidden: students keep their exercises to themselves */
export function requireVisibilityAllowed(caller: Principal, visibility: Visibility): void {
  if (caller.role === 'student' && visibility !== 'private') throw new DomainError('forbidden', { detail: 'Students can make private exercises only.' });
}

/** @throws account-leaving: within an erasure's grace one can read and cancel, not write */
export function requireStaying(caller: Principal): void {
  if (caller.leaving) throw new DomainError('account-leaving');
}

/** Text as names and searches are compared: without case, and however its characters were composed. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

export const searchTextOf = (name: string, description: string | null): string => fold(description === null ? name : `${name}\n${description}`);

import type { StoredVideo } from '../videos/video.js';
import type { Exercise, Visibility } from './exercise.js';

export interface NewExercise {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  readonly description: string | null;
  readonly visibility: Visibility;
  readonly video: StoredVideo;
}

export interface ExerciseChanges {
  readonly name?: string;
  readonly description?: string | null;
  readonly visibility?: Visibility;
  readonly video?: StoredVideo;
}

/** changed: no longer at the version that was asked for. missing: deleted or purged meanwhile. */
export type WriteOutcome = 'done' | 'changed' | 'missing';

/** Every write is one transaction with its event and with the ledger of marks at media. */
export abstract class ExercisesRepository {
  /** Also a deleted one, for the 30 days that it can be restored. */
  abstract find(id: string): Promise<Exercise | null>;
  /** Does nothing when the id is there already: an idempotency key tried again. @throws name-taken */
  abstract create(exercise: NewExercise): Promise<void>;
  /** @throws name-taken */
  abstract edit(id: string, version: number | null, changes: ExerciseChanges, actorId: string): Promise<WriteOutcome>;
  abstract remove(id: string, version: number | null, actorId: string): Promise<WriteOutcome>;
  /** @throws name-taken */
  abstract restore(id: string, actorId: string): Promise<WriteOutcome>;
  /** Deletes for good what was deleted more than 30 days ago, up to `limit`; gives the number. */
  abstract purge(limit: number): Promise<number>;
}

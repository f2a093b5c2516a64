import type { TextRow } from '@practika/database';
import type { ListViewer } from './exercise-list-sql.js';
import type { ExerciseListQuery } from './exercises.dto.js';

export interface ExercisePage {
  readonly rows: readonly TextRow[];
  readonly nextCursor: string | null;
}

/** Lists of exercises, as text rows: see jsonOf. */
export abstract class ExerciseListRepository {
  /** @throws the 422 at ?cursor */
  abstract page(viewer: ListViewer, query: ExerciseListQuery): Promise<ExercisePage>;
}

import type { ExerciseText } from './exercise-fields.tsx';

const key = (personId: string): string => `practika.new-exercise.${personId}`;

/** What was typed of a new exercise, until it is created: kept through a reload and through the end of a session, in this tab alone. */
export function draftOf(personId: string, mayPublish: boolean): ExerciseText {
  const empty: ExerciseText = { name: '', description: '', visibility: mayPublish ? 'organisation' : 'private' };
  try {
    return { ...empty, ...(JSON.parse(sessionStorage.getItem(key(personId)) ?? '{}') as Partial<ExerciseText>) };
  } catch {
    return empty;
  }
}

export function keepDraft(personId: string, text: ExerciseText | null): void {
  try {
    if (text === null || (text.name === '' && text.description === '')) sessionStorage.removeItem(key(personId));
    else sessionStorage.setItem(key(personId), JSON.stringify(text));
  } catch {
    // Storage is forbidden: the fields keep it.
  }
}

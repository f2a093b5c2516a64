import type { ExerciseText } from './exercise-fields.tsx';

export interface Draft extends ExerciseText {
  readonly youtube: string;
}

const key = (personId: string): string => `practika.new-exercise.${personId}`;

/** What was typed of a new exercise, until it is created: kept through a reload and through the end of a session, in this tab alone. */
export function draftOf(personId: string, mayPublish: boolean): Draft {
  const empty: Draft = { name: '', description: '', visibility: mayPublish ? 'organisation' : 'private', youtube: '' };
  try {
    const kept = JSON.parse(sessionStorage.getItem(key(personId)) ?? '{}') as Partial<Record<keyof Draft, unknown>>;
    const text = (name: 'name' | 'description' | 'youtube') => (typeof kept[name] === 'string' ? kept[name] : '');
    return { name: text('name'), description: text('description'), youtube: text('youtube'), visibility: mayPublish && (kept.visibility === 'private' || kept.visibility === 'organisation') ? kept.visibility : empty.visibility };
  } catch {
    return empty;
  }
}

export function keepDraft(personId: string, draft: Draft | null): void {
  try {
    if (draft === null || (draft.name === '' && draft.description === '' && draft.youtube === '')) sessionStorage.removeItem(key(personId));
    else sessionStorage.setItem(key(personId), JSON.stringify(draft));
  } catch {
    // Storage is forbidden: the fields keep it.
  }
}

import { useQueryClient } from '@tanstack/react-query';
import { exercises } from '../../client/client.ts';

/** Brings a deleted exercise back. @throws ProblemError: name-taken when another has its name by now */
export function useRestoreExercise(): (id: string) => Promise<void> {
  const client = useQueryClient();
  return async (id) => {
    await exercises.POST('/api/exercises/v1/exercises/{id}/restore', { params: { path: { id } } });
    await Promise.all([client.invalidateQueries({ queryKey: ['exercises'] }), client.invalidateQueries({ queryKey: ['exercise', id] })]);
  };
}

import { useQueryClient } from '@tanstack/react-query';
import { exercises } from '../../client/client.ts';

interface Change {
  readonly name?: string;
  readonly description?: string;
  readonly visibility?: 'private' | 'organisation';
  readonly assetId?: string;
  readonly youtubeUrl?: string;
}

/** Changes an exercise as it was read: somebody else's change in between is a refusal (`precondition-failed`), never overwritten unseen. */
export function useChangeExercise(id: string): (change: Change, etag: string | null) => Promise<void> {
  const client = useQueryClient();
  return async (change, etag) => {
    await exercises.PATCH('/api/exercises/v1/exercises/{id}', { params: { path: { id }, header: etag === null ? {} : { 'If-Match': etag } } as never, body: change });
    await Promise.all([client.invalidateQueries({ queryKey: ['exercise', id] }), client.invalidateQueries({ queryKey: ['exercises'] })]);
  };
}

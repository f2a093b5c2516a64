import { queryOptions } from '@tanstack/react-query';
import { body, exercises } from '../../client/client.ts';
import { isMoving } from '../videos/asset-queries.ts';
import type { FeedSearch } from './feed-search.ts';

export type Exercise = Awaited<ReturnType<typeof loadExercise>>['exercise'];

async function loadExercise(id: string) {
  const { data, response } = await exercises.GET('/api/exercises/v1/exercises/{id}', { params: { path: { id } } });
  return { exercise: data as NonNullable<typeof data>, etag: response.headers.get('etag') };
}

export const exerciseQuery = (id: string) => queryOptions({
  queryKey: ['exercise', id], queryFn: () => loadExercise(id),
  refetchInterval: ({ state: { data } }) => (data?.exercise.video.kind === 'asset' && isMoving(data.exercise.video.state) ? 5_000 : false),
});

export const feedPage = ({ deleted: _deleted, ...search }: FeedSearch, cursor: { readonly cursor?: string }) => body(exercises.GET('/api/exercises/v1/exercises', { params: { query: { limit: 24, ...search, ...cursor } } }));

export const deletedPage = (cursor: { readonly cursor?: string }) => body(exercises.GET('/api/exercises/v1/exercises', { params: { query: { limit: 50, owner: 'me', deleted: 'true', ...cursor } } }));

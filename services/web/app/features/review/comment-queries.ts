import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { body, exercises } from '../../client/client.ts';
import { isProblem } from '../../client/problem.ts';
import { withComment, withoutComment } from './comments.ts';
import type { Draft } from './drafts.ts';

export type Comment = Awaited<ReturnType<typeof loadComment>>['comment'];

/** With its ETag, for an edit. */
export async function loadComment(id: string) {
  const { data, response } = await exercises.GET('/api/exercises/v1/comments/{id}', { params: { path: { id } } });
  return { comment: data as NonNullable<typeof data>, etag: response.headers.get('etag') };
}

/** All of them: the timeline has a place for each. The newest ones where there are more than anybody reads. */
const MOST = 2_000;

async function loadAll(exerciseId: string): Promise<readonly Comment[]> {
  let all: readonly Comment[] = [];
  for (let cursor: string | null = ''; cursor !== null && all.length < MOST;) {
    const page: { items: Comment[]; nextCursor: string | null } = await body(exercises.GET('/api/exercises/v1/exercises/{id}/comments', { params: { path: { id: exerciseId }, query: { limit: 100, order: '-createdAt', ...(cursor === '' ? {} : { cursor }) } } }));
    all = [...all, ...page.items];
    cursor = page.nextCursor;
  }
  return all;
}

export const commentsQuery = (exerciseId: string) => queryOptions({ queryKey: ['comments', exerciseId], queryFn: () => loadAll(exerciseId) });

/** Puts one comment into the list that is on the screen, without loading the rest again. */
export function putComment(client: QueryClient, comment: Comment): void {
  client.setQueryData(commentsQuery(comment.exerciseId).queryKey, (before) => (before === undefined ? before : withComment(before, comment)));
}

/** Fetches a comment of which something was heard; one that is gone goes. */
export async function refreshComment(client: QueryClient, exerciseId: string, id: string): Promise<void> {
  try {
    putComment(client, (await loadComment(id)).comment);
  } catch (error) {
    if (!isProblem(error, 'not-found', 'gone')) throw error;
    client.setQueryData(commentsQuery(exerciseId).queryKey, (before) => (before === undefined ? before : withoutComment(before, id)));
  }
}

/** @param key the same for the same words: sending again does not write twice */
export async function sendComment(exerciseId: string, draft: Draft, parentId: string | null, key: string): Promise<Comment> {
  const text = draft.text.trim();
  const { anchor } = draft;
  return body(exercises.POST('/api/exercises/v1/exercises/{id}/comments', {
    params: { path: { id: exerciseId }, header: { 'Idempotency-Key': key } },
    body: {
      ...(text === '' ? {} : { text }), ...(draft.video?.kind === 'asset' ? { assetId: draft.video.assetId } : {}), ...(draft.video?.kind === 'youtube' ? { youtubeUrl: draft.video.url } : {}),
      ...(anchor ? { anchor: { startMs: anchor.startMs, ...(anchor.endMs === undefined ? {} : { endMs: anchor.endMs }) } } : {}), ...(parentId === null ? {} : { parentId }),
    },
  }));
}

export const editComment = (id: string, text: string, etag: string | null): Promise<Comment> => body(exercises.PATCH('/api/exercises/v1/comments/{id}', { params: { path: { id }, header: etag === null ? {} : { 'If-Match': etag } as never }, body: { text } }));
export const hideComment = (id: string, reason: string): Promise<Comment> => body(exercises.POST('/api/exercises/v1/comments/{id}/hide', { params: { path: { id } }, body: { reason } }));
export const unhideComment = (id: string, reason: string): Promise<Comment> => body(exercises.POST('/api/exercises/v1/comments/{id}/unhide', { params: { path: { id } }, body: { reason } }));
export async function deleteComment(id: string): Promise<void> {
  await exercises.DELETE('/api/exercises/v1/comments/{id}', { params: { path: { id } } });
}

import { queryOptions } from '@tanstack/react-query';
import { auth, body, media } from '../../client/client.ts';
import { isProblem } from '../../client/problem.ts';
import type { AllVideosSearch, Status, UsersSearch } from './admin-search.ts';
import type { Role } from '../../session/session.ts';

type UserBody = Awaited<ReturnType<typeof usersPage>>['items'][number];
export type User = UserBody;
export interface ReadUser {
  readonly user: User;
  /** Of the state that is on the screen: sent back with a change. */
  readonly etag: string | null;
}
type Cursor = { readonly cursor?: string };
const PAGE = 30;

export const usersPage = (search: UsersSearch, cursor: Cursor) => body(auth.GET('/api/auth/v1/users', { params: { query: { limit: PAGE, ...search, ...cursor } } }));

export async function readUser(id: string): Promise<ReadUser> {
  const { data, response } = await auth.GET('/api/auth/v1/users/{id}', { params: { path: { id } } });
  return { user: data as User, etag: response.headers.get('etag') };
}
export const userQuery = (id: string) => queryOptions({ queryKey: ['user', id], queryFn: () => readUser(id) });

/** Somebody's name, beside what is theirs; null for an account that is no more. */
export const personQuery = (id: string) => queryOptions({
  queryKey: ['user', id, 'name'], staleTime: 5 * 60_000,
  queryFn: () => readUser(id).then(({ user }) => user.displayName, (error: unknown) => {
    if (isProblem(error, 'not-found')) return null;
    throw error;
  }),
});

/** @param etag what the change rests on */
export async function changeStanding(id: string, change: { readonly role?: Role; readonly status?: Status }, etag: string | null): Promise<ReadUser> {
  const { data, response } = await auth.PATCH('/api/auth/v1/users/{id}', { params: { path: { id } }, body: change, ...(etag === null ? {} : { headers: { 'If-Match': etag } }) });
  return { user: data as User, etag: response.headers.get('etag') };
}

export const eventsPage = (subject: string, cursor: Cursor) => body(auth.GET('/api/auth/v1/security-events', { params: { query: { limit: PAGE, subject, ...cursor } } }));

export const videosPage = ({ state, owner }: AllVideosSearch, cursor: Cursor, limit = PAGE) => {
  const query = { limit, owner: owner ?? 'all', ...(state === undefined ? {} : { state }), ...cursor };
  return body(media.GET('/api/media/v1/assets', { params: { query } }));
};
export type Video = Awaited<ReturnType<typeof videosPage>>['items'][number];

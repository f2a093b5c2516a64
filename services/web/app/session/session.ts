import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { auth, body } from '../client/client.ts';
import { isProblem } from '../client/problem.ts';

export const ROLES = ['student', 'instructor', 'staff', 'admin'] as const;
export type Role = (typeof ROLES)[number];
export type Me = Awaited<ReturnType<typeof loadMe>>;

const loadMe = () => body(auth.GET('/api/auth/v1/me'));

const ME = ['me'] as const;

/** Who is signed in; null for a stranger. */
export const meQuery = queryOptions({
  queryKey: ME,
  queryFn: async ({ client }): Promise<Me | null> => {
    try {
      return await loadMe();
    } catch (error) {
      // Who was here stays on the screen when the session has ended, until they sign in again or out (session-end.ts).
      if (isProblem(error, 'unauthenticated')) return client.getQueryData<Me | null>(ME) ?? null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** The person that is signed in. For screens behind the sign-in alone. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (data === undefined || data === null) throw new Error('this screen is for people who are signed in');
  return data;
}

export const isStaff = (me: Pick<Me, 'role'> | null | undefined): boolean => me?.role === 'staff' || me?.role === 'admin';
export const isAdmin = (me: Pick<Me, 'role'> | null | undefined): boolean => me?.role === 'admin';
/** Students keep exercises to themselves and staff (contract of exercises). */
export const mayPublish = (me: Pick<Me, 'role'>): boolean => me.role !== 'student';

/** What somebody wrote and did not send: it survives a reload and the end of a session, and goes with who signs out. */
const DRAFTS = /^practika\.(?:comment-draft|new-exercise)\./;

/** Everything that was loaded for one person, and what they have not sent, goes with that person. */
export function forgetPerson(client: QueryClient): void {
  client.clear();
  client.setQueryData(meQuery.queryKey, null);
  try {
    for (const storage of [localStorage, sessionStorage]) for (const key of Object.keys(storage)) if (DRAFTS.test(key)) storage.removeItem(key);
  } catch {
    // Storage is forbidden: there is nothing in it.
  }
}

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await auth.DELETE('/api/auth/v1/sessions/current').catch((error: unknown) => {
      if (!isProblem(error, 'unauthenticated')) throw error;
    });
    forgetPerson(client);
  };
}

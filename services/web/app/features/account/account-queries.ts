import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { auth } from '../../client/client.ts';
import { meQuery, type Me } from '../../session/session.ts';

export interface Profile {
  readonly me: Me;
  /** Of the state that is on the screen: sent back with a change. */
  readonly etag: string | null;
}

/** Always read anew: a change must not rest on a tag that is a minute old. */
export const profileQuery = queryOptions({
  queryKey: ['me', 'profile'], staleTime: 0,
  queryFn: async (): Promise<Profile> => {
    const { data, response } = await auth.GET('/api/auth/v1/me');
    return { me: data as Me, etag: response.headers.get('etag') };
  },
});

/** @param etag what the change rests on; null: whatever is there */
export async function saveProfile(client: QueryClient, change: { readonly displayName: string; readonly username: string }, etag: string | null): Promise<Profile> {
  const { data, response } = await auth.PATCH('/api/auth/v1/me', { body: change, ...(etag === null ? {} : { headers: { 'If-Match': etag } }) });
  const profile: Profile = { me: data as Me, etag: response.headers.get('etag') };
  client.setQueryData(profileQuery.queryKey, profile);
  client.setQueryData(meQuery.queryKey, profile.me);
  await client.invalidateQueries({ queryKey: ['events'] });
  return profile;
}

import { CommonPasswords, PASSWORD_MAX_LENGTH } from '@practika/password-policy';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { auth, body } from '../../client/client.ts';

/** What a server asks for that was not set otherwise; counts until this one has said what it asks for. */
const USUAL = { minLength: 12, maxLength: PASSWORD_MAX_LENGTH };

const lengthsQuery = queryOptions({
  queryKey: ['password-policy'],
  queryFn: () => body(auth.GET('/api/auth/v1/password-policy')),
  staleTime: 300_000,
});

/** Code points that a new password may have. */
export function usePasswordLengths(): typeof USUAL {
  return useQuery(lengthsQuery).data ?? USUAL;
}

// As heavy as the rest of the page together, so it comes by itself, and only to who chooses a password.
const commonQuery = queryOptions({
  queryKey: ['password-policy', 'common'],
  queryFn: async () => CommonPasswords.of((await import('@practika/password-policy/common-passwords')).COMMON_PASSWORDS),
  staleTime: Infinity,
});

/** The passwords that many choose; null while they are not here. @param wanted whether to get them */
export function useCommonPasswords(wanted: boolean): CommonPasswords | null {
  return useQuery({ ...commonQuery, enabled: wanted }).data ?? null;
}

import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { body, consent } from '../../client/client.ts';

export const noticeQuery = queryOptions({ queryKey: ['notice'], queryFn: () => body(consent.GET('/api/consent/v1/notices/current')), staleTime: 300_000 });
export const purposesQuery = queryOptions({ queryKey: ['purposes'], queryFn: async () => (await body(consent.GET('/api/consent/v1/purposes'))).items, staleTime: 300_000 });
export const consentsQuery = queryOptions({ queryKey: ['consents'], queryFn: async () => (await body(consent.GET('/api/consent/v1/consents'))).items });

export type Purpose = Awaited<ReturnType<NonNullable<typeof purposesQuery.queryFn>>>[number];
export type PurposeName = Purpose['purpose'];
export type ConsentState = 'given' | 'withdrawn' | 'never';

/** What the person decided for one purpose and recipient; undefined while it is not known. */
export function useConsent(purpose: PurposeName, recipient: string | null = null): ConsentState | undefined {
  const { data } = useQuery(consentsQuery);
  return data === undefined ? undefined : data.find((row) => row.purpose === purpose && row.recipient === recipient)?.state ?? 'never';
}

/** Gives or withdraws. Always with the version of the notice that was on the screen: an outdated one is refused, and the new one has to be read. */
export function useDecide(): (purpose: PurposeName, recipient: string | null, state: 'given' | 'withdrawn') => Promise<void> {
  const client = useQueryClient();
  return async (purpose, recipient, state) => {
    const notice = await client.ensureQueryData(noticeQuery);
    try {
      await consent.PUT('/api/consent/v1/consents/{purpose}', { params: { path: { purpose } }, body: { state, noticeVersion: notice.version, ...(recipient === null ? {} : { recipient }) } });
    } finally {
      await client.invalidateQueries({ queryKey: ['consents'] });
      await client.invalidateQueries({ queryKey: ['receipts'] });
      await client.invalidateQueries({ queryKey: ['notice'] });
    }
  };
}
